import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import { isMergeKey } from './construct.ts'
import { type DocumentEvents, rangeOf, type ValueEvent } from './events.ts'
import type { Range } from './problem.ts'
import { closingBracket, headerOf, skipBlank } from './scan.ts'

/** A value as it is written: what it is made of and where. */
export type Node = ScalarNode | ListNode | MapNode | AliasNode

interface NodeBase {
  /** The text of the value, without tag and anchor. */
  readonly range: Range
  /** Where its tag or anchor begins, or the value if it has neither. */
  readonly outer: number
  readonly anchor: string | undefined
  readonly hasTag: boolean
  /** Behind tag and anchor; 0 when it has neither. */
  readonly propsEnd: number
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly event: ScalarEvent
  readonly text: string
}

export interface ListNode extends NodeBase {
  readonly kind: 'list'
  readonly flow: boolean
  readonly items: readonly ItemNode[]
}

export interface ItemNode {
  /** The dash of a block list; of a flow list, the item. */
  readonly start: number
  readonly value: Node
}

export interface MapNode extends NodeBase {
  readonly kind: 'map'
  readonly flow: boolean
  /** False for the map in `[key: value]`, which has no braces. */
  readonly braces: boolean
  readonly entries: readonly EntryNode[]
  /** The last entry of each key but merges; made when first asked for. */
  byKey: ReadonlyMap<string, EntryNode> | undefined
}

export interface EntryNode {
  /** The key's tag or anchor, or the `?` before it. */
  readonly start: number
  readonly key: ScalarNode | AliasNode
  readonly name: string
  readonly isMerge: boolean
  /** Behind the colon, or behind the key where there is none. */
  readonly colonEnd: number
  readonly value: Node
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias'
  readonly target: Node
}

interface OpenList {
  readonly kind: 'list'
  readonly event: SequenceEvent
  readonly node: { -readonly [K in keyof ListNode]: ListNode[K] }
  readonly items: ItemNode[]
}

interface OpenMap {
  readonly kind: 'map'
  readonly event: MappingEvent
  readonly node: { -readonly [K in keyof MapNode]: MapNode[K] }
  readonly entries: EntryNode[]
  key: { readonly start: number; readonly node: ScalarNode | AliasNode } | undefined
}

/**
 * The tree of a document that `construct` accepted, so that no key is a collection and no alias lacks its anchor.
 * Iterative; one pass over events and text.
 */
export function readNodes(document: DocumentEvents, text: string): Node {
  return new NodeReader(document, text).run()
}

class NodeReader {
  readonly #document: DocumentEvents
  readonly #text: string
  readonly #open: (OpenList | OpenMap)[] = []
  readonly #anchors = new Map<string, Node>()
  /** Behind the last token. */
  #cursor = 0
  /** Behind the colon in front of the value that is being read. */
  #colonEnd: number | undefined
  #root: Node | undefined

  constructor(document: DocumentEvents, text: string) {
    this.#document = document
    this.#text = text
  }

  run(): Node {
    const { events, from, to } = this.#document
    for (let index = from; index < to; index++) this.#take(events[index] as Event)
    // A document has exactly one root value.
    return this.#root as Node
  }

  #take(event: Event): void {
    if (event.type === EVENT_ID.DOCUMENT) return
    if (event.type === EVENT_ID.POP) {
      this.#close()
      return
    }
    const start = this.#indicator()
    if (event.type === EVENT_ID.SCALAR) this.#attach(this.#scalar(event, start), start)
    else if (event.type === EVENT_ID.ALIAS) this.#attach(this.#alias(event), start)
    else this.#push(event, start)
  }

  /** Moves behind the `-`, `?` or `:` that announces the next value, and tells where the item or key begins. */
  #indicator(): number {
    this.#colonEnd = undefined
    const open = this.#open.at(-1)
    if (open === undefined) return this.#cursor
    const isValue = open.kind === 'map' && open.key !== undefined
    let at = skipBlank(this.#text, this.#cursor)
    if (open.node.flow && !isValue && this.#text[at] === ',') this.#cursor = at = skipBlank(this.#text, at + 1)

    const character = this.#text[at]
    const isApart = isBlank(this.#text[at + 1])
    if (isValue) {
      if (character === ':' && (isApart || open.node.flow)) this.#colonEnd = this.#cursor = at + 1
    } else if (isApart && (character === '?' || (character === '-' && !open.node.flow && open.kind === 'list'))) {
      this.#cursor = at + 1
    }
    return at
  }

  #base(event: Exclude<ValueEvent, AliasEvent>, range: Range): NodeBase {
    const props = [event.tagStart, event.anchorStart - 1].filter((offset) => offset >= 0)
    return {
      range,
      outer: Math.min(range.start, ...props),
      anchor: event.anchorStart < 0 ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd),
      hasTag: event.tagStart >= 0,
      propsEnd: Math.max(0, event.tagEnd, event.anchorEnd),
    }
  }

  #scalar(event: ScalarEvent, start: number): ScalarNode {
    const range = this.#scalarRange(event, start)
    this.#cursor = range.end
    const node: ScalarNode = { kind: 'scalar', event, text: getScalarValue(this.#text, event), ...this.#base(event, range) }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return node
  }

  #scalarRange(event: ScalarEvent, start: number): Range {
    const hasProps = event.tagStart >= 0 || event.anchorStart >= 0
    const open = this.#open.at(-1)
    const from = hasProps ? Math.max(event.tagEnd, event.anchorEnd) : this.#cursor
    if (event.valueStart < 0) {
      const isKey = open?.kind === 'map' && open.key === undefined
      const at = isKey && !hasProps ? Math.max(start, this.#cursor) : from
      return { start: at, end: at }
    }
    if (event.style !== SCALAR_STYLE.LITERAL_BLOCK && event.style !== SCALAR_STYLE.FOLDED_BLOCK) return rangeOf(event)
    return { start: headerOf(this.#text, open || hasProps ? from : undefined, event.valueStart), end: event.valueEnd }
  }

  #alias(event: AliasEvent): AliasNode {
    const range = rangeOf(event)
    this.#cursor = range.end
    const target = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd)) as Node
    return { kind: 'alias', range, outer: range.start, anchor: undefined, hasTag: false, propsEnd: 0, target }
  }

  #push(event: SequenceEvent | MappingEvent, start: number): void {
    const flow = event.style === COLLECTION_STYLE.FLOW
    const base = this.#base(event, { start: event.start, end: event.start })
    const open: OpenList | OpenMap =
      event.type === EVENT_ID.SEQUENCE ? this.#openList(event, base, flow) : this.#openMap(event, base, flow)
    if (base.anchor !== undefined) this.#anchors.set(base.anchor, open.node)
    this.#attach(open.node, start)
    this.#open.push(open)
    const bracketed = open.kind === 'list' ? flow : open.node.braces
    this.#cursor = bracketed ? event.start + 1 : event.start
  }

  #openList(event: SequenceEvent, base: NodeBase, flow: boolean): OpenList {
    const items: ItemNode[] = []
    return { kind: 'list', event, items, node: { kind: 'list', ...base, flow, items } }
  }

  #openMap(event: MappingEvent, base: NodeBase, flow: boolean): OpenMap {
    const entries: EntryNode[] = []
    const braces = flow && this.#text[event.start] === '{'
    return {
      kind: 'map',
      event,
      entries,
      key: undefined,
      node: { kind: 'map', ...base, flow, braces, entries, byKey: undefined },
    }
  }

  #close(): void {
    const open = this.#open.pop()
    if (open === undefined) return
    const bracketed = open.kind === 'list' ? open.node.flow : open.node.braces
    if (bracketed) this.#cursor = closingBracket(this.#text, this.#cursor)
    open.node.range = { start: open.event.start, end: Math.max(this.#cursor, open.event.start) }
  }

  #attach(node: Node, start: number): void {
    const open = this.#open.at(-1)
    if (open === undefined) this.#root = node
    else if (open.kind === 'list') open.items.push({ start: open.node.flow ? Math.min(start, node.outer) : start, value: node })
    else if (open.key === undefined) {
      // Keys are scalars or aliases of scalars in an accepted document.
      open.key = { start: Math.min(start, node.outer), node: node as ScalarNode | AliasNode }
    } else {
      const { start: entryStart, node: key } = open.key
      const colonEnd = this.#colonEnd ?? key.range.end
      const name = key.kind === 'alias' ? (key.target as ScalarNode).text : key.text
      const isMerge = key.kind === 'scalar' && isMergeKey(name, key.event, this.#text)
      open.entries.push({ start: entryStart, key, name, isMerge, colonEnd, value: node })
      open.key = undefined
    }
  }
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\t' || character === '\n' || character === '\r'
}
