import { SCALAR_STYLE } from 'js-yaml'
import type { DocumentEvents } from '../../../formats/yaml/events.ts'
import { type EntryNode, type MapNode, type Node, readNodes, type ScalarNode } from '../../../formats/yaml/nodes.ts'
import { errorAt, type Range, type SourceText } from '../../../formats/yaml/problem.ts'
import { lineEnd } from '../../../formats/yaml/scan.ts'
import { looksSealed } from '../envelope.ts'
import { type PlainScalar, sealedText } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap, SopsMember, SopsNode } from '../tree.ts'
import { blockHeader } from './block-header.ts'
import { type FoundComment, findComments } from './comments.ts'
import { type Container, columnAt, containerOf, type Mark, placeComment } from './layout.ts'
import { noInteger, plainYamlScalar, taggedYamlScalar } from './scalars.ts'

/** Where a value stands and how another can be written in its place. */
export interface YamlSite {
  readonly node: ScalarNode
  readonly flow: boolean
  /** Of the key or dash in front of it. */
  readonly column: number
  /** Of the dash, for an item of a list that is not in brackets. */
  readonly dash: number | undefined
}

/** One document as SOPS sees it, with the sites of its values. */
export interface YamlDocument {
  readonly root: Node | undefined
  readonly map: SopsMap
  readonly sites: ReadonlyMap<SopsLeaf, YamlSite>
  readonly comments: ReadonlyMap<SopsComment, FoundComment>
  readonly metadata: EntryNode | undefined
}

/** @throws ConfigError CRYPTO_UNSEALABLE for aliases, keys that are no texts, integers above 64 bits and a top that is no map */
export function readYamlDocument(source: SourceText, document: DocumentEvents, range: Range): YamlDocument {
  const isEmpty = document.events[document.from]?.type === undefined || document.from === document.to
  const root = isEmpty ? undefined : readNodes(document, source.text)
  return new DocumentReader(source, range).read(root)
}

class DocumentReader {
  readonly #source: SourceText
  readonly #range: Range
  readonly #marks: Mark[] = []
  readonly #tokens: Range[] = []
  readonly #sites = new Map<SopsLeaf, YamlSite>()
  #metadata: EntryNode | undefined

  constructor(source: SourceText, range: Range) {
    this.#source = source
    this.#range = range
  }

  read(root: Node | undefined): YamlDocument {
    this.#checkVersion(root)
    const map = this.#rootMap(root)
    const container: Container =
      map === undefined
        ? { kind: 'map', flow: false, start: 0, end: 0, parent: undefined, slots: [] }
        : containerOf(map, undefined)
    if (map !== undefined) this.#fillMap(map, container, true)
    const comments = this.#placeComments(container)
    return { root, map: mapOf(container), sites: this.#sites, comments, metadata: this.#metadata }
  }

  /** The reader of the SOPS command knows version 1.1 and no other. */
  #checkVersion(root: Node | undefined): void {
    const start = this.#range.start
    const head = this.#source.text.slice(start, root?.outer ?? this.#range.end)
    const found = /^%YAML[ \t]+(?!1\.1(?:\s|$))\S+/m.exec(head)
    if (found === null) return
    const at = { start: start + found.index, end: start + found.index + found[0].length }
    throw this.#unsealable(at, 'a version of YAML that sealed files cannot name', 'take the line out')
  }

  #rootMap(root: Node | undefined): MapNode | undefined {
    if (root === undefined || root.kind === 'map') return root
    if (root.kind === 'scalar' && plainYamlScalar(root.text) === undefined && root.event.style === SCALAR_STYLE.PLAIN)
      return undefined
    throw this.#unsealable(root.range, 'only a map at the top can be sealed', 'put the values under names')
  }

  #fillMap(map: MapNode, container: Container, isRoot: boolean): void {
    for (const entry of map.entries) {
      if (entry.key.kind === 'alias') throw this.#noAliases(entry.key.range)
      this.#tokens.push(...tokensOf(entry.key, this.#source.text))
      const column = columnAt(this.#source.text, entry.start)
      this.#marks.push({ offset: entry.start, column, container })
      if (isRoot && entry.name === 'sops' && !entry.isMerge) {
        this.#metadata = entry
        this.#skip(entry.value)
        continue
      }
      const key = this.#key(entry.key)
      const node = this.#node(entry.value, container, column, undefined)
      container.slots.push({ offset: entry.start, column, holds: { kind: 'member', key, node } })
    }
  }

  /** The SOPS command refuses files with keys that its reader takes for numbers, times, booleans or null. */
  #key(node: ScalarNode): string {
    const isPlain = node.event.style === SCALAR_STYLE.PLAIN && !node.hasTag
    const found = isPlain ? plainYamlScalar(node.text) : undefined
    if (isPlain && (found === undefined || found === noInteger || found.type !== 'str'))
      throw this.#unsealable(node.range, 'a key that is no text has no form in a sealed file', 'put the key in quotes')
    return node.text
  }

  #node(node: Node, parent: Container, column: number, dash: number | undefined): SopsNode {
    if (node.kind === 'alias') throw this.#noAliases(node.range)
    if (node.anchor !== undefined) throw this.#noAliases({ start: node.outer, end: node.range.start })
    if (node.kind === 'scalar') return this.#leaf(node, parent, column, dash)
    const container = containerOf(node, parent)
    // Brackets around nothing have no member that would say where they are, and yet comments belong to them.
    const isBare = (node.kind === 'map' ? node.entries : node.items).length === 0
    if (isBare) this.#marks.push({ offset: node.range.start, column, container })
    if (node.kind === 'map') this.#fillMap(node, container, false)
    else {
      for (const { start, value } of node.items) {
        const at = columnAt(this.#source.text, start)
        this.#marks.push({ offset: start, column: at, container })
        container.slots.push({
          offset: start,
          column: at,
          holds: this.#node(value, container, at, node.flow ? undefined : start),
        })
      }
    }
    // Comments are put in when all of the document is known, so the lists are read when somebody walks.
    return node.kind === 'map'
      ? {
          kind: 'map',
          get members() {
            return membersOf(container)
          },
        }
      : {
          kind: 'list',
          get items() {
            return itemsOf(container)
          },
        }
  }

  #leaf(node: ScalarNode, parent: Container, column: number, dash: number | undefined): SopsLeaf {
    this.#tokens.push(...tokensOf(node, this.#source.text))
    const leaf: SopsLeaf = { kind: 'leaf', scalar: this.#scalar(node), start: node.range.start }
    this.#sites.set(leaf, { node, flow: parent.flow, column, dash })
    return leaf
  }

  #scalar(node: ScalarNode): PlainScalar | undefined {
    const { event, text } = node
    const tag = event.tagStart < 0 ? undefined : this.#source.text.slice(event.tagStart, event.tagEnd)
    if (tag === undefined && looksSealed(text)) return sealedText(text)
    const isPlain = event.style === SCALAR_STYLE.PLAIN
    const found =
      tag === undefined ? (isPlain ? plainYamlScalar(text) : taggedYamlScalar(text, '!!str')) : taggedYamlScalar(text, tag)
    if (found === noInteger)
      throw this.#unsealable(node.range, 'an integer above 64 bits has no form in a sealed file', 'put it in quotes')
    return found
  }

  /** The metadata has tokens, too, and marks that keep comments apart. */
  #skip(node: Node): void {
    const waiting: Node[] = [node]
    for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
      if (current.kind === 'map') for (const entry of current.entries) waiting.push(entry.key, entry.value)
      else if (current.kind === 'list') for (const item of current.items) waiting.push(item.value)
      else this.#tokens.push(...(current.kind === 'alias' ? [current.range] : tokensOf(current, this.#source.text)))
    }
  }

  #placeComments(root: Container): ReadonlyMap<SopsComment, FoundComment> {
    const { text } = this.#source
    const { start: from, end: to } = this.#range
    const tokens = this.#tokens.toSorted((a, b) => a.start - b.start)
    const found = findComments(text.slice(0, to), [{ start: 0, end: from }, ...tokens]).filter(({ start }) => start > from)
    const metadata = this.#metadata
    const comments = new Map<SopsComment, FoundComment>()
    let next = 0
    for (const comment of found) {
      if (metadata !== undefined && comment.start > metadata.start && comment.start < metadata.value.range.end) continue
      while (next < this.#marks.length && (this.#marks[next] as Mark).offset < comment.start) next++
      const { container, offset } = placeComment(comment, this.#marks, next, root)
      const node: SopsComment = { kind: 'comment', text: text.slice(comment.start, comment.end), start: comment.start }
      container.slots.push({ offset, column: comment.column, holds: node })
      comments.set(node, comment)
    }
    return comments
  }

  #noAliases(range: Range): Error {
    return this.#unsealable(range, 'aliases and anchors have no form in a sealed file', 'write the value out where it is used')
  }

  #unsealable(range: Range, message: string, hint: string): Error {
    return errorAt(this.#source, range, { code: 'CRYPTO_UNSEALABLE', message, hint })
  }
}

/** Two for a block scalar, whose header may end with a comment. */
function tokensOf(node: ScalarNode, text: string): readonly Range[] {
  const header = blockHeader(node, text)
  if (header === undefined) return [{ start: node.outer, end: node.range.end }]
  return [
    { start: node.outer, end: header.end },
    { start: lineEnd(text, header.end), end: node.range.end },
  ]
}

function ordered(container: Container): Container['slots'] {
  return container.slots.sort((a, b) => a.offset - b.offset)
}

function membersOf(container: Container): SopsMap['members'] {
  return ordered(container).map(({ holds }) => holds as SopsMember | SopsComment) // of a map
}

function itemsOf(container: Container): readonly (SopsNode | SopsComment)[] {
  return ordered(container).map(({ holds }) => holds as SopsNode | SopsComment) // of a list
}

function mapOf(container: Container): SopsMap {
  return { kind: 'map', members: membersOf(container) }
}
