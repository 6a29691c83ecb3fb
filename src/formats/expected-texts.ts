import type { Path } from '../values/path.ts'
import type { Edit } from './format.ts'
import type { EditableText } from './text-edit.ts'
import { type TextAbility, textLeaves } from './text-leaves.ts'
import type { Place, TextTree, TreeNode } from './text-tree.ts'

/** A path as a key of a `Map`. An index and the same digits as text are one. */
export function pathKey(path: Path): string {
  return JSON.stringify(path.map(String))
}

/** The texts that a file should hold after its edits: kept beside the text, so that the two can be compared. */
export class ExpectedTexts<P extends Place> {
  readonly #texts: Map<string, string | null>

  constructor(opened: EditableText<P>) {
    this.#texts = textsOf(opened)
  }

  apply(opened: EditableText<P>, edit: Edit, ability: TextAbility): void {
    const path = pathInTree(opened.tree, edit.path)
    const key = pathKey(path)
    if (edit.kind === 'remove') {
      this.#remove(path, opened.tree.find(path.slice(0, -1))?.isList === true)
      return
    }

    const written = opened.written ?? ((text: string): string => text)
    const leaves = textLeaves(edit.value, ability, path)
    if (!this.#texts.has(key) || leaves.length !== 1 || leaves[0]?.path.length !== path.length) this.#removeUnder(path)
    for (const leaf of leaves) {
      if (leaf.text !== undefined) this.#texts.set(pathKey(leaf.path), leaf.text === null ? null : written(leaf.text))
    }
  }

  equals(opened: EditableText<P>): boolean {
    const found = textsOf(opened)
    if (found.size !== this.#texts.size) return false
    for (const [key, text] of this.#texts) if (found.get(key) !== text || !found.has(key)) return false
    return true
  }

  #remove(path: Path, isElement: boolean): void {
    this.#removeUnder(path)
    if (!isElement) return
    const index = Number(path.at(-1))
    const moved: [string, string | null][] = []
    for (const [key, text] of this.#texts) {
      const parts = JSON.parse(key) as string[]
      const position = Number(parts[path.length - 1])
      if (!isUnder(key, path.slice(0, -1)) || !(position > index)) continue
      this.#texts.delete(key)
      moved.push([JSON.stringify(parts.with(path.length - 1, String(position - 1))), text])
    }
    for (const [key, text] of moved) this.#texts.set(key, text)
  }

  #removeUnder(path: Path): void {
    for (const key of this.#texts.keys()) if (isUnder(key, path)) this.#texts.delete(key)
  }
}

function isUnder(key: string, path: Path): boolean {
  if (path.length === 0) return true
  const prefix = pathKey(path).slice(0, -1)
  return key.startsWith(prefix) && (key[prefix.length] === ',' || key[prefix.length] === ']')
}

function textsOf<P extends Place>(opened: EditableText<P>): Map<string, string | null> {
  const texts = new Map<string, string | null>()
  for (const [path, text] of opened.tree.texts()) texts.set(pathKey(path), text)
  return texts
}

/** A path as the tree has it: a text of digits may name a list element. */
export function pathInTree<P extends Place>(tree: TextTree<P>, path: Path): Path {
  let node: TreeNode<P> | undefined = tree.root
  return path.map((part) => {
    const isElement = node?.isList === true && /^(0|[1-9]\d*)$/.test(String(part))
    const isKey = node !== undefined && !node.isList && node.children !== undefined && node.children.size > 0
    node = node?.children?.get(String(part))
    return isElement ? Number(part) : isKey ? String(part) : part
  })
}
