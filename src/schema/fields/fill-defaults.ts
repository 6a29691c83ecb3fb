import { ConfigError } from '../../errors/config-error.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import { defaultOf } from './default-copies.ts'
import type { Field } from './field.ts'
import { isEndless, isMadeFromParts } from './made-maps.ts'
import { type Done, listNotes, type Noted, type Notes, SubtreeMemo } from './notes.ts'
import { reaching } from './reaching.ts'

/** Where a filled value comes from: the place of the default in the schema. */
export interface FilledRule {
  readonly rule: string
}

export interface Filled {
  readonly value: Value
  /** What was filled in, put together when asked for. */
  readonly filled: readonly Noted<FilledRule>[]
}

/**
 * The tree with the defaults of the schema. A missing key gets its default. A missing map is made where it is required,
 * and where its defaults leave nothing in it that is required and missing: so `server` comes to be if all of it has
 * defaults, and an optional `tls` that needs a certificate does not. Also inside list elements and the values of maps.
 * Filling again changes nothing; a subtree that was filled before is not looked at again.
 * @throws ConfigError SCHEMA_UNSUPPORTED if the defaults of a schema grow without measure
 */
export function fillDefaults(tree: Value, root: Field): Filled {
  const { value, notes } = new Filler(leadsToDefault(root)).fill(tree, root)
  return {
    value,
    get filled() {
      return listNotes(notes)
    },
  }
}

type Result = Done<Value, FilledRule>
type Below = [key: string | number, notes: Notes<FilledRule>]

const memo = new SubtreeMemo<Field, Result>()
const leadsByRoot = new WeakMap<Field, (field: Field) => boolean>()

function leadsToDefault(root: Field): (field: Field) => boolean {
  const known =
    leadsByRoot.get(root) ?? reaching(root, (schema) => schema['default'] !== undefined || schema['required'] !== undefined)
  leadsByRoot.set(root, known)
  return known
}

/** Definitions that refer to each other again and again describe more values than memory holds. */
const mostMade = 100_000

class Filler {
  readonly #leads: (field: Field) => boolean
  #made = 0

  constructor(leads: (field: Field) => boolean) {
    this.#leads = leads
  }

  /** Depth is bounded by the readers' limit, so recursion is no danger here. */
  fill(value: Value, field: Field | undefined): Result {
    if (field === undefined || !this.#leads(field) || (!isMap(value) && !isList(value))) return { value, notes: undefined }
    return memo.get(field, value) ?? memo.set(field, value, isList(value) ? this.#list(value, field) : this.#map(value, field))
  }

  #list(list: readonly Value[], field: Field): Result {
    const below: Below[] = []
    const copy = list.map((item, index) => this.#child(item, index, field, below))
    return below.length === 0 ? { value: list, notes: undefined } : { value: copy, notes: { below } }
  }

  /** Filling in may decide which branch of the schema is meant, and that may bring further defaults. */
  #map(map: ValueMap, field: Field): Result {
    const below: Below[] = []
    let value = map
    for (let current = field; ; ) {
      const next = this.#mapOnce(value, current, below)
      const narrowed = field.narrowed(next)
      if (next === value && narrowed === current) break
      value = next
      current = narrowed
    }
    return { value, notes: below.length === 0 ? undefined : { below } }
  }

  #mapOnce(map: ValueMap, field: Field, below: Below[]): ValueMap {
    const before = below.length
    const entries = Object.entries(map).map(([key, item]): [string, Value] => [key, this.#child(item, key, field, below)])
    for (const key of field.certainNames) {
      if (Object.hasOwn(map, key)) continue
      const made = this.#make(field.child(key), field.required.has(key))
      if (made === undefined) continue
      entries.push([key, made.value])
      below.push([key, made.notes ?? { below: [] }])
    }
    return below.length === before ? map : Object.fromEntries(entries)
  }

  #child(item: Value, key: string | number, field: Field, below: Below[]): Value {
    if (typeof item !== 'object') return item
    const { value, notes } = this.fill(item, field.child(key))
    if (notes !== undefined) below.push([key, notes])
    return value
  }

  /** The value of a missing key; `undefined` if it stays missing. */
  #make(field: Field | undefined, required: boolean): Result | undefined {
    if (field === undefined) return undefined
    const start = startOf(field)
    if (start === undefined) return undefined
    if (++this.#made > mostMade) throw tooMany(field)

    const { value, notes } = this.fill(start, field)
    if (field.default !== undefined)
      return { value, notes: { own: { rule: field.placeOf('default') }, below: notes?.below ?? [] } }
    if (required) return { value, notes: notes ?? { own: { rule: field.place }, below: [] } }
    return notes !== undefined && isComplete(value, field) ? { value, notes } : undefined
  }
}

/** What a missing value begins with: its default, or an empty map; `undefined` if it stays missing. */
function startOf(field: Field): Value | undefined {
  const given = defaultOf(field)
  if (given === undefined) return isMadeFromParts(field) ? {} : undefined
  // In an empty list there is nothing to fill in, and so no end to miss.
  const mayGrow = typeof given === 'object' && given !== null && !(isList(given) && given.length === 0)
  return mayGrow && isEndless(field) ? undefined : given
}

/** Whether nothing required is missing in what was made. */
function isComplete(value: Value, field: Field): boolean {
  if (!isMap(value)) return true
  const narrowed = field.narrowed(value)
  for (const key of narrowed.required) if (!Object.hasOwn(value, key)) return false
  return Object.entries(value).every(([key, item]) => {
    const child = narrowed.child(key)
    return child === undefined || isComplete(item, child)
  })
}

function tooMany(field: Field): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `the defaults of the schema make more than ${mostMade.toLocaleString('en')} values`,
    hint: 'give fewer defaults to definitions that refer to each other',
    rule: field.place,
  })
}
