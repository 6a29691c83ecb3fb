import { ConfigError } from '../errors/config-error.ts'
import type { Span } from '../text/position.ts'
import { getAt } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList } from '../values/value.ts'
import { ExpectedTexts, pathInTree, pathKey } from './expected-texts.ts'
import type { Edit } from './format.ts'
import { applyPatches, keepFinalLineEnd, type Patch } from './patches.ts'
import { type TextAbility, type TextLeaf, textLeaves } from './text-leaves.ts'
import type { Place, TextTree, TreeNode } from './text-tree.ts'

/** One change to lines of a text. */
export type LineChange<P extends Place> =
  | { readonly kind: 'change'; readonly path: Path; readonly place: P; readonly text: string | null }
  | { readonly kind: 'add'; readonly path: Path; readonly text: string | null | undefined }
  | { readonly kind: 'remove'; readonly path: Path }

/** A text that was read so that lines of it can be changed. Its tree holds the texts as written. */
export interface EditableText<P extends Place> {
  readonly tree: TextTree<P>
  patches(changes: readonly LineChange<P>[]): readonly Patch[]
  /** A value as the tree holds it, where that differs: with `%` doubled, say. */
  written?(text: string): string
}

/**
 * Applies edits to a line-based text, then reads the result again and compares it with what the edits mean.
 * So an edit either does what was asked, and nothing else, or is refused.
 * @throws ConfigError FORMAT_EDIT, FORMAT_UNSUPPORTED_VALUE, and what `open` throws
 */
export function editTexts<P extends Place>(
  text: string,
  edits: readonly Edit[],
  file: string,
  ability: TextAbility,
  open: (text: string) => EditableText<P>,
): string {
  let current = text
  let opened = open(current)
  const expected = new ExpectedTexts(opened)
  // Replacements of different values are collected: many of them cost one reading of the text.
  let waiting = new Map<P, LineChange<P>>()
  const apply = (changes: readonly LineChange<P>[]): void => {
    if (changes.length === 0) return
    current = keepFinalLineEnd(current, applyPatches(current, opened.patches(changes)))
    opened = open(current)
    opened.tree.toValue()
  }
  for (const edit of edits) {
    expected.apply(opened, edit, ability)
    let changes = planEdit(opened.tree, edit, ability, file)
    if (changes.length === 1 && changes[0]?.kind === 'change') {
      waiting.set(changes[0].place, changes[0])
      continue
    }
    if (waiting.size > 0) {
      apply([...waiting.values()])
      waiting = new Map()
      changes = planEdit(opened.tree, edit, ability, file)
    }
    apply(changes)
  }
  apply([...waiting.values()])
  if (edits.length > 0 && !expected.equals(opened)) throw disagreement(file)
  return current
}

/** What an edit means for the lines: values to change, lines to add, lines to take away. */
function planEdit<P extends Place>(tree: TextTree<P>, edit: Edit, ability: TextAbility, file: string): readonly LineChange<P>[] {
  const path = pathInTree(tree, edit.path)
  const node = tree.find(path)
  if (edit.kind === 'remove') {
    if (node === undefined) return []
    const list = listAround(tree, path)
    return list === undefined ? [{ kind: 'remove', path }] : removeElement(tree, list, path, ability)
  }
  const leaves = textLeaves(edit.value, ability, path)
  if (node === undefined) checkRoom(tree, path, ability, file)
  return [...removals(node, path, leaves), ...leaves.flatMap((leaf) => planLeaf(tree, leaf))]
}

function planLeaf<P extends Place>(tree: TextTree<P>, leaf: TextLeaf): readonly LineChange<P>[] {
  const node = tree.find(leaf.path)
  if (node?.place !== undefined && node.text !== undefined && leaf.text !== undefined) {
    return [{ kind: 'change', path: leaf.path, place: node.place, text: leaf.text }]
  }
  if (node?.children !== undefined && leaf.text === undefined) return []
  return [{ kind: 'add', path: leaf.path, text: leaf.text }]
}

/** The lines under a node that a new value does not have, or has in another shape. */
function removals<P extends Place>(node: TreeNode<P> | undefined, path: Path, leaves: readonly TextLeaf[]): LineChange<P>[] {
  if (node === undefined) return []
  const wanted = wantedShapes(path, leaves)
  const changes: LineChange<P>[] = []
  const stack: { node: TreeNode<P>; path: Path }[] = [{ node, path }]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const shape = entry.node.children === undefined ? 'value' : 'map'
    if (wanted.get(pathKey(entry.path)) !== shape) {
      changes.push({ kind: 'remove', path: entry.path })
      continue
    }
    for (const [part, child] of entry.node.children ?? []) {
      stack.push({ node: child, path: [...entry.path, entry.node.isList ? Number(part) : part] })
    }
  }
  return changes
}

function wantedShapes(path: Path, leaves: readonly TextLeaf[]): Map<string, 'value' | 'map'> {
  const wanted = new Map<string, 'value' | 'map'>()
  if (path.length === 0) wanted.set(pathKey(path), 'map')
  for (const leaf of leaves) {
    for (let length = path.length; length < leaf.path.length; length++) wanted.set(pathKey(leaf.path.slice(0, length)), 'map')
    wanted.set(pathKey(leaf.path), leaf.text === undefined ? 'map' : 'value')
  }
  return wanted
}

/** Taking an element out of a list gives its place to the next one. */
function removeElement<P extends Place>(
  tree: TextTree<P>,
  list: Path,
  path: Path,
  ability: TextAbility,
): readonly LineChange<P>[] {
  const elements = getAt(tree.toValue(), list)
  const shorter = isList(elements) ? elements.filter((_, index) => index !== Number(path.at(-1))) : []
  if (shorter.length === 0) return [{ kind: 'remove', path: list }]
  const leaves = textLeaves(shorter, ability, list)
  return [...removals(tree.find(list), list, leaves), ...leaves.flatMap((leaf) => planLeaf(tree, leaf))]
}

function listAround<P extends Place>(tree: TextTree<P>, path: Path): Path | undefined {
  const parent = path.slice(0, -1)
  return path.length > 0 && tree.find(parent)?.isList ? parent : undefined
}

/** Something can be added at a path only if no value stands in the way and no list gets a hole. */
function checkRoom<P extends Place>(tree: TextTree<P>, path: Path, ability: TextAbility, file: string): void {
  if (!ability.nesting && path.length > 1) throw editError(path, file, `${ability.format} has no nesting`)
  let node: TreeNode<P> | undefined = tree.root
  for (let depth = 0; depth < path.length; depth++) {
    const part = path[depth] as string | number
    if (node?.text !== undefined)
      throw editError(path, file, `${printPath(path.slice(0, depth))} is a value, not a map`, tree.spanOf(node))
    const length = node?.isList ? (node.children?.size ?? 0) : 0
    const isIndex = typeof part === 'number'
    if (isIndex && (!ability.lists || part > length || part < 0 || !Number.isInteger(part))) {
      throw editError(
        path,
        file,
        ability.lists ? `index ${part} is behind the end of the list` : `${ability.format} has no lists`,
      )
    }
    if (!isIndex && node?.isList) throw editError(path, file, `${printPath(path.slice(0, depth))} is a list`, tree.spanOf(node))
    node = node?.children?.get(String(part))
  }
}

function disagreement(file: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_EDIT',
    severity: 'error',
    message: 'the text would mean something else in other places too after this edit',
    file,
    hint: 'edit the file by hand',
  })
}

function editError(path: Path, file: string, problem: string, span?: Span): ConfigError {
  return new ConfigError({
    code: 'FORMAT_EDIT',
    severity: 'error',
    message: `${printPath(path)} cannot be set: ${problem}`,
    path,
    ...(span === undefined ? { file } : { span }),
    hint: 'change the path, or edit the file by hand',
  })
}
