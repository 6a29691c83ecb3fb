import { ConfigError } from '../errors/config-error.ts'

/**
 * What a value is cached under: a text as it is, or data, of which equal ones are the same key whatever the order of their
 * keys. No two different keys meet: `['a', 'b']`, `['a,b']`, `'a,b'` and `['a', ['b']]` are four.
 */
export type CacheKey = string | readonly KeyPart[]

export type KeyPart = string | number | boolean | null | bigint | Uint8Array | readonly KeyPart[] | KeyMap

export interface KeyMap {
  readonly [key: string]: KeyPart | undefined
}

/** How keys that are data begin, and how those in a namespace do. */
const structured = '\u0001'
const inNamespace = '\u0000'
const maxDepth = 500

/**
 * The one text of a key behind the prefix of its namespaces. Parts are written with their length in front, so nothing can
 * pose as a delimiter.
 */
export function printKey(prefix: string, key: CacheKey): string {
  return prefix + (typeof key === 'string' ? escaped(key) : structured + printPart(key))
}

/** What the keys of a namespace begin with. */
export function namespacePrefix(namespaces: readonly string[]): string {
  return namespaces.map((name) => `${inNamespace}${name.length}:${name}`).join('')
}

/** A text that begins like one of ours stands in the namespace without a name, which nobody else can have. */
function escaped(key: string): string {
  return key.charCodeAt(0) <= 1 ? `${inNamespace}0:${key}` : key
}

function printPart(part: KeyPart, depth = 0): string {
  if (depth > maxDepth) throw unfit(`it is nested deeper than ${maxDepth} levels`)
  if (typeof part === 'string') return `s${part.length}:${part}`
  if (typeof part === 'number') return printNumber(part)
  if (typeof part === 'bigint') return `i${part};`
  if (typeof part === 'boolean') return part ? 't' : 'f'
  if (part === null) return 'z'
  if (part instanceof Uint8Array) return `b${part.length}:${Buffer.from(part).toString('latin1')}`
  if (isList(part)) return `l${part.length}:${part.map((each) => printPart(each, depth + 1)).join('')}`
  if (isKeyMap(part)) return printMap(part, depth)
  throw unfit(`it holds ${typeof part === 'object' ? 'an object of a class' : `a value of the type ${typeof part}`}`)
}

/** `-0` and `0` are equal, so they are one key. */
function printNumber(part: number): string {
  if (!Number.isFinite(part)) throw unfit(`it holds the number ${part}`)
  return `n${part === 0 ? 0 : part};`
}

function printMap(map: KeyMap, depth: number): string {
  const members = Object.entries(map).flatMap(([key, part]) => (part === undefined ? [] : [[key, part] as const]))
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `m${members.length}:${members.map(([key, part]) => printPart(key) + printPart(part, depth + 1)).join('')}`
}

function isList(part: KeyPart): part is readonly KeyPart[] {
  return Array.isArray(part)
}

function isKeyMap(part: unknown): part is KeyMap {
  if (typeof part !== 'object' || part === null) return false
  const prototype: unknown = Object.getPrototypeOf(part)
  return prototype === Object.prototype || prototype === null
}

function unfit(why: string): ConfigError {
  const message = `the key cannot be used: ${why}`
  const hint = 'make keys of texts, finite numbers, booleans, null, bytes, and lists and maps of these'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
