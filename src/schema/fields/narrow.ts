import { isEqual } from '../../values/equal.ts'
import { childOf } from '../../values/get.ts'
import { isMap, type Value } from '../../values/value.ts'
import { always, type Fork, forksOf } from './expand.ts'
import { entriesIn, isSchema, type JsonSchema, listIn } from './json-schema.ts'
import type { PlacedSchema, SchemaPlaces } from './schema-document.ts'
import { choicesIn, typesNamed, typesOfValue } from './type-names.ts'

/** Whether a value meets a schema, as far as types, choices and required keys tell. */
type Verdict = 'yes' | 'no' | 'perhaps'

/** Choices that tell branches apart stand near the top; further down nobody looks. */
const maxDepth = 4

/** Keywords that are looked at here, and keywords that refuse nothing. Any other may refuse the value. */
const understood = new Set(
  (
    'type const enum required properties allOf anyOf oneOf $ref if then else title description default examples deprecated readOnly writeOnly ' +
    '$comment $id $schema $anchor $defs definitions'
  ).split(' '),
)

/** The one branch that a value can be meant for; `undefined` if there are several, or none. */
export function branchFor({ condition, branches }: Fork, value: Value, places: SchemaPlaces): PlacedSchema | undefined {
  if (condition === undefined) {
    const fitting = branches.filter((branch) => branch !== undefined && verdictOn(branch, value, places, false) !== 'no')
    return fitting.length === 1 ? fitting[0] : undefined
  }
  const holds = verdictOn(condition, value, places, true)
  return holds === 'perhaps' ? undefined : branches[holds === 'yes' ? 0 : 1]
}

/** `required` counts only where `strict`: otherwise a default may still bring the key. */
function verdictOn(at: PlacedSchema, value: Value, places: SchemaPlaces, strict: boolean, depth = 0): Verdict {
  const { schema } = at
  if (!isSchema(schema)) return schema === false ? 'no' : 'yes'
  if (depth > maxDepth) return 'perhaps'
  const types = typesNamed(schema['type'])
  if (types !== undefined && !typesOfValue(value).some((type) => types.has(type))) return 'no'
  const choices = choicesIn(schema)
  if (choices !== undefined && !choices.some((choice) => isEqual(choice as Value, value))) return 'no'

  const verdicts: Verdict[] = [keysVerdict(schema, at, value, places, strict, depth)]
  for (const below of always(schema, at, places)) verdicts.push(verdictOn(below, value, places, strict, depth + 1))
  if (forksOf(schema, at, places).length > 0 || !Object.keys(schema).every(isUnderstood)) verdicts.push('perhaps')
  return all(verdicts)
}

function isUnderstood(keyword: string): boolean {
  return understood.has(keyword) || keyword.startsWith('x-')
}

function keysVerdict(
  schema: JsonSchema,
  at: PlacedSchema,
  value: Value,
  places: SchemaPlaces,
  strict: boolean,
  depth: number,
): Verdict {
  if (!isMap(value)) return 'yes'
  const missing = listIn(schema['required']).some((key) => typeof key === 'string' && !Object.hasOwn(value, key))
  if (missing && strict) return 'no'
  const verdicts = entriesIn(schema['properties']).map(([key, child]): Verdict => {
    const own = childOf(value, key)
    if (own === undefined) return 'yes'
    return verdictOn(places.below(at, child, 'properties', key), own, places, strict, depth + 1)
  })
  return all(missing ? [...verdicts, 'perhaps'] : verdicts)
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no'
  return verdicts.includes('perhaps') ? 'perhaps' : 'yes'
}
