import {
  type AliasEvent,
  type DocumentEvent,
  EVENT_ID,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { Limits } from '../format.ts'
import { parseText } from './parse-text.ts'
import type { Range, SourceText } from './problem.ts'

/** An event that stands for a value. */
export type ValueEvent = SequenceEvent | MappingEvent | ScalarEvent | AliasEvent

/** The events of one document, without the pair that opens and closes it. */
export interface DocumentEvents {
  readonly head: DocumentEvent
  readonly events: readonly Event[]
  /** Indexes into `events`; `to` is behind the last. */
  readonly from: number
  readonly to: number
}

/**
 * Parses a text into events, one group for each document.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_TOO_DEEP
 */
export function readEvents(source: SourceText, limits: Limits): readonly DocumentEvents[] {
  return splitDocuments(parseText(source, limits))
}

function splitDocuments(events: readonly Event[]): DocumentEvents[] {
  const documents: DocumentEvents[] = []
  let depth = 0
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as Event
    if (event.type === EVENT_ID.DOCUMENT) documents.push({ head: event, events, from: index + 1, to: index + 1 })
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) depth++
    if (event.type !== EVENT_ID.POP || --depth > 0) continue
    documents.push({ ...(documents.pop() as DocumentEvents), to: index })
  }
  return documents
}

/** Where a value's own text is, quotes included; tag and anchor are not part of it. Zero-length for an absent text. */
export function rangeOf(event: ValueEvent): Range {
  if (event.type === EVENT_ID.ALIAS) return { start: event.anchorStart - 1, end: event.anchorEnd }
  if (event.type !== EVENT_ID.SCALAR) return { start: event.start, end: event.start + 1 }
  if (event.valueStart < 0) {
    const end = Math.max(event.tagEnd, event.anchorEnd, 0)
    return { start: end, end }
  }
  const quote = event.style === 2 || event.style === 3 ? 1 : 0
  return { start: event.valueStart - quote, end: event.valueEnd + quote }
}

/** Where the tag of a value is. */
export function tagRange(event: Exclude<ValueEvent, AliasEvent>): Range {
  return { start: event.tagStart, end: event.tagEnd }
}

/** The place of the line that begins the second document. */
export function secondDocument(source: SourceText, documents: readonly DocumentEvents[]): Range {
  const [first, second] = documents as readonly [DocumentEvents, DocumentEvents]
  const separator = /^---(?=\s|$)/gm
  separator.lastIndex = lastOffset(first)
  if (lastOffset(first) === 0 && first.head.explicitStart) separator.exec(source.text)
  const found = second.head.explicitStart ? separator.exec(source.text) : null
  if (found) return { start: found.index, end: found.index + 3 }
  const event = second.events[second.from] as ValueEvent
  return rangeOf(event)
}

function lastOffset(document: DocumentEvents): number {
  let last = 0
  for (let index = document.from; index < document.to; index++) {
    const event = document.events[index] as Event
    if (event.type !== EVENT_ID.POP && event.type !== EVENT_ID.DOCUMENT) last = Math.max(last, rangeOf(event).end)
  }
  return last
}
