import { allBut, blanks, type Characters, charactersOf, digits, union, wordCharacters } from './characters.ts'
import type { Reading } from './read-expression.ts'

/** The characters that `\d`, `\u{1f600}`, `\p{L}` … stand for; `undefined` for escapes that this reader does not know. */
export function readEscape(reading: Reading): Characters | undefined {
  const rest = reading.source.slice(reading.at, reading.at + 100)
  const named = sets[rest[1] ?? '']
  if (named !== undefined) {
    reading.at += 2
    return named
  }
  const property = /^\\[pP]\{[^}]*\}/.exec(rest)
  if (property !== null) {
    reading.at += property[0].length
    return { ranges: [], opaque: property[0] }
  }
  const code = readCode(reading, rest)
  return code === undefined ? undefined : charactersOf([[code, code]])
}

const sets: Readonly<Record<string, Characters>> = {
  d: digits,
  D: allBut(digits),
  w: wordCharacters,
  W: allBut(wordCharacters),
  s: blanks,
  S: allBut(blanks),
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 }

function readCode(reading: Reading, rest: string): number | undefined {
  const hex =
    /^\\(?:u\{([\da-fA-F]+)\}|u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(
      rest,
    )
  if (hex !== null) {
    reading.at += hex[0].length
    const [, braced, high, low, four, two] = hex
    if (high !== undefined && low !== undefined)
      return 0x1_0000 + ((Number.parseInt(high, 16) - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00)
    return Number.parseInt(braced ?? four ?? two ?? '', 16)
  }
  const letter = /^\\c([a-zA-Z])/.exec(rest)?.[1]
  if (letter !== undefined) {
    reading.at += 3
    return letter.charCodeAt(0) & 31
  }
  const code = rest.codePointAt(1)
  if (code === undefined || /^\\(?:0\d|[1-9cpPk])/.test(rest)) return undefined
  reading.at += code > 0xffff ? 3 : 2
  if (code === 0x30) return 0
  return controls[rest[1] as string] ?? code
}

/** `[a-z_]`, `[^"\\]`. */
export function readClass(reading: Reading): Characters | undefined {
  const start = reading.at
  const { source } = reading
  reading.at++
  const isNegated = source[reading.at] === '^'
  if (isNegated) reading.at++
  const sets: Characters[] = []
  while (source[reading.at] !== ']') {
    if (reading.at >= source.length) return undefined
    const first = readMember(reading)
    if (first === undefined) return undefined
    sets.push(readRange(reading, first) ?? first)
  }
  reading.at++
  const all = union(sets)
  if (all.opaque !== undefined) return { ranges: [], opaque: source.slice(start, reading.at) }
  return isNegated ? allBut(all) : all
}

/** The rest of `a-z`, when `a` has been read; `undefined` if it is no range. */
function readRange(reading: Reading, first: Characters): Characters | undefined {
  const { source, at } = reading
  const low = singleOf(first)
  if (source[at] !== '-' || source[at + 1] === ']' || source[at + 1] === undefined || low === undefined) return undefined
  reading.at++
  const second = readMember(reading)
  const high = second === undefined ? undefined : singleOf(second)
  if (high !== undefined) return charactersOf([[low, high]])
  reading.at = at
  return undefined
}

function singleOf({ ranges }: Characters): number | undefined {
  const [only, more] = ranges
  return only !== undefined && more === undefined && only[0] === only[1] ? only[0] : undefined
}

function readMember(reading: Reading): Characters | undefined {
  if (reading.source.startsWith('\\b', reading.at)) {
    reading.at += 2
    return charactersOf([[8, 8]])
  }
  if (reading.source[reading.at] === '\\') return readEscape(reading)
  const code = reading.source.codePointAt(reading.at) as number
  reading.at += code > 0xffff ? 2 : 1
  return charactersOf([[code, code]])
}
