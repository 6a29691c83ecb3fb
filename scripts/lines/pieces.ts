/** A text put together from stretches of another one, with the source map that belongs to it. */
export type Piece =
  /** A stretch of the other text. */
  | { readonly from: number; readonly to: number }
  /** Text that was not there. */
  | { readonly text: string }

export interface SourceMap {
  readonly mappings: string
  readonly [field: string]: unknown
}

/** From one place of the text on, its origin: source, line, column and perhaps a name, each by its number. */
interface Mark {
  readonly at: number
  readonly origin: readonly number[]
}

/** Puts the pieces together. */
export function joined(pieces: readonly Piece[], text: string): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : text.slice(piece.from, piece.to))).join('')
}

/** The source map of the joined pieces, from that of the text they were cut from. */
export function joinedMap(pieces: readonly Piece[], text: string, map: SourceMap): SourceMap {
  const marks = marksOf(map.mappings, text)
  const moved: Mark[] = []
  let at = 0
  for (const piece of pieces) {
    if ('text' in piece) {
      at += piece.text.length
      continue
    }
    const shift = at - piece.from
    const before = marks.findLast((mark) => mark.at <= piece.from)
    if (before !== undefined) moved.push({ at, origin: before.origin })
    for (const mark of marks) {
      if (mark.at > piece.from && mark.at < piece.to) moved.push({ at: mark.at + shift, origin: mark.origin })
    }
    at += piece.to - piece.from
  }
  return { ...map, mappings: mappingsOf(moved, joined(pieces, text)) }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** In a source map every number but the column of a line's first mark is the difference to the one before. */
function marksOf(mappings: string, text: string): readonly Mark[] {
  const starts = lineStarts(text)
  const origin = [0, 0, 0, 0]
  return mappings.split(';').flatMap((line, index) => {
    let column = 0
    return line
      .split(',')
      .filter((segment) => segment !== '')
      .map((segment) => {
        const [step = 0, ...steps] = numbersOf(segment)
        column += step
        for (const [field, difference] of steps.entries()) origin[field] = (origin[field] ?? 0) + difference
        return { at: (starts[index] ?? 0) + column, origin: origin.slice(0, steps.length) }
      })
  })
}

function mappingsOf(marks: readonly Mark[], text: string): string {
  const starts = lineStarts(text)
  const lines: string[][] = starts.map(() => [])
  const last = [0, 0, 0, 0]
  let line = 0
  let column = 0
  for (const { at, origin } of marks) {
    while (at >= (starts[line + 1] ?? Number.POSITIVE_INFINITY)) {
      line++
      column = 0
    }
    const start = starts[line] ?? 0
    const steps = origin.map((number, field) => number - (last[field] ?? 0))
    lines[line]?.push([at - start - column, ...steps].map(digitsOf).join(''))
    column = at - start
    for (const [field, number] of origin.entries()) last[field] = number
  }
  return lines.map((segments) => segments.join(',')).join(';')
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
}

/** Base 64, five bits a digit, lowest first; the sixth says that more follow, and the lowest bit of all is the sign. */
function numbersOf(segment: string): readonly number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const letter of segment) {
    const digit = digits.indexOf(letter)
    value += (digit & 31) << shift
    shift += 5
    if (digit >= 32) continue
    numbers.push(value % 2 === 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return numbers
}

function digitsOf(number: number): string {
  let rest = number < 0 ? -number * 2 + 1 : number * 2
  let word = ''
  do {
    word += digits[(rest & 31) + (rest > 31 ? 32 : 0)]
    rest >>= 5
  } while (rest > 0)
  return word
}
