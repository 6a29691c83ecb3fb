import { listOf } from '../../text/words.ts'
import { byteSizePattern } from '../../values/byte-size.ts'
import type { DateTime } from '../../values/date-time.ts'
import { durationPattern } from '../../values/duration.ts'
import type { Secret } from '../../values/secret.ts'
import { AmountSchema } from './amount-schema.ts'
import { invalid, type Node } from './node.ts'
import { NumberSchema } from './number-schema.ts'
import { Schema } from './schema.ts'
import { TextSchema } from './text-schema.ts'

/** Types that configuration is full of, each a JSON Schema that other tools understand too. */
export function secret(): TextSchema<Secret<string>> {
  return new TextSchema<string>(Object.freeze({ type: 'string' })).secret()
}

/** `250ms`, `30s`, `5m`, `2h`, `7d`, or a number of milliseconds. The program gets milliseconds. */
export function duration(): AmountSchema {
  return new AmountSchema(amount(durationPattern, 'duration'))
}

/** `10KB`, `10KiB`, `10MB`, or a number of bytes. The program gets bytes. */
export function byteSize(): AmountSchema {
  return new AmountSchema(amount(byteSizePattern, 'byte-size'))
}

export interface PortOptions {
  /** Allows 0, by which a server asks for any free port. Default: false. */
  readonly zero?: boolean
}

/** A port number. */
export function port(options: PortOptions = {}): NumberSchema {
  const minimum = options.zero === true ? 0 : 1
  return new NumberSchema(Object.freeze({ type: 'integer', minimum, maximum: 65_535, 'x-type': 'port' }))
}

/** The name of a machine, or its address. */
export function host(): TextSchema {
  return new TextSchema(text('host', { format: 'host' }))
}

export interface UrlOptions {
  /** Which may come before `://`: `['http', 'https']`. Default: any. */
  readonly schemes?: readonly string[]
}

/** An absolute URL. */
export function url(options: UrlOptions = {}): TextSchema {
  if (options.schemes !== undefined && !Array.isArray(options.schemes))
    throw invalid('the schemes of a URL must be a list', 's.url({ schemes: ["https"] })')
  const schemes = options.schemes?.map((scheme) => scheme.replace(/[.+]/g, '\\$&'))
  return new TextSchema(text('url', { format: 'uri', ...(schemes ? { pattern: `^(?:${schemes.join('|')}):` } : {}) }))
}

export interface PathOptions {
  /** What has to be there: anything, a file or a directory. Default: it need not exist. */
  readonly exists?: boolean | 'file' | 'directory'
  /** What a relative path starts from. Default: the working directory of the program. */
  readonly relative?: 'declaring-file' | 'root'
}

/** The path of a file or directory. */
export function path(options: PathOptions = {}): TextSchema {
  oneOf('exists', options.exists, [true, false, 'file', 'directory'])
  oneOf('relative', options.relative, ['declaring-file', 'root'])
  const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== false)
  const asked = said.length === 0 ? {} : { 'x-path': Object.freeze(Object.fromEntries(said)) }
  return new TextSchema(text('path', { minLength: 1, ...asked }))
}

export function email(): TextSchema {
  return new TextSchema(text('email', { format: 'email' }))
}

export interface IpOptions {
  /** Only this version. Default: both. */
  readonly version?: 4 | 6
}

/** An IP address. */
export function ip(options: IpOptions = {}): TextSchema {
  oneOf('version', options.version, [4, 6])
  if (options.version !== undefined) return new TextSchema(text('ip', { format: `ipv${options.version}` }))
  const either = [Object.freeze({ format: 'ipv4' }), Object.freeze({ format: 'ipv6' })]
  return new TextSchema(text('ip', { anyOf: Object.freeze(either) }))
}

/** A network: `10.0.0.0/8`. */
export function cidr(): TextSchema {
  return new TextSchema(text('cidr', { format: 'cidr' }))
}

/** A version by https://semver.org. */
export function semver(): TextSchema {
  return new TextSchema(text('semver', { format: 'semver' }))
}

/** Five fields: `0 3 * * 1`. */
export function cron(): TextSchema {
  return new TextSchema(text('cron', { format: 'cron' }))
}

/** A regular expression, as a text. */
export function regex(): TextSchema {
  return new TextSchema(text('regex', { format: 'regex' }))
}

/** A day: `2026-04-01`. From a format that has dates of its own it is a {@link DateTime}. */
export function date(): Schema<string | DateTime, string> {
  return new Schema(Object.freeze({ type: 'string', format: 'date' }))
}

/** A word that nobody knows would check nothing. */
function oneOf(name: string, given: unknown, known: readonly unknown[]): void {
  if (given === undefined || known.includes(given)) return
  const words = known.map((word) => JSON.stringify(word))
  throw invalid(`${JSON.stringify(name)} cannot be ${JSON.stringify(given)}`, `write ${listOf(words, 'or')}`)
}

function text(word: string, rest: Node): Node {
  return Object.freeze({ type: 'string', ...rest, 'x-type': word })
}

function amount(pattern: string, word: string): Node {
  return Object.freeze({ type: Object.freeze(['integer', 'string']), minimum: 0, pattern, 'x-type': word })
}
