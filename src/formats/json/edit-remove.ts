import { type Container, commaBehind, endOfTrailing, type Splice } from './edit-place.ts'
import { isLineEnd, lineStart, skipBlanks, skipBlanksBack, startsLine } from './layout.ts'

/** Removes a member, its comma and the comments that trail it on its line; comments on lines of their own stay. */
export function removeMember(text: string, container: Container, index: number): readonly Splice[] {
  const entry = container.entries[index]
  if (entry === undefined) return []
  if (container.entries.length === 1 && isAlone(text, container)) {
    return [{ start: container.start + 1, end: container.end - 1, text: '' }]
  }
  const comma = commaBehind(text, entry)
  const before = comma === undefined ? container.entries[index - 1] : undefined
  const commaBefore = before === undefined ? undefined : commaBehind(text, before)
  const cut: Splice[] = commaBefore === undefined ? [] : [{ start: commaBefore, end: commaBefore + 1, text: '' }]
  const line = wholeLine(text, entry.start, entry.node.end, comma)
  if (line !== undefined) return [...cut, line]

  return [...cut, ...cutFromLine(text, entry.start, entry.node.end, comma, commaBefore)]
}

/** True when the brackets hold nothing but the one member: no comment that must stay. */
function isAlone(text: string, container: Container): boolean {
  const [only] = container.entries
  if (only === undefined) return false
  const before = text.slice(container.start + 1, only.start)
  const behind = text.slice(only.node.end, container.end - 1)
  return before.trim() === '' && /^\s*,?\s*$/.test(behind)
}

/** The lines of a member that shares them with nothing else. */
function wholeLine(text: string, start: number, end: number, comma: number | undefined): Splice | undefined {
  if (!startsLine(text, start)) return undefined
  const valueEnd =
    comma !== undefined && text.slice(end, comma).trim() === '' && !/[\n\r]/.test(text.slice(end, comma)) ? comma + 1 : end
  if (comma !== undefined && valueEnd === end) return undefined
  const at = skipBlanks(text, endOfTrailing(text, valueEnd))
  if (!isLineEnd(text, at)) return undefined
  return { start: lineStart(text, start), end: at + (text.startsWith('\r\n', at) ? 2 : 1), text: '' }
}

function cutFromLine(
  text: string,
  start: number,
  end: number,
  comma: number | undefined,
  commaBefore: number | undefined,
): readonly Splice[] {
  if (comma === undefined) {
    const from = commaBefore === undefined ? start : Math.max(skipBlanksBack(text, start), commaBefore + 1)
    return [{ start: from, end, text: '' }]
  }
  if (text.slice(end, comma).trim() !== '') {
    return [
      { start, end, text: '' },
      { start: comma, end: comma + 1, text: '' },
    ]
  }
  const to = skipBlanks(text, comma + 1)
  const isLast = to >= text.length || isLineEnd(text, to) || text[to] === '}' || text[to] === ']'
  if (!isLast) return [{ start, end: to, text: '' }]
  const from = startsLine(text, start) ? start : skipBlanksBack(text, start)
  return [{ start: from, end: comma + 1, text: '' }]
}
