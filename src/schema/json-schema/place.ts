import type { Resource } from './resource.ts'

/** Where a schema stands in its document. */
export interface Place {
  /** What stands there: a schema, or whatever a reference leads to. */
  readonly raw: unknown
  /** The innermost schema with an `$id` around it, or the document. */
  readonly resource: Resource
  readonly parent: Place | undefined
  readonly key: string | number
}

/** `schema.json#/properties/port/maximum`; `#/...` in a document without a name. */
export function ruleOf(place: Place, ...keywords: readonly string[]): string {
  const keys: (string | number)[] = keywords.toReversed()
  let top = place
  for (; top.parent !== undefined; top = top.parent) keys.push(top.key)
  const pointer = keys.reverse().map((key) => `/${escaped(String(key))}`)
  return `${top.resource.document}#${pointer.join('')}`
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The parts of a JSON Pointer as it stands behind `#`; `undefined` if it is none. */
export function pointerParts(fragment: string): readonly string[] | undefined {
  const text = decoded(fragment)
  if (text === '') return []
  if (text === undefined || text[0] !== '/') return undefined
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** `%25` as `%`; `undefined` where a `%` begins no encoded character. */
export function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}
