import type { DateTime } from '../../values/date-time.ts'
import { isList, type Value } from '../../values/value.ts'
import { normalise } from './date-time.ts'
import { findNode } from './find.ts'
import type { ValueNode } from './nodes.ts'
import { scan } from './scan.ts'

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}
const toEscape = /[\u0000-\u001f"\\\u007f-\u009f]/g

/** A basic string on one line. */
export function printString(text: string): string {
  return `"${text.replace(toEscape, escapeOf)}"`
}

/** A basic string over several lines, for text that has some. */
export function printMultiLine(text: string): string {
  const body = text.replace(/[\u0000-\u0008\u000b-\u001f\\\u007f-\u009f]/g, escapeOf).replace(/"(?="")|"$/g, '\\"')
  return `"""\n${body}"""`
}

function escapeOf(character: string): string {
  return escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

export function printKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : printString(name)
}

export function printKeys(names: readonly string[]): string {
  return names.map(printKey).join('.')
}

/** A whole number of more than 53 bits is printed as the float it is: as an integer it would claim to be exact. */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value)
  return printFloat(value)
}

/** Always with a dot or an exponent. */
export function printFloat(value: number): string {
  if (!Number.isFinite(value)) return printNumber(value)
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

/** The date in TOML, or `undefined` if its text is not what its kind promises. */
export function printDateTime(value: DateTime): string | undefined {
  const text = normalise(value.text)
  const { root, issues } = scan(`date = ${text}`, '', '1.0', 1)
  const found = findNode(root, ['date'])
  const isWhole = issues.length === 0 && found?.kind === 'value' && found.node.end === text.length + 7
  return isWhole && found.node.kind === 'scalar' && found.node.type === value.kind ? text : undefined
}

/** Single quotes stay single quotes, a float and a list of floats stay what they are, where the new value allows it. */
export function printInStyleOf(node: ValueNode, text: string, value: Value): string | undefined {
  if (node.kind !== 'scalar') {
    const areNumbers = isList(value) && value.length > 0 && value.every((item) => typeof item === 'number')
    return areNumbers && isFloatList(node) ? `[${value.map(printFloat).join(', ')}]` : undefined
  }
  if (typeof value === 'number' && node.type === 'float') return printFloat(value)
  const isLiteral = typeof value === 'string' && text[node.start] === "'" && value.isWellFormed()
  return isLiteral && !/[\u0000-\u0008\u000a-\u001f'\u007f-\u009f]/.test(value) ? `'${value}'` : undefined
}

/** What is added to a list of nothing but floats is a float too. */
export function isFloatList(node: ValueNode): boolean {
  if (node.kind !== 'array' || node.items.length === 0) return false
  return node.items.every(({ value }) => value.kind === 'scalar' && value.type === 'float')
}
