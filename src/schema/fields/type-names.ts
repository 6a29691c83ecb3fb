import { isSchema, type JsonSchema, listIn } from './json-schema.ts'

/** The types of JSON Schema. A set with `number` always holds `integer` too; one with `integer` alone wants whole numbers. */
export type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object'

export type TypeSet = ReadonlySet<TypeName>

/** Every type: what a schema allows that says nothing of types. */
export const allTypes: TypeSet = new Set<TypeName>(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'])

/** The types that a `type` keyword names; `undefined` if there is none, or none that is known. */
export function typesNamed(keyword: unknown): TypeSet | undefined {
  const names = (typeof keyword === 'string' ? [keyword] : listIn(keyword)).filter((name) =>
    allTypes.has(name as TypeName),
  ) as TypeName[]
  if (names.length === 0) return undefined
  return new Set(names.includes('number') ? [...names, 'integer' as const] : names)
}

/** The types of listed values, as `enum` and `const` give them. */
export function typesOfValues(values: readonly unknown[]): TypeSet {
  return new Set(values.flatMap((value): readonly TypeName[] => typesOfValue(value)))
}

/** The types that a value is of: a whole number is an `integer` and a `number`. */
export function typesOfValue(value: unknown): readonly TypeName[] {
  if (value === null) return ['null']
  if (typeof value === 'boolean') return ['boolean']
  if (typeof value === 'bigint') return ['integer', 'number']
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number']
  if (Array.isArray(value)) return ['array']
  // Dates and secrets are texts to a schema.
  return isSchema(value) && Object.getPrototypeOf(value) === Object.prototype ? ['object'] : ['string']
}

export function intersection(one: TypeSet, other: TypeSet): TypeSet {
  if (one === allTypes) return other
  return other === allTypes ? one : new Set([...one].filter((name) => other.has(name)))
}

export function union(sets: readonly TypeSet[]): TypeSet {
  return sets.includes(allTypes) ? allTypes : new Set(sets.flatMap((set) => [...set]))
}

/** The values that `const` and `enum` of one schema leave; `undefined` for any. */
export function choicesIn(schema: JsonSchema): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}
