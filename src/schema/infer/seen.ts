import { DateTime } from '../../values/date-time.ts'
import type { Path } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import { readText } from './read-text.ts'
import type { Sample } from './sample.ts'

/** What the samples have at one place: everything that is needed to describe it. */
export interface Seen {
  /** How often there was any value. */
  count: number
  nulls: number
  booleans: number
  integers: number
  fractions: number
  least: number
  most: number
  /** Values that are known to be secrets. */
  secrets: number
  texts: number
  /** Distinct texts with how often each was there; counted no further when there are many. */
  readonly choices: Map<string, number>
  /** Formats that every text so far has. */
  formats: ReadonlySet<string> | undefined
  lists: number
  items: Seen | undefined
  maps: number
  keys: Map<string, Seen> | undefined
  comment: string | undefined
}

/** Which formats a text has. */
export type FormatsOf = (text: string) => ReadonlySet<string>

/** More different texts than this are no choices. */
export const mostChoices = 8

export function nothingSeen(): Seen {
  const counts = { count: 0, nulls: 0, booleans: 0, integers: 0, fractions: 0, secrets: 0, texts: 0, lists: 0, maps: 0 }
  return {
    ...counts,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
    choices: new Map(),
    formats: undefined,
    items: undefined,
    keys: undefined,
    comment: undefined,
  }
}

/** Adds a value of a sample, and all that is in it. Depth is bounded by the readers' limit. */
export function look(seen: Seen, value: Value, sample: Sample, formatsOf: FormatsOf, path: Path = []): void {
  seen.count++
  seen.comment ??= path.length === 0 ? undefined : sample.commentAt?.(path)
  if (isMap(value)) lookAtMap(seen, value, sample, formatsOf, path)
  else if (isList(value)) {
    seen.lists++
    seen.items ??= nothingSeen()
    for (const [index, item] of value.entries()) look(seen.items, item, sample, formatsOf, [...path, index])
  } else lookAtScalar(seen, sample.textOnly === true && typeof value === 'string' ? readText(value) : value, formatsOf)
}

function lookAtMap(seen: Seen, value: Readonly<Record<string, Value>>, sample: Sample, formatsOf: FormatsOf, path: Path): void {
  seen.maps++
  seen.keys ??= new Map()
  for (const [key, item] of Object.entries(value)) {
    const known = seen.keys.get(key) ?? nothingSeen()
    seen.keys.set(key, known)
    look(known, item, sample, formatsOf, [...path, key])
  }
}

function lookAtScalar(seen: Seen, value: unknown, formatsOf: FormatsOf): void {
  if (value === null) seen.nulls++
  else if (typeof value === 'boolean') seen.booleans++
  else if (typeof value === 'number' || typeof value === 'bigint') lookAtNumber(seen, value)
  else if (value instanceof Secret) seen.secrets++
  else lookAtText(seen, value instanceof DateTime ? value.text : String(value), formatsOf)
}

function lookAtNumber(seen: Seen, value: number | bigint): void {
  if (typeof value === 'bigint' || Number.isInteger(value)) seen.integers++
  else seen.fractions++
  seen.least = Math.min(seen.least, Number(value))
  seen.most = Math.max(seen.most, Number(value))
}

function lookAtText(seen: Seen, text: string, formatsOf: FormatsOf): void {
  seen.texts++
  if (seen.formats === undefined) seen.formats = formatsOf(text)
  else if (seen.formats.size > 0) seen.formats = common(seen.formats, formatsOf(text))
  if (seen.choices.size <= mostChoices) seen.choices.set(text, (seen.choices.get(text) ?? 0) + 1)
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((name) => other.has(name)))
}
