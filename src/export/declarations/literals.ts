import { isList, isMap } from '../../values/value.ts'
import { type Shape, unknown, word } from './shape.ts'

/** Deeper lists of choices are no choices that anybody reads. */
const maxDepth = 10

/** The type of exactly one value, as `const` and `enum` give it. */
export function literalShape(value: unknown, sealed: boolean, depth = 0): Shape {
  if (value === null) return word('null')
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return word(literalText(value), sealed)
  if (depth >= maxDepth) return unknown
  const inside = (item: unknown): Shape => literalShape(item, sealed, depth + 1)
  if (isList(value))
    return { kind: 'tuple', items: value.map((item) => ({ shape: inside(item), optional: false })), rest: undefined }
  if (!isMap(value)) return unknown
  const members = Object.entries(value).map(([key, item]) => ({ key, shape: inside(item), optional: false, notes: [] }))
  return { kind: 'map', members, others: members.length === 0 ? unknown : undefined }
}

/** Texts in single quotes, as most code has them. */
export function literalText(value: unknown): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '0' : String(value)
  const body = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  // In code, these two end a line.
  return `'${body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
