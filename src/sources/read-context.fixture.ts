import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { defaultLimits } from '../formats/format.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { ReadContext, Reading, Source } from './source.ts'

/** A context for tests of sources: nothing of the outside world but the files under `cwd`. */
export function contextOf(parts: Partial<ReadContext> = {}): ReadContext {
  return {
    ...nodeRuntime({ env: {}, args: [], cwd: '/', ...parts }),
    signal: new AbortController().signal,
    profiles: [],
    variables: {},
    isActive: () => true,
    maxBytes: defaultLimits.maxBytes,
    keys: { lower: {}, declared: [] },
    ...parts,
  }
}

/** What a source that need not wait answers. */
export function readNow(source: Source, parts: Partial<ReadContext> = {}): Reading | undefined {
  const reading = source.read(contextOf(parts))
  if (reading instanceof Promise) throw new Error('the source waits')
  return reading
}

/** The issues an action is refused with. */
export function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}
