import type { EntryNode, ItemNode } from '../yaml/nodes.ts'
import { lineEnd, lineStart, nextLine, skipBlank } from '../yaml/scan.ts'
import type { Layout } from './print.ts'
import { replaceValue } from './replace.ts'
import type { Slot } from './target.ts'
import { contentEnd, isFirstOnLine, type Splice } from './text.ts'

/**
 * Removes a key or an item with its lines. Comments on lines of their own stay: whether one belongs to the value
 * below it or to the whole section, nobody but its author knows. What was the last member leaves `{}` or `[]`.
 */
export function removeMember(slot: Exclude<Slot, { kind: 'root' }>, text: string, layout: Layout): Splice {
  const members: readonly (EntryNode | ItemNode)[] = slot.kind === 'entry' ? slot.map.entries : slot.list.items
  const member = slot.kind === 'entry' ? slot.entry : slot.item
  const flow = slot.kind === 'entry' ? slot.map.flow : slot.list.flow
  const isBare = slot.kind === 'entry' && slot.map.flow && !slot.map.braces
  if (members.length === 1 && (!flow || isBare)) return replaceValue(slot.holder, slot.kind === 'entry' ? {} : [], text, layout)

  const index = members.indexOf(member)
  if (flow) return removeInFlow(members, index, text)
  const end = memberEnd(member, text)
  return isFirstOnLine(text, member.start)
    ? wholeLines(lineStart(text, member.start), end, text)
    : beforeSibling(member.start, end, text)
}

function memberEnd(member: EntryNode | ItemNode, text: string): number {
  const end = contentEnd(member.value, text)
  return 'colonEnd' in member ? Math.max(member.colonEnd, end) : Math.max(member.start + 1, end)
}

/** Whether the text ends with a line break stays as it was. */
function wholeLines(start: number, end: number, text: string): Splice {
  const next = nextLine(text, end)
  if (next > lineEnd(text, end) || start === 0) return { start, end: next, text: '' }
  return { start: start - (text.slice(start - 2, start) === '\r\n' ? 2 : 1), end: next, text: '' }
}

/** The first key of `- key: value` shares its line with the dash: the next one moves up. */
function beforeSibling(start: number, end: number, text: string): Splice {
  let next = nextLine(text, end)
  while (text[next] === ' ') next++
  return { start, end: next, text: '' }
}

function removeInFlow(members: readonly (EntryNode | ItemNode)[], index: number, text: string): Splice {
  const member = members[index] as EntryNode | ItemNode
  const end = memberEnd(member, text)
  const comma = skipBlank(text, end)
  const behind = text[comma] === ',' ? comma + 1 : end
  const isAlone = isFirstOnLine(text, member.start) && /^[ \t]*(?:#.*)?$/.test(text.slice(behind, lineEnd(text, behind)))
  if (isAlone) return wholeLines(lineStart(text, member.start), behind, text)

  const next = members[index + 1]
  if (next) return { start: member.start, end: next.start, text: '' }
  const before = members[index - 1]
  return { start: before ? memberEnd(before, text) : member.start, end: before ? end : behind, text: '' }
}
