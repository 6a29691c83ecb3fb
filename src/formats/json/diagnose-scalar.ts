import type { Dialect } from './dialect.ts'

/** What is wrong at a place, and what to do about it. */
export interface Fault {
  readonly start: number
  readonly end: number
  readonly message: string
  readonly hint: string
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const json5Number = /^[+-]?(?:Infinity|NaN|0[xX][0-9a-fA-F]+|(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)$/
const identifier = /^[$_\p{ID_Start}](?:[$_\p{ID_Continue}]|\u200c|\u200d)*$/u
const identifierPart = /^(?:[$_\p{ID_Continue}]|\u200c|\u200d)$/u
const unicodeEscape = /\\u([0-9a-fA-F]{4})/g

/** What is wrong with a number, `true`, `false`, `null` or another word where a value must stand. */
export function wordFault(word: string, start: number, dialect: Dialect): Fault | undefined {
  if (word === 'true' || word === 'false' || word === 'null') return undefined
  if ((dialect.isJson5 ? json5Number : jsonNumber).test(word)) return undefined
  const place = { start, end: start + word.length }
  const json5 = json5Number.test(word)
  if (/^[-+.]?\d/.test(word) || json5) return { ...place, ...numberFault(word, json5) }
  const meant = { True: 'true', False: 'false', TRUE: 'true', FALSE: 'false', None: 'null', NULL: 'null', undefined: 'null' }[
    word
  ]
  if (meant !== undefined) return { ...place, message: `${JSON.stringify(word)} is not a value`, hint: `write ${meant}` }
  return { ...place, message: 'a text without quotes', hint: 'put double quotes around it' }
}

function numberFault(word: string, isJson5: boolean): { message: string; hint: string } {
  if (/^[+-]?0[0-9]/.test(word))
    return { message: 'a number with leading zeros', hint: 'remove the zeros, or put quotes around it' }
  if (/^[+-]?0[xX]/.test(word))
    return { message: 'a hexadecimal number', hint: isJson5 ? 'write it in decimal, or use .json5' : 'write digits behind 0x' }
  if (/Infinity|NaN/.test(word)) return { message: 'a number that is not finite', hint: 'only JSON5 has it: use .json5' }
  if (word.startsWith('+')) return { message: 'a number with a plus sign', hint: 'remove the plus sign' }
  if (/^-?\./.test(word)) return { message: 'a number without digits before the point', hint: 'write 0 before the point' }
  if (/\.(?!\d)/.test(word)) return { message: 'a number without digits behind the point', hint: 'write 0 behind the point' }
  return { message: 'not a number', hint: 'correct the number, or put quotes around it' }
}

/** What is wrong with a word where a key must stand. */
export function keyWordFault(word: string, start: number, dialect: Dialect): Fault | undefined {
  if (dialect.isJson5 && isIdentifier(word)) return undefined
  const message = dialect.isJson5 ? 'a key that needs quotes' : 'a key without quotes'
  return { start, end: start + word.length, message, hint: 'put double quotes around the key' }
}

/** An escape stands for a character that could stand there itself. */
function isIdentifier(word: string): boolean {
  const characters = [...word.matchAll(unicodeEscape)].map(([, digits = '']) => String.fromCharCode(Number.parseInt(digits, 16)))
  let next = 0
  const plain = word.replace(unicodeEscape, () => characters[next++] ?? '')
  return identifier.test(plain) && characters.every((character) => identifierPart.test(character))
}

/** A text as it begins in the file, with what is wrong in it. */
export interface StringToken {
  readonly end: number
  /** False when the line or the file ends before the quote. */
  readonly isClosed: boolean
  readonly faults: readonly Fault[]
}

const isControl = (code: number): boolean => code < 0x20

export function readString(text: string, start: number, dialect: Dialect): StringToken {
  const faults: Fault[] = []
  const quote = text.charCodeAt(start)
  if (quote === 0x27 && !dialect.isJson5) {
    faults.push({ start, end: start + 1, message: 'single quotes around a text', hint: 'use double quotes' })
  }
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === quote) return { end: at + 1, isClosed: true, faults }
    if (code === 0x0a || code === 0x0d) break
    if (code === 0x5c) {
      const length = escapeLength(text, at, dialect)
      if (length === 0) faults.push(badEscape(text, at, dialect))
      at += Math.max(length, text.charCodeAt(at + 1) === quote || text[at + 1] === '\\' ? 2 : 1)
    } else {
      if (isControl(code) && !dialect.isJson5) faults.push(controlCharacter(at, code))
      at++
    }
  }
  const message = 'a text without its closing quote'
  faults.push({ start, end: at, message, hint: 'close it on the same line; a line end in a text is written \\n' })
  return { end: at, isClosed: false, faults }
}

/** The length of the escape at `at`, or 0 when there is none such. */
function escapeLength(text: string, at: number, dialect: Dialect): number {
  const next = text[at + 1] ?? ''
  if (next === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0
  if (next !== '' && '"\\/bfnrt'.includes(next)) return 2
  if (!dialect.isJson5 || next === '') return 0
  if (next === 'x') return /^[0-9a-fA-F]{2}$/.test(text.slice(at + 2, at + 4)) ? 4 : 0
  if (next === '\r' && text[at + 2] === '\n') return 3
  if (next === '0') return /\d/.test(text[at + 2] ?? '') ? 0 : 2
  return next >= '1' && next <= '9' ? 0 : 2
}

function badEscape(text: string, at: number, dialect: Dialect): Fault {
  const next = text[at + 1] ?? ''
  const isShown = next > ' ' && next < '\x7f'
  const hint = next === 'u' ? 'write four hexadecimal digits behind \\u' : 'write \\\\ for a backslash'
  return {
    start: at,
    end: Math.min(text.length, at + 2),
    message: `${isShown ? `\\${next} is` : 'this is'} no escape of ${dialect.title}`,
    hint,
  }
}

function controlCharacter(at: number, code: number): Fault {
  const written = code === 0x09 ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`
  return { start: at, end: at + 1, message: 'a raw control character in a text', hint: `write ${written}` }
}
