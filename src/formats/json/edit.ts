import { ConfigError } from '../../errors/config-error.ts'
import { LineIndex } from '../../text/position.ts'
import { isEqual } from '../../values/equal.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Document, Edit } from '../format.ts'
import { insertLast, type MemberText, type Owned } from './edit-insert.ts'
import { applySplices, type Splice } from './edit-place.ts'
import { removeMember } from './edit-remove.ts'
import { indentOfLine, layoutOf, type TextLayout } from './layout.ts'
import { printJson } from './print.ts'
import { entryOf, listIndex, type Node, readTree } from './tree.ts'

/** What editing must know of the language of the text. */
export interface JsonEditing {
  readonly maxDepth: number
  readonly allowsNonFinite: boolean
  readonly isJson5: boolean
  readonly parse: (text: string, file: string) => Document
}

/**
 * Changes values in a text and leaves every other byte alone.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_EDIT, FORMAT_UNSUPPORTED_VALUE
 */
export function editJson(text: string, edits: readonly Edit[], file: string, editing: JsonEditing): string {
  editing.parse(text, file)
  return edits.reduce((current, edit) => new Editor(current, file, editing).apply(edit), text)
}

class Editor {
  readonly #text: string
  readonly #file: string
  readonly #editing: JsonEditing
  readonly #root: Node
  readonly #layout: TextLayout

  constructor(text: string, file: string, editing: JsonEditing) {
    this.#text = text
    this.#file = file
    this.#editing = editing
    this.#root = readTree(text)
    this.#layout = layoutOf(text, this.#root)
  }

  apply(edit: Edit): string {
    return edit.kind === 'set' ? this.#set(edit.path, edit.value) : this.#remove(edit.path)
  }

  #set(path: Path, value: Value): string {
    let node = this.#root
    let ownerStart: number | undefined
    for (const [depth, part] of path.entries()) {
      if (node.kind === 'scalar')
        throw this.#refused(path.slice(0, depth), node, 'leads through a single value', 'remove that value first')
      const entry = entryOf(node, part)
      if (entry === undefined) return this.#splice(this.#insert({ container: node, ownerStart }, path, depth, value))
      node = entry.node
      ownerStart = entry.start
    }
    return this.#splice(this.#replace(node, value, path))
  }

  #insert(owned: Owned, path: Path, depth: number, value: Value): readonly Splice[] {
    const node = owned.container
    const part = path[depth] as string | number
    if (node.kind === 'list' && listIndex(part) !== node.entries.length) {
      throw this.#refused(
        path.slice(0, depth + 1),
        node,
        'names no place in the list',
        `use an index from 0 to ${node.entries.length}`,
      )
    }
    const made = this.#wrap(path, depth + 1, value, node)
    const key = node.kind === 'list' ? '' : this.#keyText(node, String(part)) + (this.#layout.isAiry ? ': ' : ':')
    const member: MemberText = (base) => key + this.#print(made, base)
    return insertLast(this.#text, owned, member, this.#layout)
  }

  /** The value with the maps around it that the path asks for. A number at the beginning of a list makes a list. */
  #wrap(path: Path, from: number, value: Value, node: Node): Value {
    let made = value
    for (let depth = path.length - 1; depth >= from; depth--) {
      const part = path[depth] as string | number
      if (typeof part === 'number' && part !== 0) {
        throw this.#refused(path.slice(0, depth + 1), node, 'names no place in a new list', 'use index 0')
      }
      made = typeof part === 'number' ? [made] : Object.fromEntries([[part, made]])
    }
    return made
  }

  #replace(node: Node, value: Value, path: Path): readonly Splice[] {
    const { start, end } = node
    const before = this.#text.slice(start, end)
    if (isEqual(this.#editing.parse(before, this.#file).value, value)) return []
    if (typeof value === 'string' && before.startsWith("'")) return [{ start, end, text: singleQuoted(value) }]
    const isOneLine = path.length > 0 && this.#standsOnOneLine(node, path)
    return [{ start, end, text: this.#print(value, isOneLine ? undefined : indentOfLine(this.#text, start)) }]
  }

  /** A container keeps to one line if it had one with members on it, a single value if its container has. */
  #standsOnOneLine(node: Node, path: Path): boolean {
    if (node.kind !== 'scalar' && node.entries.length > 0) return !this.#hasLineEnd(node)
    const parent = path.slice(0, -1).reduce<Node>((current, part) => entryOf(current, part)?.node ?? current, this.#root)
    return !this.#hasLineEnd(parent)
  }

  #hasLineEnd(node: Node): boolean {
    return /[\n\r]/.test(this.#text.slice(node.start, node.end))
  }

  #remove(path: Path): string {
    const part = path.at(-1)
    if (part === undefined) throw this.#refused(path, this.#root, 'names the whole document', 'remove the file')
    let node = this.#root
    for (const step of path.slice(0, -1)) {
      const entry = entryOf(node, step)
      if (entry === undefined) return this.#text
      node = entry.node
    }
    const entry = entryOf(node, part)
    if (entry === undefined || node.kind === 'scalar') return this.#text
    const earlier = node.kind === 'map' ? node.entries.filter(({ name }) => name === entry.name).slice(0, -1) : []
    if (earlier.length === 0) return this.#splice(removeMember(this.#text, node, node.entries.indexOf(entry)))

    // A key that was written twice must not come back with its first value.
    const container = node
    const indexes = new Map(container.entries.map((member, index) => [member, index]))
    const splices = earlier.flatMap((member) => removeMember(this.#text, container, indexes.get(member) ?? -1))
    return new Editor(this.#splice(splices), this.#file, this.#editing).#remove(path)
  }

  #print(value: Value, base: string | undefined): string {
    const { unit, lineEnd, isAiry } = this.#layout
    const { maxDepth, allowsNonFinite } = this.#editing
    const oneLine = base === undefined || (!isAiry && !/[\n\r]/.test(this.#text))
    return printJson(value, { indent: oneLine ? '' : unit, base: base ?? '', lineEnd, isAiry, maxDepth, allowsNonFinite })
  }

  /** Quoted as its neighbour is. */
  #keyText(node: Node, name: string): string {
    const neighbour = node.kind === 'map' ? node.entries.at(-1) : undefined
    const quote = neighbour === undefined ? '"' : this.#text[neighbour.start]
    if (quote === "'") return singleQuoted(name)
    return quote !== '"' && this.#editing.isJson5 && /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
  }

  #splice(splices: readonly Splice[]): string {
    return splices.length === 0 ? this.#text : applySplices(this.#text, splices)
  }

  #refused(path: Path, node: Node, problem: string, hint: string): ConfigError {
    const place = path.length === 0 ? 'the empty path' : printPath(path)
    const span = new LineIndex(this.#text).span(this.#file, node.start, node.end)
    return new ConfigError({ code: 'FORMAT_EDIT', severity: 'error', message: `${place} ${problem}`, path, span, hint })
  }
}

function singleQuoted(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inside}'`
}
