import type { Filter } from './engine.ts'
import { amountOf, argumentsOf, FilterRefusal, textOf } from './filter-arguments.ts'
import { center, escaped, indent, replace, truncate, wordwrap } from './text-filters.ts'

/** Filters that Jinja2 or Ansible have and the engine does not, or not with all their arguments. */
export const ownFilters: Readonly<Record<string, Filter>> = {
  b64decode: (value) => Buffer.from(textOf(value), 'base64').toString('utf8'),
  b64encode: (value) => Buffer.from(textOf(value), 'utf8').toString('base64'),
  center,
  e: escaped,
  escape: escaped,
  format,
  indent,
  int,
  replace,
  truncate,
  urlencode,
  wordcount: (value) => textOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  wordwrap,
}

/** The `%` forms of Python that configuration uses: `%s %d %5.2f %05d %-10s %x %%`, and `%(name)s`. */
function format(value: unknown, ...args: readonly unknown[]): string {
  let next = 0
  return textOf(value).replace(
    /%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, name: string | undefined, flags: string, width: string, digits: string | undefined, kind: string) => {
      if (kind === '%') return '%'
      const named = args.at(-1)
      const given = name === undefined ? args[next++] : named instanceof Map ? named.get(name) : undefined
      return padded(signed(shown(given, kind, digits), flags, kind), flags, amountOf(width, 0))
    },
  )
}

function shown(value: unknown, kind: string, digits: string | undefined): string {
  if (kind === 's') return textOf(value).slice(0, digits === undefined ? undefined : amountOf(digits, 0))
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  if (!isNumber) throw new FilterRefusal('wants a number')
  const whole = typeof value === 'bigint' ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0)
  if (kind === 'd' || kind === 'i') return String(whole)
  if (kind === 'x') return whole.toString(16)
  if (kind === 'X') return whole.toString(16).toUpperCase()
  if (kind === 'o') return whole.toString(8)
  if (kind === 'f') return Number(value).toFixed(Math.min(100, amountOf(digits, 6)))
  throw new FilterRefusal('knows %s, %d, %i, %f, %x, %X, %o and %%')
}

function signed(text: string, flags: string, kind: string): string {
  return kind !== 's' && flags.includes('+') && !text.startsWith('-') ? `+${text}` : text
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width)
  if (!flags.includes('0')) return text.padStart(width)
  const sign = /^[-+]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}

/** A whole number, with a default for what is none. Without a default, that is refused: Jinja2 would say 0. */
function int(value: unknown, ...args: readonly unknown[]): number | bigint {
  const [fallback, base] = argumentsOf(args, ['default', 'base'])
  const whole = typeof value === 'string' ? wholeIn(value.trim(), Number(base ?? 10)) : wholeOf(value)
  if (whole !== undefined) return whole
  if (typeof fallback === 'number' || typeof fallback === 'bigint') return fallback
  throw new FilterRefusal('wants a number, or a default')
}

function wholeOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint') return value
  const number = typeof value === 'boolean' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  return Number.isSafeInteger(Math.trunc(number)) ? Math.trunc(number) : BigInt(Math.trunc(number))
}

const prefixes: Readonly<Record<number, RegExp>> = { 2: /^0b/i, 8: /^0o/i, 16: /^0x/i }

/** As in Jinja2, what is no number of that base may still be a decimal one. */
function wholeIn(text: string, base: number): number | bigint | undefined {
  const figures = text.replace(/^[-+]/, '').replace(prefixes[base] ?? '', '')
  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, Math.max(2, base))
  const isOfBase = base !== 10 && figures !== '' && [...figures.toLowerCase()].every((figure) => known.includes(figure))
  if (isOfBase) return wholeOf(Number.parseInt(`${text.startsWith('-') ? '-' : ''}${figures}`, base))
  if (/^[-+]?\d{1,1000}$/.test(text)) return exactly(BigInt(text.replace('+', '')))
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? wholeOf(Number(text)) : undefined
}

function exactly(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** As in Jinja2, a slash stays; a map becomes the query of a URL. */
function urlencode(value: unknown): string {
  if (!(value instanceof Map)) return quoted(textOf(value))
  return [...value].map(([name, part]) => `${quoted(textOf(name), true)}=${quoted(textOf(part), true)}`).join('&')
}

function quoted(text: string, inQuery = false): string {
  const strict = encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return inQuery ? strict.replaceAll('%20', '+') : strict.replaceAll('%2F', '/')
}
