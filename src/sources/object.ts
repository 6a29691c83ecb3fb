import { forFirstLoad } from './first-load.ts'
import { reading } from './later.ts'
import type { Reading, Source } from './source.ts'

export interface ObjectOptions {
  /** Tells several sources of this kind apart. Default: `object`. */
  readonly name?: string
}

/**
 * Values written in code: defaults, or what a program has worked out. They are copied at once; the object is
 * never changed or frozen, and later changes to it have no effect.
 *
 * ```ts
 * sources: [object({ server: { port: 8080 } }, { name: 'defaults' }), file('config/app.yaml')]
 * ```
 */
export function object(values: object, options: ObjectOptions = {}): Source {
  const name = options.name ?? 'object'
  const answer = attempt(() => ({
    kind: 'value',
    uri: `object:${name}`,
    version: '1',
    value: reading().copyValues(values, name),
    textOnly: false,
  }))
  return forFirstLoad({ kind: 'object', name, read: answer })
}

/** Copies now, because the caller may change the object; reports when it is read, with what other sources report. */
function attempt(copy: () => Reading): () => Reading {
  try {
    const copied = copy()
    return () => copied
  } catch (error) {
    return () => {
      throw error
    }
  }
}
