/** A stretch of a template: text, `{{ output }}`, `{% tag %}` or `{# comment #}`. */
export type Piece = TextPiece | CodePiece | { readonly kind: 'comment'; readonly start: number; readonly end: number }

export interface TextPiece {
  readonly kind: 'text'
  readonly start: number
  readonly end: number
  /** As of {@link CodePiece}. */
  readonly isInValue: boolean
}

export interface CodePiece {
  readonly kind: 'output' | 'tag'
  readonly start: number
  readonly end: number
  /** Where what is between the delimiters begins and ends, without the signs of whitespace control. */
  readonly from: number
  readonly to: number
  /** `if`, `include`; empty for an output. */
  readonly name: string
  /** What comes out here is looked at as a value: in a macro, a call, a filter or a set. */
  readonly isInValue: boolean
}

/** Tags that another tag ends. `set` only in its form without a value. */
const values = new Set(['macro', 'call', 'filter', 'set'])
const blocks = new Set(['if', 'for', 'block', 'macro', 'call', 'filter', 'set', 'with', 'autoescape'])

const endOfRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g
const signs = '-+'

/** The pieces of a template in order. Never fails: what is malformed, the engine says. */
export function scan(source: string): readonly Piece[] {
  const pieces: Piece[] = []
  const inside: string[] = []
  const opening = /\{[{%#]/g
  let at = 0
  for (let found = opening.exec(source); found !== null; found = opening.exec(source)) {
    const start = found.index
    if (start > at) pieces.push({ kind: 'text', start: at, end: start, isInValue: isInValue(inside) })
    if (found[0] === '{#') {
      at = endOfComment(source, start)
      pieces.push({ kind: 'comment', start, end: at })
    } else {
      const piece = codePiece(source, start, found[0] === '{{' ? '}}' : '%}', isInValue(inside))
      pieces.push(piece)
      at = piece.end
      if (piece.name === 'raw') at = takeRaw(source, pieces, at, piece.isInValue)
      follow(source, piece, inside)
    }
    opening.lastIndex = at
  }
  if (at < source.length) pieces.push({ kind: 'text', start: at, end: source.length, isInValue: isInValue(inside) })
  return pieces
}

function follow(source: string, { name, from, to }: CodePiece, inside: string[]): void {
  if (name.startsWith('end')) {
    if (inside.at(-1) === name.slice(3)) inside.pop()
    return
  }
  // Deeper than the engine takes: it refuses the template, and nobody needs to know where a piece stands.
  if (!blocks.has(name) || inside.length >= 200) return
  if (name !== 'set' || !source.slice(from, to).includes('=')) inside.push(name)
}

function endOfComment(source: string, start: number): number {
  const end = source.indexOf('#}', start + 2)
  return end < 0 ? source.length : end + 2
}

/** What is between `raw` and `endraw` is text, whatever it looks like. */
function takeRaw(source: string, pieces: Piece[], at: number, isInValue: boolean): number {
  endOfRaw.lastIndex = at
  const found = endOfRaw.exec(source)
  const end = found?.index ?? source.length
  if (end > at) pieces.push({ kind: 'text', start: at, end, isInValue })
  if (found === null) return end
  const after = end + found[0].length
  pieces.push({ kind: 'tag', start: end, end: after, from: end + 2, to: after - 2, name: 'endraw', isInValue })
  return after
}

function isInValue(inside: readonly string[]): boolean {
  return inside.some((tag) => values.has(tag))
}

function codePiece(source: string, start: number, close: string, isInValue: boolean): CodePiece {
  const from = start + 2 + (signs.includes(source[start + 2] ?? ' ') ? 1 : 0)
  const end = endOfCode(source, from, close)
  const last = Math.max(from, end - 2)
  const to = last > from && signs.includes(source[last - 1] as string) ? last - 1 : last
  if (close === '}}') return { kind: 'output', start, end, from, to, name: '', isInValue }
  const name = /^\s*([a-z_]+)/i.exec(source.slice(from, Math.min(to, from + 60)))?.[1] ?? ''
  return { kind: 'tag', start, end, from, to, name, isInValue }
}

/** Behind the closing delimiter; texts and brackets may hold what looks like one. */
function endOfCode(source: string, from: number, close: string): number {
  let depth = 0
  for (let at = from; at < source.length; at++) {
    const letter = source[at] as string
    if (letter === '"' || letter === "'") at = endOfText(source, at)
    else if (depth === 0 && letter === close[0] && source[at + 1] === close[1]) return at + 2
    else if ('([{'.includes(letter)) depth++
    else if (')]}'.includes(letter)) depth = Math.max(0, depth - 1)
  }
  return source.length
}

/** The offset of the closing quote. */
export function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === source[start]) return at
  }
  return source.length
}
