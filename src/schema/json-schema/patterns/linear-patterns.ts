import { RE2JS } from 're2js'
import { type Characters, charactersOf, lastCode } from './characters.ts'
import type { Expression } from './expression.ts'

/** A test for texts that takes time in proportion to their length; `undefined` if the engine cannot have the expression. */
export function linearTest(expression: Expression): ((text: string) => boolean) | undefined {
  const source = print(expression)
  if (source === undefined) return undefined
  try {
    const engine = RE2JS.compile(source, RE2JS.DOTALL)
    return (text) => engine.test(text)
  } catch {
    return undefined // Too large for it: a repeat above 1,000.
  }
}

/** The expression as RE2 writes it. Characters are all written out, because the two languages differ in what `\s` means. */
function print(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'one':
      return printCharacters(expression.of)
    case 'sequence':
      return joined(expression.parts, '')
    case 'either':
      return joined(expression.options, '|')
    case 'edge':
      return edges[expression.edge]
    case 'repeat': {
      const part = print(expression.part)
      return part === undefined ? undefined : `(?:${part})${printCounts(expression)}`
    }
    default:
      return undefined
  }
}

const edges = { start: '\\A', end: '\\z', word: '\\b', 'not word': '\\B' } as const

function joined(expressions: readonly Expression[], between: string): string | undefined {
  const parts = expressions.map(print)
  return parts.includes(undefined) ? undefined : `(?:${parts.join(between)})`
}

function printCounts({ least, most }: Expression & { kind: 'repeat' }): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`
  return least === 0 && most === 1 ? '?' : `{${least},${most}}`
}

function printCharacters({ ranges, opaque }: Characters): string {
  if (opaque !== undefined) return printCharacters(knownOf(opaque))
  // RE2 has no empty set; nothing is behind the end of a text.
  if (ranges.length === 0) return '(?:\\z[a]\\z)'
  return `[${ranges.map(([first, last]) => (first === last ? codeText(first) : `${codeText(first)}-${codeText(last)}`)).join('')}]`
}

function codeText(code: number): string {
  return `\\x{${code.toString(16)}}`
}

const known = new Map<string, Characters>()

/** Asks the engine for every character whether it belongs to the set: takes some hundredths of a second, once. */
function knownOf(source: string): Characters {
  const before = known.get(source)
  if (before !== undefined) return before
  const test = new RegExp(`^${source}$`, 'u')
  const ranges: [number, number][] = []
  for (let code = 0; code <= lastCode; code++) {
    if (!test.test(String.fromCodePoint(code))) continue
    const range = ranges.at(-1)
    if (range?.[1] === code - 1) range[1] = code
    else ranges.push([code, code])
  }
  const characters = charactersOf(ranges)
  known.set(source, characters)
  return characters
}
