import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Source } from '../../sources/source.ts'
import { text } from '../text-source.fixture.ts'

/** A source that a test changes, and that says so, as a watched file does. */
export interface WatchedSource extends Source {
  /** Saves a text, and waits until whatever comes of it has come. */
  save(content: string): Promise<void>
  /** From now on it cannot be read, or it can again. */
  fail(issue: Partial<Issue> | undefined): Promise<void>
  /** Says that something changed although nothing did. */
  touch(): Promise<void>
  readonly reads: number
  /** How many watches are open. */
  readonly watches: number
}

export function watched(file: string, content: string, options: { readonly optional?: boolean } = {}): WatchedSource {
  const inner = text(file, content)
  const listeners = new Set<() => void>()
  let failure: Partial<Issue> | undefined
  let reads = 0
  const tell = async (): Promise<void> => {
    for (const listener of listeners) listener()
    await settled()
  }
  return {
    ...inner,
    ...options,
    read: (context) => {
      reads++
      if (failure !== undefined) {
        throw new ConfigError({ code: 'SOURCE_UNREADABLE', severity: 'error', message: `${file} cannot be read`, ...failure })
      }
      return inner.content === '' ? undefined : inner.read(context)
    },
    watch: (onChange) => {
      listeners.add(onChange)
      return { [Symbol.asyncDispose]: async () => void listeners.delete(onChange) }
    },
    save: (next) => {
      inner.content = next
      return tell()
    },
    fail: (issue) => {
      failure = issue
      return tell()
    },
    touch: tell,
    get reads() {
      return reads
    },
    get watches() {
      return listeners.size
    },
  }
}

/** All that waits for promises only has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
