import type { CodePiece } from './scan.ts'

/** A word of the code between delimiters. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'sign'
  readonly text: string
  readonly start: number
  readonly end: number
  /** How many brackets it stands in. */
  readonly depth: number
}

const word = /\s+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\p{L}_][\p{L}\p{N}_]*|\d+(?:\.\d+)?|./gsu

/** The words of an output or tag, in order. */
export function tokensOf(source: string, { from, to }: CodePiece): readonly Token[] {
  const tokens: Token[] = []
  let depth = 0
  for (const { 0: text, index } of source.slice(from, to).matchAll(word)) {
    if (text.trim() === '') continue
    if (')]}'.includes(text)) depth--
    tokens.push({ kind: kindOf(text), text, start: from + index, end: from + index + text.length, depth })
    if ('([{'.includes(text)) depth++
  }
  return tokens
}

function kindOf(text: string): Token['kind'] {
  if (/^[\p{L}_]/u.test(text)) return 'name'
  if (/^\d/.test(text)) return 'number'
  return text.length > 1 ? 'text' : 'sign'
}
