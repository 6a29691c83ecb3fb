import { isBlank, isLineEnd } from './layout.ts'
import { commentEnd, skipTrivia } from './tokens.ts'
import type { Entry, ListNode, MapNode } from './tree.ts'

/** Part of a text and what to put there instead. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Where two splices overlap, they take away what either does. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = []
  let copied = 0
  for (const { start, end, text: added } of [...splices].sort((a, b) => a.start - b.start)) {
    pieces.push(text.slice(copied, Math.max(copied, start)), added)
    copied = Math.max(copied, end)
  }
  pieces.push(text.slice(copied))
  return pieces.join('')
}

/** A map or a list: what members can be added to and removed from. */
export type Container = MapNode | ListNode

/** The offset of the comma behind a member, comments between them or not. */
export function commaBehind(text: string, entry: Entry): number | undefined {
  const at = skipTrivia(text, entry.node.end)
  return text[at] === ',' ? at : undefined
}

/**
 * The end of what belongs to a line from `from` on: blanks and comments, up to the line's end or the next token.
 * A comment that goes on in the next line does not belong to it.
 */
export function endOfTrailing(text: string, from: number): number {
  let at = from
  let end = from
  while (at < text.length && !isLineEnd(text, at)) {
    if (isBlank(text, at)) {
      at++
    } else if (text[at] === '/') {
      const behind = commentEnd(text, at)
      if (/[\n\r]/.test(text.slice(at, behind))) return end
      at = behind
      end = at
    } else {
      return end
    }
  }
  return end
}
