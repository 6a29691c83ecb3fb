import type { Node } from './tree.ts'

/** How the writer of a text lays it out, so that what is added looks the same. */
export interface TextLayout {
  /** What a level is indented by. */
  readonly unit: string
  readonly lineEnd: string
  /** False when the text has no space behind its colons, as minified text. */
  readonly isAiry: boolean
}

export function layoutOf(text: string, root: Node): TextLayout {
  return { unit: indentUnit(text, root), lineEnd: lineEndOf(text), isAiry: isAiry(text, root) }
}

function lineEndOf(text: string): string {
  const found = /\r\n|\n|\r/.exec(text)
  return found === null ? '\n' : found[0]
}

/** From the first member that has a line of its own: what its line is indented by more than its container's. */
function indentUnit(text: string, root: Node): string {
  const stack: Node[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'scalar') continue
    for (const entry of node.entries) {
      if (!startsLine(text, entry.start)) continue
      const outer = indentOfLine(text, node.start)
      const inner = indentOfLine(text, entry.start)
      if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length)
      break
    }
    for (const entry of node.entries) stack.push(entry.node)
  }
  return '  '
}

function isAiry(text: string, root: Node): boolean {
  const stack: Node[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'map' && node.entries[0] !== undefined) {
      const { keyEnd, node: value } = node.entries[0]
      return !text.slice(keyEnd, value.start).endsWith(':')
    }
    if (node.kind === 'list') {
      const [first, second] = node.entries
      if (first?.node.kind === 'scalar' && second !== undefined) return !text.slice(first.node.end, second.start).endsWith(',')
      for (const entry of node.entries) stack.push(entry.node)
    }
  }
  return true
}

/** The offset at which the line of `at` begins. */
export function lineStart(text: string, at: number): number {
  let start = at
  while (start > 0 && !isLineEnd(text, start - 1)) start--
  return start
}

/** The white space at the beginning of the line of `at`. */
export function indentOfLine(text: string, at: number): string {
  const start = lineStart(text, at)
  let end = start
  while (end < at && isBlank(text, end)) end++
  return text.slice(start, end)
}

/** True when nothing but white space stands before `at` on its line. Reads no more than that white space. */
export function startsLine(text: string, at: number): boolean {
  const before = skipBlanksBack(text, at)
  return before === 0 || isLineEnd(text, before - 1)
}

export function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t'
}

export function isLineEnd(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r'
}

export function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text, at)) at++
  return at
}

/** The offset behind the last character before `at` that is no space or tab. */
export function skipBlanksBack(text: string, at: number): number {
  let before = at
  while (before > 0 && isBlank(text, before - 1)) before--
  return before
}
