/** A JSON Schema document or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** True for a schema that is a map; `true`, `false` and mistakes are none. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as a list; an empty one if it is none. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The entries of a keyword that holds a map of schemas; none if it does not. */
export function entriesIn(value: unknown): readonly (readonly [string, unknown])[] {
  return isSchema(value) ? Object.entries(value) : []
}

/** The own member of a map or list, as a JSON Pointer goes. */
export function memberOf(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return /^(0|[1-9]\d*)$/.test(key) ? node[Number(key)] : undefined
  return isSchema(node) && Object.hasOwn(node, key) ? node[key] : undefined
}

/** One step further in a place: `#/properties/a~1b`. */
export function placeBelow(place: string, ...parts: readonly (string | number)[]): string {
  let text = place
  for (const part of parts) text += `/${typeof part === 'string' ? escaped(part) : part}`
  return text
}

/** Few keys have to be changed, and there are many keys. */
function escaped(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}
