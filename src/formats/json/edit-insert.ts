import { type Container, commaBehind, endOfTrailing, type Splice } from './edit-place.ts'
import { indentOfLine, isBlank, isLineEnd, skipBlanks, startsLine, type TextLayout } from './layout.ts'

/** The text of a new member: on one line, or over several with the line's indentation given. */
export type MemberText = (base: string | undefined) => string

/** A map or a list, and where the member begins that holds it: at its key, if it has one. */
export interface Owned {
  readonly container: Container
  /** Nothing for the outermost. */
  readonly ownerStart: number | undefined
}

/** Adds a member behind the last one, laid out as that one is. */
export function insertLast(
  text: string,
  { container, ownerStart }: Owned,
  member: MemberText,
  layout: TextLayout,
): readonly Splice[] {
  const last = container.entries.at(-1)
  if (last === undefined) return insertFirst(text, { container, ownerStart }, member, layout)

  const comma = commaBehind(text, last)
  const behindComma = comma === undefined ? last.node.end : comma + 1
  if (!startsLine(text, last.start)) {
    const gap = layout.isAiry ? ' ' : ''
    const added = member(undefined)
    return [{ start: behindComma, end: behindComma, text: comma === undefined ? `,${gap}${added}` : `${gap}${added},` }]
  }
  const base = indentOfLine(text, last.start)
  const at = endOfTrailing(text, behindComma)
  const line = `${layout.lineEnd}${base}${member(base)}`
  if (comma !== undefined) return [{ start: at, end: at, text: `${line},` }]
  return [
    { start: last.node.end, end: last.node.end, text: ',' },
    { start: at, end: at, text: line },
  ]
}

function insertFirst(text: string, { container, ownerStart }: Owned, member: MemberText, layout: TextLayout): readonly Splice[] {
  const open = container.start + 1
  const close = container.end - 1
  // Comments stay above what is added.
  const at = trimmedEnd(text, open, close)
  if (at === open && ownerStart !== undefined && !startsLine(text, ownerStart)) {
    const padding = container.kind === 'map' && layout.isAiry ? ' ' : ''
    return [{ start: open, end: close, text: `${padding}${member(undefined)}${padding}` }]
  }
  const outer = indentOfLine(text, container.start)
  const base = outer + layout.unit
  const line = `${layout.lineEnd}${base}${member(base)}`
  const tail = skipBlanks(text, at)
  return at > open && isLineEnd(text, tail)
    ? [{ start: at, end: at, text: line }]
    : [{ start: at, end: at === open ? close : tail, text: `${line}${layout.lineEnd}${outer}` }]
}

/** Behind the last character between two offsets that is no white space of JSON. */
function trimmedEnd(text: string, from: number, to: number): number {
  let at = to
  while (at > from && (isBlank(text, at - 1) || isLineEnd(text, at - 1))) at--
  return at
}
