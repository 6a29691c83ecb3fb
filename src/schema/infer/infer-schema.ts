import { isMap } from '../../values/value.ts'
import type { JsonSchema } from '../fields/json-schema.ts'
import { formatsOfText } from './formats-of-text.ts'
import type { InferOptions, Sample } from './sample.ts'
import { look, mostChoices, nothingSeen, type Seen } from './seen.ts'

/**
 * A JSON Schema of what the samples have in common: types, formats, keys that all of them have, choices that repeat.
 * All samples are right by it; it is a beginning for people to go on from, and allows more than what was seen.
 */
export function inferSchema(samples: readonly Sample[], options: InferOptions = {}): JsonSchema {
  const seen = nothingSeen()
  for (const sample of samples) look(seen, sample.value, sample, formatsOfText)
  const isSecretName = options.isSecretName ?? (() => false)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(options.title === undefined ? {} : { title: options.title }),
    ...describe(seen, { name: '', isSecretName }),
  }
}

interface Naming {
  /** Of the key; that of a list for its elements. */
  readonly name: string
  readonly isSecretName: (name: string) => boolean
}

/** More keys than anybody would write into a program: the keys are data. */
const mostKeys = 100

function describe(seen: Seen, naming: Naming): JsonSchema {
  const types = typesOf(seen)
  const isText = (seen.texts > 0 || seen.lists > 0) && seen.maps === 0
  const isSecret = seen.secrets > 0 || (isText && naming.isSecretName(naming.name))
  return {
    ...(seen.comment === undefined ? {} : { description: seen.comment }),
    ...(types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types }),
    ...(isSecret ? { 'x-secret': true } : textKeywords(seen, types, naming.name)),
    ...portKeywords(seen, types, naming.name),
    ...(seen.lists > 0 && seen.items !== undefined && seen.items.count > 0 ? { items: describe(seen.items, naming) } : {}),
    ...(seen.keys === undefined ? {} : mapKeywords(seen, seen.keys, naming)),
  }
}

/** A value that is only ever null says nothing of what it would be. */
function typesOf({ nulls, booleans, integers, fractions, texts, lists, maps }: Seen): readonly string[] {
  const types = [
    maps > 0 ? 'object' : undefined,
    lists > 0 ? 'array' : undefined,
    texts > 0 ? 'string' : undefined,
    fractions > 0 ? 'number' : integers > 0 ? 'integer' : undefined,
    booleans > 0 ? 'boolean' : undefined,
  ].filter((type) => type !== undefined)
  return types.length > 0 && nulls > 0 ? [...types, 'null'] : types
}

/** Where an address stands today, a name may stand tomorrow. */
const isHostName = /(?:host|hosts|address|listen|bind|server|servers)$/i

function textKeywords(seen: Seen, types: readonly string[], name: string): JsonSchema {
  if (seen.texts === 0) return {}
  const format = [...(seen.formats ?? [])].find((each) => !(isHostName.test(name) && each.startsWith('ip')))
  if (format !== undefined) return { format }
  const isAlone = types.length === 1
  return isAlone && areChoices(seen) ? { enum: [...seen.choices.keys()].sort() } : {}
}

/** Few words that come again and again. */
function areChoices({ choices, texts }: Seen): boolean {
  if (choices.size < 2 || choices.size > mostChoices || texts < 4 || texts < 2 * choices.size) return false
  return [...choices.keys()].every((text) => /^[A-Za-z][A-Za-z0-9_-]{0,30}$/.test(text))
}

function portKeywords({ integers, least, most }: Seen, types: readonly string[], name: string): JsonSchema {
  const isPort = /(?:^p|[_-]p|P)orts?$|(?:^|_)PORTS?$/.test(name)
  if (!isPort || integers === 0 || !types.includes('integer') || least < 0 || most > 65_535) return {}
  return { minimum: least === 0 ? 0 : 1, maximum: 65_535, 'x-type': 'port' }
}

function mapKeywords(seen: Seen, keys: ReadonlyMap<string, Seen>, naming: Naming): JsonSchema {
  if (keys.size > mostKeys) return { additionalProperties: describeTogether([...keys.values()], naming) }
  const required = [...keys].filter(([, value]) => value.count === seen.maps).map(([key]) => key)
  const properties = [...keys].map(([key, value]): [string, JsonSchema] => [key, describe(value, { ...naming, name: key })])
  return {
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
  }
}

/** What many keys have in common, one level deep: what lies below them was seen apart. */
function describeTogether(all: readonly Seen[], naming: Naming): JsonSchema {
  const schemas = all.map((seen) => describe({ ...seen, comment: undefined }, naming))
  const types = [...new Set(schemas.flatMap(({ type }) => (Array.isArray(type) ? type : type === undefined ? [] : [type])))]
  const isSame = new Set(schemas.map((schema) => JSON.stringify(schema))).size === 1
  const [first] = schemas
  if (isSame && isMap(first)) return first
  const hasUnknown = schemas.some(({ type }) => type === undefined)
  return hasUnknown || types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types }
}
