import { ConfigError } from '../../errors/config-error.ts'

/** A JSON Schema, or a part of one, as the builder holds it: frozen, with references to what is made later. */
export interface Node {
  readonly [keyword: string]: unknown
}

/** Deeper than this, a schema is refused: the readers of configuration files end there too. */
export const maxDepth = 500

/** What `$ref` holds until the schema is printed: only then is there a document to refer into. */
export class LaterReference {
  readonly get: () => Node
  /** Its key below `$defs`, if nothing else has taken it. */
  readonly name: string | undefined

  constructor(get: () => Node, name: string | undefined) {
    this.get = get
    this.name = name
    Object.freeze(this)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LaterReference)
}

/** A frozen copy of plain data, so that later changes to what a caller gave do not change the schema. */
export function frozenCopy<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null || value instanceof LaterReference) return value
  if (depth > maxDepth) throw invalid(`a schema is nested deeper than ${maxDepth} levels`, 'make it flatter, or use s.lazy')
  if (Array.isArray(value)) return Object.freeze(value.map((item) => frozenCopy(item, depth + 1))) as T // an array as before
  // The same keys with copies of the same values.
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozenCopy(item, depth + 1)]))) as T
}

/** A node with some keywords set, or taken away where the new value is `undefined`. */
export function withKeywords(node: Node, change: Node): Node {
  const entries = Object.entries({ ...node, ...change }).filter(([, value]) => value !== undefined)
  return Object.freeze(Object.fromEntries(entries))
}

/** The error for a schema that is put together wrongly. */
export function invalid(message: string, hint?: string): ConfigError {
  return new ConfigError({ code: 'SCHEMA_INVALID', severity: 'error', message, hint })
}
