import type { Path } from '../../values/path.ts'

/** A map or list that is open at the place reached. */
interface Open {
  readonly start: number
  readonly isList: boolean
  /** In a list, the number of the element. */
  index: number
  /** In a map, where the name of the member stands. */
  keyStart: number
  keyEnd: number
}

/**
 * The path of the innermost map or list that holds all in which two texts of strict JSON differ, found in the
 * first text; everything outside of it has the same value in both. The empty path means that they may differ
 * anywhere. Both texts must have been accepted by a parser.
 */
export function changedContainer(before: string, after: string): Path {
  const start = sharedStart(before, after)
  const end = before.length - sharedEnd(before, after, start)
  const open: Open[] = []
  let at = 0
  while (at < start) at = step(before, at, open)
  // How many of them hold all of it.
  let level = open.length
  while (at < end) {
    at = step(before, at, open)
    level = Math.min(level, open.length)
  }
  const container = open[level - 1]
  if (container === undefined || level < 2) return []

  // What stands around is the same, but the text in its place might be several members now.
  const closed = closingEnd(before, container.start)
  const isOneValue = closingEnd(after, container.start) === closed + after.length - before.length
  return isOneValue ? open.slice(0, level - 1).map((outer) => partOf(before, outer)) : []
}

/** Goes over one token, or one character of it. */
function step(text: string, at: number, open: Open[]): number {
  const top = open[open.length - 1]
  switch (text.charCodeAt(at)) {
    case 0x22: {
      const end = stringEnd(text, at)
      if (top !== undefined && !top.isList && text.charCodeAt(skipSpace(text, end)) === 0x3a) {
        top.keyStart = at
        top.keyEnd = end
      }
      return end
    }
    case 0x5b:
    case 0x7b:
      open.push({ start: at, isList: text.charCodeAt(at) === 0x5b, index: 0, keyStart: 0, keyEnd: 0 })
      return at + 1
    case 0x5d:
    case 0x7d:
      open.pop()
      return at + 1
    case 0x2c:
      if (top !== undefined) top.index++
      return at + 1
    default:
      return at + 1
  }
}

function partOf(text: string, { isList, index, keyStart, keyEnd }: Open): string | number {
  return isList ? index : (JSON.parse(text.slice(keyStart, keyEnd)) as string)
}

/** Behind the bracket that closes the one at `start`. */
function closingEnd(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      at = stringEnd(text, at)
      continue
    }
    at++
    if (code === 0x5b || code === 0x7b) depth++
    else if ((code === 0x5d || code === 0x7d) && --depth === 0) return at
  }
  return at
}

function stringEnd(text: string, start: number): number {
  let at = start + 1
  for (let code = text.charCodeAt(at); code !== 0x22 && at < text.length; code = text.charCodeAt(at)) at += code === 0x5c ? 2 : 1
  return at + 1
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) <= 0x20) at++
  return at
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
