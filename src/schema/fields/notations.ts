import { parseByteSize } from '../../values/byte-size.ts'
import { parseDuration } from '../../values/duration.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import type { Field } from './field.ts'
import { domainOf } from './metadata.ts'
import { type Done, listNotes, type Noted, type Notes, SubtreeMemo } from './notes.ts'
import { reaching } from './reaching.ts'

/** A notation that became a number: milliseconds or bytes. */
export interface Conversion {
  /** Not given for a secret. */
  readonly from?: string
  readonly to?: number
  readonly domain: string
}

export interface Converted {
  readonly value: Value
  /** What was converted, put together when asked for. */
  readonly converted: readonly Noted<Conversion>[]
}

const readers: Readonly<Record<string, (text: string) => number | undefined>> = {
  duration: parseDuration,
  'byte-size': parseByteSize,
}

/**
 * The tree with durations in milliseconds and sizes in bytes where the schema says `x-type: duration` or `byte-size`: from
 * any source, because `30s` is how such values are written everywhere. What is none stays, and validation reports it.
 */
export function convertNotations(tree: Value, root: Field): Converted {
  const { value, notes } = convert(tree, root, { leads: leadsToNotation(root), hidden: false })
  return {
    value,
    get converted() {
      return listNotes(notes)
    },
  }
}

interface Run {
  readonly leads: (field: Field) => boolean
  readonly hidden: boolean
}

type Result = Done<Value, Conversion>

const memo = new SubtreeMemo<Field, Result>()
const leadsByRoot = new WeakMap<Field, (field: Field) => boolean>()

function leadsToNotation(root: Field): (field: Field) => boolean {
  const known = leadsByRoot.get(root) ?? reaching(root, (schema) => Object.hasOwn(readers, domainOf(schema) ?? ''))
  leadsByRoot.set(root, known)
  return known
}

function readerOf({ domain, types }: Field): ((text: string) => number | undefined) | undefined {
  // Where only a text is allowed, the notation stays one.
  if (!types.has('integer') && !types.has('number')) return undefined
  return domain !== undefined && Object.hasOwn(readers, domain) ? readers[domain] : undefined
}

/** Depth is bounded by the readers' limit, so recursion is no danger here. */
function convert(value: Value, field: Field | undefined, run: Run): Result {
  if (field === undefined || !run.leads(field)) return { value, notes: undefined }
  const below = field.secret ? { ...run, hidden: true } : run
  if (typeof value === 'string') return convertText(value, field, below)
  if (!isList(value) && !isMap(value)) return { value, notes: undefined }
  return (
    memo.get(field, value) ?? memo.set(field, value, isList(value) ? inList(value, field, below) : inMap(value, field, below))
  )
}

function convertText(text: string, field: Field, { hidden }: Run): Result {
  const number = field.namedValues.includes(text) ? undefined : readerOf(field)?.(text)
  if (number === undefined) return { value: text, notes: undefined }
  const domain = field.domain ?? ''
  return { value: number, notes: { own: hidden ? { domain } : { from: text, to: number, domain }, below: [] } }
}

function inList(list: readonly Value[], field: Field, run: Run): Result {
  const below: (readonly [number, Notes<Conversion>])[] = []
  const copy = list.map((item, index) => {
    const { value, notes } = convert(item, field.child(index), run)
    if (notes !== undefined) below.push([index, notes])
    return value
  })
  return below.length === 0 ? { value: list, notes: undefined } : { value: copy, notes: { below } }
}

function inMap(map: ValueMap, field: Field, run: Run): Result {
  const below: (readonly [string, Notes<Conversion>])[] = []
  const entries = Object.entries(map).map(([key, item]): [string, Value] => {
    const { value, notes } = convert(item, field.child(key), run)
    if (notes !== undefined) below.push([key, notes])
    return [key, value]
  })
  return below.length === 0 ? { value: map, notes: undefined } : { value: Object.fromEntries(entries), notes: { below } }
}
