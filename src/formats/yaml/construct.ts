import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Value } from '../../values/value.ts'
import type { Limits } from '../format.ts'
import { closeMap } from './close-map.ts'
import { type DocumentEvents, rangeOf, tagRange, type ValueEvent } from './events.ts'
import type { Anchor, Frame, KeyEvent, PendingKey, RootFrame } from './frame.ts'
import { besides } from './later.ts'
import { errorAt, issueAt, mostIssues, type Problem, type Range, type SourceText } from './problem.ts'
import { notResolved, resolvePlain, resolveTagged } from './resolve.ts'
import { coreName, fullTag, unfitTag, unsupportedTag } from './tags.ts'

/**
 * The value of a document, from its events. Iterative; linear in the number of events, however often they are
 * named by aliases.
 * @throws ConfigError with all problems found
 */
export function construct(document: DocumentEvents, source: SourceText, limits: Limits): Value {
  const builder = new Builder(document, source, limits)
  return builder.run()
}

class Builder {
  readonly #document: DocumentEvents
  readonly #source: SourceText
  readonly #limits: Limits
  readonly #root: RootFrame = { kind: 'root', start: 0, anchor: undefined, isKey: false, size: 0, height: 0, value: null }
  readonly #frames: Frame[] = [this.#root]
  readonly #anchors = new Map<string, Anchor>()
  readonly #issues: Issue[] = []

  constructor(document: DocumentEvents, source: SourceText, limits: Limits) {
    this.#document = document
    this.#source = source
    this.#limits = limits
  }

  run(): Value {
    const { events, from, to } = this.#document
    for (let index = from; index < to; index++) {
      this.#take(events[index] as Event)
      if (this.#issues.length >= mostIssues) break
    }
    if (this.#issues.length > 0) throw new ConfigError(this.#issues)
    return this.#root.value
  }

  #take(event: Event): void {
    if (event.type === EVENT_ID.SCALAR) this.#takeScalar(event)
    else if (event.type === EVENT_ID.ALIAS) this.#takeAlias(event)
    else if (event.type === EVENT_ID.POP) this.#close()
    else if (event.type !== EVENT_ID.DOCUMENT) this.#open(event)
  }

  #takeScalar(event: ScalarEvent): void {
    const text = getScalarValue(this.#source.text, event)
    const frame = this.#frames.at(-1) as Frame
    const isKey = frame.kind === 'map' && frame.pending === undefined
    const value = event.tagStart < 0 ? this.#untagged(text, event) : this.#tagged(text, event, isKey)
    if (event.anchorStart >= 0) this.#name(event, { place: rangeOf(event), closed: true, value, size: 1, height: 0, text })
    if (!isKey) this.#add(value, 1, 0, rangeOf(event))
    else
      frame.pending = isMergeKey(text, event, this.#source.text) ? { kind: 'merge', text, event } : { kind: 'key', text, event }
  }

  #untagged(text: string, event: ScalarEvent): Value {
    if (event.style !== SCALAR_STYLE.PLAIN) return text
    const value = resolvePlain(text)
    return value === notResolved ? this.#refuse(rangeOf(event), tooManyDigits) : value
  }

  #tagged(text: string, event: ScalarEvent, isKey: boolean): Value {
    const written = this.#source.text.slice(event.tagStart, event.tagEnd)
    if (written === '!') return text
    const full = fullTag(written, this.#document.head)
    if (full === '!unset' && !isKey) return '!unset'
    const name = coreName(full)
    if (name === 'merge' && isKey && text === '<<') return text
    if (text === '' && event.style === SCALAR_STYLE.PLAIN && name === 'map') return {}
    if (text === '' && event.style === SCALAR_STYLE.PLAIN && name === 'seq') return []
    if (name === undefined || !/^(?:str|null|bool|int|float)$/.test(name))
      return this.#refuse(tagRange(event), unsupportedTag(written, full))
    const value = resolveTagged(text, name)
    return value === notResolved ? this.#refuse(tagRange(event), unfitTag(written)) : value
  }

  #takeAlias(event: AliasEvent): void {
    const name = this.#source.text.slice(event.anchorStart, event.anchorEnd)
    const anchor = this.#anchors.get(name)
    const frame = this.#frames.at(-1) as Frame
    if (anchor === undefined || !anchor.closed) {
      this.#refuse(rangeOf(event), anchor === undefined ? unknownAlias : recursiveAlias(name))
      if (frame.kind === 'map' && frame.pending === undefined) frame.pending = { kind: 'refused' }
      else this.#add(null, 1, 0, rangeOf(event))
      return
    }
    if (frame.kind === 'map' && frame.pending === undefined) {
      if (anchor.text === undefined) this.#refuse(rangeOf(event), collectionAsKey)
      frame.pending = anchor.text === undefined ? { kind: 'refused' } : { kind: 'key', text: anchor.text, event }
      return
    }
    this.#add(anchor.value, anchor.size, anchor.height, rangeOf(event))
  }

  #open(event: MappingEvent | SequenceEvent): void {
    const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'list'
    this.#checkCollectionTag(event, kind)
    const parent = this.#frames.at(-1) as Frame
    const isKey = parent.kind === 'map' && parent.pending === undefined
    if (isKey) this.#refuse(rangeOf(event), collectionAsKey)
    if (this.#frames.length > this.#limits.maxDepth) throw besides().tooDeep(this.#source, rangeOf(event), this.#limits.maxDepth)

    const anchor =
      event.anchorStart < 0
        ? undefined
        : this.#name(event, { place: rangeOf(event), closed: false, value: null, size: 0, height: 0, text: undefined })
    const base = { start: event.start, anchor, isKey, size: 1, height: 1 }
    if (kind === 'list') this.#frames.push({ ...base, kind, items: [] })
    else this.#frames.push({ ...base, kind, keys: [], values: [], keyEvents: [], merges: undefined, pending: undefined })
  }

  #checkCollectionTag(event: MappingEvent | SequenceEvent, kind: 'map' | 'list'): void {
    if (event.tagStart < 0) return
    const written = this.#source.text.slice(event.tagStart, event.tagEnd)
    const full = fullTag(written, this.#document.head)
    const name = coreName(full)
    if (written === '!' || name === (kind === 'map' ? 'map' : 'seq')) return
    const known = name !== undefined && /^(?:map|seq|str|null|bool|int|float)$/.test(name)
    this.#refuse(tagRange(event), known ? unfitTag(written) : unsupportedTag(written, full))
  }

  #name(event: Exclude<ValueEvent, AliasEvent>, anchor: Anchor): Anchor {
    this.#anchors.set(this.#source.text.slice(event.anchorStart, event.anchorEnd), anchor)
    return anchor
  }

  #close(): void {
    const frame = this.#frames.pop() as Frame
    if (frame.kind === 'root') return
    const value = frame.kind === 'list' ? frame.items : closeMap(frame, this.#frames, this.#source, this.#issues)
    if (frame.anchor) Object.assign(frame.anchor, { closed: true, value, size: frame.size, height: frame.height })
    const parent = this.#frames.at(-1)
    if (!frame.isKey) this.#add(value, frame.size, frame.height, { start: frame.start, end: frame.start + 1 })
    else if (parent?.kind === 'map') parent.pending = { kind: 'refused' }
  }

  #add(value: Value, size: number, height: number, place: Range): void {
    const frame = this.#frames.at(-1) as Frame
    const merging = isMerging(frame)
    frame.size += merging ? size - 1 : size
    const levels = merging ? height - (Array.isArray(value) ? 1 : 0) : height + 1
    frame.height = Math.max(frame.height, levels)
    if (frame.size > this.#limits.maxNodes) throw this.#tooLarge(place)
    if (this.#frames.length - 2 + levels > this.#limits.maxDepth)
      throw besides().tooDeep(this.#source, place, this.#limits.maxDepth)

    if (frame.kind === 'root') frame.value = value
    else if (frame.kind === 'list') frame.items.push(value)
    else {
      const pending = frame.pending as PendingKey
      frame.pending = undefined
      if (pending.kind === 'refused') return
      if (pending.kind === 'merge') {
        frame.merges ??= []
        frame.merges.push(frame.keys.length)
      }
      frame.keys.push(pending.text)
      frame.values.push(value)
      frame.keyEvents.push(pending.event)
    }
  }

  #tooLarge(place: Range): ConfigError {
    return errorAt(this.#source, place, {
      code: 'FORMAT_TOO_LARGE',
      message: `more than ${this.#limits.maxNodes} values, with every alias written out`,
      hint: 'remove nested aliases, or raise maxNodes',
    })
  }

  /** Notes a problem; `null` stands for the value, which nobody gets to see. */
  #refuse(place: Range, problem: Problem): null {
    this.#issues.push(issueAt(this.#source, place, problem))
    return null
  }
}

/** What is merged in lies on the map's own level. */
function isMerging(frame: Frame): boolean {
  return frame.kind === 'map' && frame.pending?.kind === 'merge'
}

/** `<<` without quotes. The tag `!!merge` says the same; any other tag says that it is an ordinary key. */
export function isMergeKey(text: string, event: KeyEvent, source: string): boolean {
  if (text !== '<<' || event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN) return false
  return event.tagStart < 0 || source.slice(event.tagStart, event.tagEnd) === '!!merge'
}

const collectionAsKey: Problem = {
  code: 'FORMAT_UNSUPPORTED_VALUE',
  message: 'a map or list cannot be a key',
  hint: 'use a text as the key; if this is a template such as {{ name }}, put it in quotes',
}

const tooManyDigits: Problem = {
  code: 'FORMAT_UNSUPPORTED_VALUE',
  message: 'a number with more than 4,300 digits',
  hint: 'put it in quotes if it is text',
}

/** Its name is not repeated: it may be a password that begins with `*`. */
const unknownAlias: Problem = {
  code: 'FORMAT_SYNTAX',
  message: 'there is no anchor before this alias that has its name',
  hint: 'define the anchor above, or put the text that begins with * in quotes',
}

function recursiveAlias(name: string): Problem {
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    message: `the alias "*${name}" stands inside the value that it names`,
    hint: 'remove the alias; a value cannot contain itself',
  }
}
