import type { Node } from '../../../formats/yaml/nodes.ts'
import { lineStart } from '../../../formats/yaml/scan.ts'
import type { SopsComment, SopsMember, SopsNode } from '../tree.ts'
import type { FoundComment } from './comments.ts'

/** A map or list while its members and comments are collected. */
export interface Container {
  readonly kind: 'map' | 'list'
  readonly flow: boolean
  /** Where its text begins and ends; only meant for those in brackets. */
  readonly start: number
  readonly end: number
  readonly parent: Container | undefined
  readonly slots: Slot[]
}

/** A member or item by the place where it begins. */
export interface Slot {
  readonly offset: number
  readonly column: number
  readonly holds: SopsMember | SopsNode | SopsComment
}

/** Where a member or an item begins, and what it belongs to. */
export interface Mark {
  readonly offset: number
  readonly column: number
  readonly container: Container
}

export function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

export function containerOf(node: Extract<Node, { kind: 'map' | 'list' }>, parent: Container | undefined): Container {
  return { kind: node.kind, flow: node.flow, start: node.range.start, end: node.range.end, parent, slots: [] }
}

/**
 * The container that a comment belongs to, and before which offset it stands there. A comment behind a value on its line
 * goes before that value, or into its brackets; one on its own line goes to the container whose members begin in its column.
 */
export function placeComment(
  comment: FoundComment,
  marks: readonly Mark[],
  next: number,
  root: Container,
): { readonly container: Container; readonly offset: number } {
  const before = marks[next - 1]
  const following = marks[next]
  const bracketed =
    (before && enclosingFlow(before.container, comment.start)) ?? (following && enclosingFlow(following.container, comment.start))
  if (bracketed !== undefined) {
    if (comment.ownLine || before === undefined) return { container: bracketed, offset: comment.start }
    if (before.container === bracketed) return { container: bracketed, offset: before.offset - 0.5 }
    const closed = outermostFlow(before.container, bracketed)
    return closed === undefined
      ? { container: bracketed, offset: comment.start }
      : { container: closed, offset: closed.start - 0.5 }
  }
  if (!comment.ownLine) {
    const own = ownerOnLine(marks, next)
    if (own === undefined) return { container: root, offset: comment.start }
    // Behind brackets it comes first inside of them, where the reader of the SOPS command has it.
    return { container: outermostFlow(before?.container) ?? own.container, offset: own.offset - 0.5 }
  }
  if (following !== undefined && !following.container.flow && following.column === comment.column)
    return { container: following.container, offset: comment.start }
  return {
    container: (before && enclosingColumn(before.container, comment.column)) ?? following?.container ?? root,
    offset: comment.start,
  }
}

function enclosingFlow(container: Container, offset: number): Container | undefined {
  for (let at: Container | undefined = container; at !== undefined; at = at.parent)
    if (at.flow && at.start < offset && offset < at.end) return at
  return undefined
}

function outermostFlow(container: Container | undefined, around?: Container): Container | undefined {
  let outermost: Container | undefined
  for (let at = container; at?.flow === true && at !== around; at = at.parent) outermost = at
  return outermost
}

/** The last member before it that is not inside of brackets. It begins on the line, or its brackets do. */
function ownerOnLine(marks: readonly Mark[], next: number): Mark | undefined {
  return marks.slice(Math.max(0, next - 1_000), next).findLast(({ container }) => !container.flow)
}

function enclosingColumn(container: Container, column: number): Container | undefined {
  let innermost: Container | undefined
  for (let at: Container | undefined = container; at !== undefined; at = at.parent) {
    if (at.flow) continue
    innermost ??= at
    if ((at.slots[0]?.column ?? 0) <= column) return at
  }
  return innermost
}
