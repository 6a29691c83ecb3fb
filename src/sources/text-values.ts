import type { Issue } from '../errors/issue.ts'
import { getAt } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isUnsafeKey, isUnsafePair, mapFrom } from '../values/safe-keys.ts'
import { isList, type Value, type ValueMap } from '../values/value.ts'
import { naming } from './later.ts'

/** One text for one path, under the name the source has for it. */
export interface NamedText {
  readonly name: string
  readonly path: Path
  readonly value: Value
}

/** As deep as files may be. */
export const mostLevels = 500

interface Node {
  readonly children: Map<string | number, Node>
  readonly path: Path
  text: NamedText | undefined
}

export interface NamedTree {
  readonly value: ValueMap
  readonly issues: readonly Issue[]
  nameOf(path: Path): string | undefined
}

/**
 * A tree of texts that each came with a path. Two names for one path, or one for a value and one for something
 * inside it, are issues. A numbered path changes an element of the list in `lower`: the result holds the whole
 * list, because lists replace each other.
 */
export function treeOf(texts: readonly NamedText[], lower: Value): NamedTree {
  const root: Node = { children: new Map(), path: [], text: undefined }
  const issues: Issue[] = []
  const names = new Map<string, string>()
  for (const text of texts) {
    if (isUnsafe(text.path)) issues.push(naming().unsafeName(text))
    else if (text.path.length > mostLevels) issues.push(naming().tooDeep(text))
    else place(root, text, issues)
    names.set(printPath(text.path), text.name)
  }
  const value = build(root, lower, issues)
  return { value: value as ValueMap, issues, nameOf: (path) => names.get(printPath(path)) }
}

function place(root: Node, text: NamedText, issues: Issue[]): void {
  let node = root
  for (const part of text.path) {
    if (node.text !== undefined) return void issues.push(naming().collision(node.text, text, node.path))
    const next = node.children.get(part) ?? { children: new Map(), path: [...node.path, part], text: undefined }
    node.children.set(part, next)
    node = next
  }
  const other = node.text ?? anyBelow(node)
  if (other !== undefined) issues.push(naming().collision(other, text, node.path))
  else node.text = text
}

function anyBelow(node: Node): NamedText | undefined {
  for (let [child] = node.children.values(); child !== undefined; [child] = child.children.values()) {
    if (child.text !== undefined) return child.text
  }
  return undefined
}

/** As deep as a name has levels, of which there are at most 500. */
function build(node: Node, lower: Value, issues: Issue[]): Value {
  if (node.text !== undefined) return node.text.value
  const existing = getAt(lower, node.path)
  const entries = [...node.children].map(([part, child]) => [part, build(child, lower, issues)] as const)
  if (!isList(existing) || !entries.every(([part]) => typeof part === 'number')) {
    return mapFrom(entries.map(([part, child]) => [String(part), child]))
  }
  const list = [...existing]
  for (const [part, child] of [...entries].sort(([a], [b]) => Number(a) - Number(b))) {
    if (Number(part) > list.length) issues.push(beyondEnd(node.children.get(part) as Node, list.length))
    else list[Number(part)] = mergedElement(list[Number(part)], child)
  }
  return list
}

/** An element that is a map keeps the members that no name changes. */
function mergedElement(before: Value | undefined, after: Value): Value {
  if (typeof before !== 'object' || before === null || isList(before) || typeof after !== 'object' || after === null) return after
  const merged = Object.entries(after).map(
    ([key, value]) => [key, mergedElement((before as ValueMap)[key], value as Value)] as const,
  )
  return mapFrom([...Object.entries(before as ValueMap).filter(([key]) => !Object.hasOwn(after, key)), ...merged])
}

function isUnsafe(path: Path): boolean {
  return path.some((part, index) => isUnsafeKey(String(part)) || isUnsafePair(path[index - 1], part))
}

function beyondEnd(node: Node, length: number): Issue {
  return naming().behindEnd(node.path, node.text?.name ?? anyBelow(node)?.name, length)
}
