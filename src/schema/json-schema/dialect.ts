import { combineKeywords, conditionKeywords } from './keywords/combine.ts'
import { containsKeywords, oldContainsKeywords } from './keywords/contains.ts'
import { dependencyKeywords, dependentKeywords } from './keywords/dependent.ts'
import { domainKeywords } from './keywords/domain.ts'
import { listKeywords, newItemKeywords, oldItemKeywords } from './keywords/list.ts'
import { mapKeywords, nameKeywords } from './keywords/map.ts'
import { namedRuleKeywords } from './keywords/named-rules.ts'
import { numberKeywords, oldNumberKeywords } from './keywords/number.ts'
import { dynamicKeywords, recursiveKeywords, referenceKeywords } from './keywords/reference.ts'
import { formatKeywords, textKeywords } from './keywords/text.ts'
import { constKeywords, typeKeywords } from './keywords/type.ts'
import { unevaluatedKeywords } from './keywords/unevaluated.ts'
import type { AnyMap } from './kind.ts'
import { isObject } from './kind.ts'
import type { Registry } from './registry.ts'
import type { Keyword } from './step.ts'

type KeywordTable = Readonly<Record<string, Keyword>>

/** A version of JSON Schema: which keywords there are, and how schemas name themselves. */
export interface Dialect {
  readonly idKeyword: '$id' | 'id'
  /** True where whatever stands beside `$ref` says nothing. */
  readonly refStandsAlone: boolean
  readonly keywords: KeywordTable
  /** True where a metaschema asks for formats to be checked, whatever the options say. */
  readonly assertsFormats: boolean
}

const asserting: KeywordTable = { ...typeKeywords, ...constKeywords, ...numberKeywords, ...textKeywords, ...listKeywords }

/** The vocabularies of 2020-12, by the last part of their URI. */
const vocabularies: Readonly<Record<string, KeywordTable>> = {
  core: { ...referenceKeywords, ...dynamicKeywords },
  applicator: {
    ...pick(mapKeywords, ['properties', 'patternProperties', 'additionalProperties']),
    ...nameKeywords,
    ...newItemKeywords,
    ...containsKeywords,
    ...combineKeywords,
    ...conditionKeywords,
    ...pick(dependentKeywords, ['dependentSchemas']),
  },
  unevaluated: unevaluatedKeywords,
  validation: {
    ...asserting,
    ...pick(mapKeywords, ['required', 'minProperties', 'maxProperties']),
    ...pick(dependentKeywords, ['dependentRequired']),
  },
  'format-annotation': formatKeywords,
  'format-assertion': formatKeywords,
  'meta-data': {},
  content: {},
}

/** Not a part of JSON Schema, or not any more, and still understood. */
const always: KeywordTable = { ...namedRuleKeywords, ...domainKeywords, ...dependencyKeywords }

export const draft2020: Dialect = {
  idKeyword: '$id',
  refStandsAlone: false,
  keywords: Object.assign({}, always, ...Object.values(vocabularies)),
  assertsFormats: false,
}

const draft2019: Dialect = {
  ...draft2020,
  keywords: {
    ...omit(draft2020.keywords, ['prefixItems', '$dynamicRef']),
    ...oldItemKeywords,
    ...recursiveKeywords,
  },
}

const draft7: Dialect = {
  idKeyword: '$id',
  refStandsAlone: true,
  keywords: {
    ...always,
    ...referenceKeywords,
    ...asserting,
    ...formatKeywords,
    ...mapKeywords,
    ...nameKeywords,
    ...oldItemKeywords,
    ...oldContainsKeywords,
    ...combineKeywords,
    ...conditionKeywords,
  },
  assertsFormats: false,
}

const draft6: Dialect = { ...draft7, keywords: omit(draft7.keywords, ['if', 'then', 'else']) }

const draft4: Dialect = {
  ...draft6,
  idKeyword: 'id',
  keywords: {
    ...omit(draft6.keywords, ['const', 'contains', 'propertyNames', 'exclusiveMinimum', 'exclusiveMaximum']),
    ...oldNumberKeywords,
  },
}

/** What `$schema` may be left out for, by the name of the version. */
export const dialects = {
  'draft-04': draft4,
  'draft-06': draft6,
  'draft-07': draft7,
  '2019-09': draft2019,
  '2020-12': draft2020,
} as const

const byUri: Readonly<Record<string, Dialect>> = {
  'https://json-schema.org/draft/2020-12/schema': draft2020,
  'https://json-schema.org/draft/2019-09/schema': draft2019,
  'http://json-schema.org/draft-07/schema': draft7,
  'http://json-schema.org/draft-06/schema': draft6,
  'http://json-schema.org/draft-04/schema': draft4,
}

/** The dialect of a schema: what its `$schema` names, else that of the schema around it. */
export function dialectOf(schema: unknown, around: Dialect, registry: Registry): Dialect {
  const named = isObject(schema) ? schema['$schema'] : undefined
  if (typeof named !== 'string') return around
  const uri = named.replace(/#$/, '').replace(/^https?:(?=\/\/json-schema\.org\/draft-)/, 'http:')
  if (Object.hasOwn(byUri, uri)) return byUri[uri] as Dialect
  return customDialect(registry.schemaAt(uri)) ?? around
}

/** A metaschema lists the vocabularies whose keywords count. */
function customDialect(metaschema: unknown): Dialect | undefined {
  const listed = isObject(metaschema) ? metaschema['$vocabulary'] : undefined
  if (!isObject(listed)) return undefined
  const names = Object.keys(listed).map((uri) => uri.slice(uri.lastIndexOf('/') + 1))
  const tables = names.map((name) => (Object.hasOwn(vocabularies, name) ? vocabularies[name] : undefined))
  return {
    ...draft2020,
    keywords: Object.assign({}, always, vocabularies['core'], ...tables),
    assertsFormats: names.includes('format-assertion'),
  }
}

/** The keywords of a schema that its dialect knows. */
export function keywordNames(dialect: Dialect, schema: AnyMap): readonly string[] {
  if (dialect.refStandsAlone && Object.hasOwn(schema, '$ref')) return ['$ref']
  return Object.keys(schema).filter((name) => Object.hasOwn(dialect.keywords, name) && schema[name] !== undefined)
}

function pick(table: KeywordTable, names: readonly string[]): KeywordTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)))
}

function omit(table: KeywordTable, names: readonly string[]): KeywordTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name)))
}
