import { ConfigError } from '../../errors/config-error.ts'
import { mapFrom } from '../../values/safe-keys.ts'
import type { Value } from '../../values/value.ts'
import { OutOfRange } from './out-of-range.ts'
import { scan } from './scan.ts'
import { keyText } from './tokens.ts'

type Frame =
  | { readonly kind: 'map'; readonly entries: [string, Value][]; key: string }
  | { readonly kind: 'list'; readonly items: Value[] }

/**
 * The value of a text that its parser has accepted, whole numbers exact: beyond 2^53 they are `bigint`.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE for numbers beyond the range of a double
 */
export function build(text: string, file: string): Value {
  const frames: Frame[] = []
  const outOfRange = new OutOfRange()
  let root: Value = null

  const add = (value: Value): void => {
    const frame = frames.at(-1)
    if (frame === undefined) root = value
    else if (frame.kind === 'map') frame.entries.push([frame.key, value])
    else frame.items.push(value)
  }
  scan(text, {
    key: (name) => {
      const frame = frames.at(-1)
      if (frame?.kind === 'map') frame.key = name
    },
    open: (kind) => {
      frames.push(kind === 'map' ? { kind, entries: [], key: '' } : { kind, items: [] })
    },
    close: () => {
      const frame = frames.pop()
      if (frame !== undefined) add(frame.kind === 'map' ? mapFrom(frame.entries) : frame.items)
    },
    scalar: (start, end) => {
      const value = scalarValue(text, start, end)
      add(value === undefined ? outOfRange.mark(start, end) : value)
    },
  })
  const issues = outOfRange.issuesIn(root, text, file)
  if (issues.length > 0) throw new ConfigError(issues)
  return root
}

/** `undefined` for a number beyond the range of a double. */
function scalarValue(text: string, start: number, end: number): Value | undefined {
  const first = text[start]
  if (first === '"' || first === "'") return keyText(text, start, end)
  const word = text.slice(start, end)
  if (word === 'true' || word === 'false') return word === 'true'
  return word === 'null' ? null : exactNumber(word)
}

const wholeNumber = /^([+-]?)(\d+|0[xX][0-9a-fA-F]+)$/

function exactNumber(word: string): number | bigint | undefined {
  if (/[yN]/.test(word)) return Number(word.replace(/^[+-](?=NaN)/, ''))
  const whole = wholeNumber.exec(word)
  if (whole === null) return finite(Number(word))
  const [, sign, digits = ''] = whole
  const size = Number(digits)
  if (Number.isSafeInteger(size)) return sign === '-' ? -size : size
  // Not even a whole number may be larger than a double: to read one takes longer the longer it is, out of proportion.
  if (finite(size) === undefined) return undefined
  return sign === '-' ? -BigInt(digits) : BigInt(digits)
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined
}
