const quote = 0x22
const star = 0x2a
const slash = 0x2f
const backslash = 0x5c

/** Stretches of a text, one behind the other: the start of each, then its end. */
type Stretches = readonly number[]

/** The text with a space in place of each comment. What is malformed stays malformed. */
export function withoutComments(text: string): string {
  if (!text.includes('/')) return text
  return withBlanks(text, findComments(text) ?? [])
}

/** A text without comments, with a space in place of each comma behind the last member. */
export function withoutLastCommas(bare: string): string {
  return withBlanks(bare, findTrailingCommas(bare))
}

const lineEnd = /[\n\r\u2028\u2029]/g

/** `undefined` where a slash begins no comment, or a comment is never closed. */
function findComments(text: string): Stretches | undefined {
  const found: number[] = []
  const strings = new StringTracker(text)
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at)) {
    if (!strings.isOutside(at)) {
      at = strings.known
      continue
    }
    const start = at
    const next = text.charCodeAt(at + 1)
    if (next === star) {
      const close = text.indexOf('*/', at + 2)
      if (close < 0) return undefined
      at = close + 2
    } else if (next === slash) {
      lineEnd.lastIndex = at
      at = lineEnd.exec(text)?.index ?? text.length
    } else {
      return undefined
    }
    strings.known = at
    found.push(start, at)
  }
  return found
}

function findTrailingCommas(text: string): Stretches {
  const found: number[] = []
  const strings = new StringTracker(text)
  const commaThenCloser = /,[ \t\n\r]*[}\]]/g
  for (let match = commaThenCloser.exec(text); match !== null; match = commaThenCloser.exec(text)) {
    const at = match.index
    if (strings.isOutside(at) && isBehindValue(text, at)) found.push(at, at + 1)
  }
  return found
}

/** A comma needs a value before it: `[,]` and `[1,,]` stay as they are. */
function isBehindValue(text: string, comma: number): boolean {
  let at = comma - 1
  while (at >= 0 && text.charCodeAt(at) <= 0x20) at--
  return at >= 0 && !'[{,:'.includes(text.charAt(at))
}

/**
 * Tells whether a place is outside of strings, for places that are asked in order. No string goes over a line
 * end, so that only lines are read on which there is something to ask.
 */
class StringTracker {
  /** A place behind everything that has been read, outside of strings. */
  known = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  isOutside(place: number): boolean {
    if (place < this.known) return false
    const text = this.#text
    let at = place
    while (at > this.known && text.charCodeAt(at - 1) !== 0x0a && text.charCodeAt(at - 1) !== 0x0d) at--
    while (at < place) at = text.charCodeAt(at) === quote ? stringEnd(text, at) : at + 1
    this.known = at
    return at === place
  }
}

function stringEnd(text: string, from: number): number {
  let at = from + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at + 1
  }
  return at
}

/** One space is enough, and much faster than as many as there were characters. */
function withBlanks(text: string, stretches: Stretches): string {
  if (stretches.length === 0) return text
  let kept = ''
  let start = 0
  for (let index = 0; index < stretches.length; index += 2) {
    kept += `${text.slice(start, stretches[index])} `
    start = stretches[index + 1] as number
  }
  return kept + text.slice(start)
}
