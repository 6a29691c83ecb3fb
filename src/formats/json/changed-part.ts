import type { Path } from '../../values/path.ts'

/** A value in two texts: what it is reached by, and where it stands in the second. */
export interface ChangedPart {
  readonly path: Path
  readonly start: number
  readonly end: number
}

/**
 * The innermost value that holds all in which a text differs from an earlier one in strict JSON; everything outside of it
 * is the same in both. `undefined` where that is the whole text. In the later text it may be anything:
 * if it is one value, the whole is valid and says what the earlier one says, with that value in this place.
 */
export function changedPart(before: string, after: string): ChangedPart | undefined {
  const start = sharedStart(before, after)
  const end = before.length - sharedEnd(before, after, start)
  const scan = new Scan(before)
  scan.go(start)
  const scalar = scan.scalarAround(start, end)
  const scalarEnd = scalar && scalar.end + after.length - before.length
  if (scalar && scalarEnd && isScalar(after, scalar.start, scalarEnd)) return { ...scalar, end: scalarEnd }
  // How many maps and lists hold all of it.
  const level = scan.go(end)
  if (level < 2) return undefined
  scan.go(before.length, level)
  return { path: scan.pathOf(level), start: scan.startOf(level), end: scan.at + after.length - before.length }
}

/** Goes through a text in strict JSON and knows which maps and lists are open. The root is at depth 1. */
class Scan {
  at = 0
  readonly #text: string
  #depth = 0
  // Of what is open at each depth: where it begins, the key (or any other string) last met in it, the number of its element.
  readonly #starts: number[] = [0]
  readonly #keyStarts: number[] = [0]
  readonly #keyEnds: number[] = [0]
  // The string before that one.
  readonly #earlierStarts: number[] = [0]
  readonly #earlierEnds: number[] = [0]
  readonly #indexes: number[] = [0]

  constructor(text: string) {
    this.#text = text
  }

  /**
   * Goes on to a place, or behind the string it is in, or to where less than `least` maps and lists are open. The answer
   * is the smallest depth on the way.
   */
  go(to: number, least = 0): number {
    let lowest = this.#depth
    while (this.at < to) {
      const quote = this.#text.indexOf('"', this.at)
      lowest = Math.min(lowest, this.#goToString(quote < 0 || quote > to ? to : quote, least))
      if (this.#depth < least || this.at >= to) break
      this.#earlierStarts[this.#depth] = this.#keyStarts[this.#depth] as number
      this.#earlierEnds[this.#depth] = this.#keyEnds[this.#depth] as number
      this.#keyStarts[this.#depth] = quote
      this.at = stringEnd(this.#text, quote)
      this.#keyEnds[this.#depth] = this.at
    }
    return lowest
  }

  /** There is no string before `to`. */
  #goToString(to: number, least: number): number {
    let depth = this.#depth
    let lowest = depth
    let at = this.at
    while (at < to && depth >= least) {
      const code = this.#text.charCodeAt(at++)
      if (code <= 0x20) continue
      if (code === 0x2c) {
        this.#indexes[depth] = (this.#indexes[depth] as number) + 1
      } else if (code === 0x7b || code === 0x5b) {
        this.#starts[++depth] = at - 1
        this.#indexes[depth] = 0
      } else if (code === 0x7d || code === 0x5d) {
        if (--depth < lowest) lowest = depth
      }
    }
    this.at = at
    this.#depth = depth
    return lowest
  }

  /**
   * The text or number in a map or list that holds all between two places, of which the first was just gone to: where an
   * edit is inside of it, its map need not be read again, which may be a wide one.
   */
  scalarAround(start: number, end: number): ChangedPart | undefined {
    const depth = this.#depth
    if (depth === 0) return undefined
    const isInString = this.at > start
    const from = isInString ? (this.#keyStarts[depth] as number) : this.#wordStart(start)
    const to = isInString ? this.at : this.#wordEnd(start)
    // Quotes belong to it, too, and what touches the end of a word may go on with it.
    if (isInString ? end >= to : end > to || from === to) return undefined
    const isKeyed = this.#text.charCodeAt(this.startOf(depth)) === 0x7b
    if (!isKeyed) return { path: [...this.pathOf(depth), this.#indexes[depth] as number], start: from, end: to }
    if (this.#codeBefore(from) !== 0x3a) return undefined
    const [starts, ends] = isInString ? [this.#earlierStarts, this.#earlierEnds] : [this.#keyStarts, this.#keyEnds]
    const key = JSON.parse(this.#text.slice(starts[depth], ends[depth])) as string
    return { path: [...this.pathOf(depth), key], start: from, end: to }
  }

  #wordStart(at: number): number {
    let from = at
    while (isWord(this.#text.charCodeAt(from - 1))) from--
    return from
  }

  #wordEnd(at: number): number {
    let to = at
    while (isWord(this.#text.charCodeAt(to))) to++
    return to
  }

  /** The last character before a place that is no space. */
  #codeBefore(place: number): number {
    let at = place - 1
    while (this.#text.charCodeAt(at) <= 0x20) at--
    return this.#text.charCodeAt(at)
  }

  startOf(depth: number): number {
    return this.#starts[depth] as number
  }

  /** What leads to the map or list at a depth. */
  pathOf(depth: number): Path {
    return Array.from({ length: depth - 1 }, (_, above) => this.#partAt(above + 1))
  }

  #partAt(depth: number): string | number {
    if (this.#text.charCodeAt(this.startOf(depth)) === 0x5b) return this.#indexes[depth] as number
    return JSON.parse(this.#text.slice(this.#keyStarts[depth], this.#keyEnds[depth])) as string
  }
}

/** Whether a stretch of a text is one text, or looks like one number, `true`, `false` or `null`. */
function isScalar(text: string, start: number, end: number): boolean {
  if (text.charCodeAt(start) === 0x22) return stringEnd(text, start) === end
  let at = start
  while (at < end && isWord(text.charCodeAt(at))) at++
  return at === end && start < end
}

/** Of numbers, `true`, `false` and `null`. */
function isWord(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x45
  )
}

function stringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slash = quote
    while (text.charCodeAt(slash - 1) === 0x5c) slash--
    if ((quote - slash) % 2 === 0) return quote + 1
  }
  return text.length
}

/** Pieces of this length are compared by the engine, which is much faster than character by character. */
const piece = 4096

function sharedStart(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at + piece <= length && a.slice(at, at + piece) === b.slice(at, at + piece)) at += piece
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}

/** Of what lies behind the shared start. */
function sharedEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start
  const isSame = (from: number, to: number) => a.slice(a.length - to, a.length - from) === b.slice(b.length - to, b.length - from)
  let length = 0
  while (length + piece <= most && isSame(length, length + piece)) length += piece
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++
  return length
}
