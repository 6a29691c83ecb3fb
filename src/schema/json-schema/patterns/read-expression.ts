import { anyButLineEnds, charactersOf } from './characters.ts'
import type { Expression } from './expression.ts'
import { readClass, readEscape } from './read-characters.ts'

/** Groups nested deeper than this are not looked into. */
const deepest = 200

/** A place in the source of an expression. */
export interface Reading {
  readonly source: string
  at: number
  depth: number
}

/**
 * The tree of a regular expression that JavaScript has accepted. `undefined` for what this reader does not know:
 * flags inside the expression, old octal escapes.
 */
export function readExpression(source: string): Expression | undefined {
  const reading: Reading = { source, at: 0, depth: 0 }
  const expression = readOptions(reading)
  return reading.at === source.length ? expression : undefined
}

function readOptions(reading: Reading): Expression | undefined {
  if (++reading.depth > deepest) return undefined
  const options: Expression[] = []
  do {
    const option = readSequence(reading)
    if (option === undefined) return undefined
    options.push(option)
  } while (take(reading, '|'))
  reading.depth--
  return options.length === 1 ? options[0] : { kind: 'either', options }
}

function readSequence(reading: Reading): Expression | undefined {
  const parts: Expression[] = []
  for (;;) {
    const next = reading.source[reading.at]
    if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', parts }
    const part = readAtom(reading)
    if (part === undefined) return undefined
    parts.push(readRepeat(reading, part))
  }
}

function readRepeat(reading: Reading, part: Expression): Expression {
  const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(reading.source.slice(reading.at, reading.at + 40))
  if (match === null) return part
  reading.at += match[0].length
  const [, sign, least = '', comma, most = ''] = match
  if (sign !== undefined)
    return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY }
  const highest = comma === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)
  return { kind: 'repeat', part, least: Number(least), most: highest }
}

function readAtom(reading: Reading): Expression | undefined {
  const { source } = reading
  switch (source[reading.at]) {
    case '^':
      reading.at++
      return { kind: 'edge', edge: 'start' }
    case '$':
      reading.at++
      return { kind: 'edge', edge: 'end' }
    case '.':
      reading.at++
      return { kind: 'one', of: anyButLineEnds }
    case '(':
      return readGroup(reading)
    case '[':
      return oneOf(readClass(reading))
    case '\\':
      return readBackslash(reading)
    default: {
      const code = source.codePointAt(reading.at) as number
      reading.at += code > 0xffff ? 2 : 1
      return { kind: 'one', of: charactersOf([[code, code]]) }
    }
  }
}

function readGroup(reading: Reading): Expression | undefined {
  const start = /^\((?:\?(?::|(<?[=!])|<[^=!>][^>]*>))?/.exec(reading.source.slice(reading.at, reading.at + 200))
  if (start === null) return undefined
  reading.at += start[0].length
  if (reading.source[reading.at] === '?') return undefined
  const part = readOptions(reading)
  if (part === undefined || !take(reading, ')')) return undefined
  return start[1] === undefined ? part : { kind: 'look', part }
}

function readBackslash(reading: Reading): Expression | undefined {
  const next = reading.source[reading.at + 1]
  if (next === 'b' || next === 'B') {
    reading.at += 2
    return { kind: 'edge', edge: next === 'b' ? 'word' : 'not word' }
  }
  if (next === 'k' || (next !== undefined && /[1-9]/.test(next))) {
    const reference = /^\\(?:k<[^>]*>|\d+)/.exec(reading.source.slice(reading.at, reading.at + 200))
    if (reference === null) return undefined
    reading.at += reference[0].length
    return { kind: 'back' }
  }
  return oneOf(readEscape(reading))
}

function oneOf(of: ReturnType<typeof readEscape>): Expression | undefined {
  return of && { kind: 'one', of }
}

function take(reading: Reading, sign: string): boolean {
  if (reading.source[reading.at] !== sign) return false
  reading.at++
  return true
}
