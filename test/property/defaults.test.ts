import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rootField } from '../../src/schema/fields/field-space.ts'
import { fillDefaults } from '../../src/schema/fields/fill-defaults.ts'
import type { JsonSchema } from '../../src/schema/fields/json-schema.ts'
import { convertNotations } from '../../src/schema/fields/notations.ts'
import { coerceTexts } from '../../src/validation/coerce.ts'
import { deepFreeze } from '../../src/values/freeze.ts'
import { getAt } from '../../src/values/get.ts'
import { isList, isMap, type Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { holds, key, plain, scalar } from './trees.ts'

/** Schemas with everything that has a say in defaults, also such as contain themselves. */
const schema: fc.Arbitrary<JsonSchema> = fc
  .letrec<{ node: JsonSchema; named: JsonSchema }>((tie) => ({
    named: fc.record(
      {
        properties: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
        required: fc.uniqueArray(key, { maxLength: 2 }),
        type: fc.constantFrom<unknown>('object', ['object', 'null'], undefined),
        default: fc.constantFrom<unknown>(undefined, {}, { a: 1 }, null),
        additionalProperties: tie('node'),
      },
      { requiredKeys: ['properties'] },
    ),
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'schema' },
      fc.record({ default: scalar }),
      fc.record({ const: scalar }),
      fc.constant<JsonSchema>({}),
      fc.constantFrom<JsonSchema>({ $ref: '#' }, { $ref: '#/properties/a' }, { type: 'integer' }),
      tie('named'),
      fc.record({ items: tie('node'), default: fc.constantFrom<unknown>(undefined, [], [{}]) }),
      fc.record({
        oneOf: fc.array(tie('named'), { minLength: 1, maxLength: 3 }),
        properties: fc.dictionary(key, tie('node'), { maxKeys: 2, noNullPrototype: true }),
      }),
      fc.record({ if: tie('named'), then: tie('named'), else: tie('named') }),
      fc.record({ allOf: fc.array(tie('named'), { minLength: 1, maxLength: 2 }) }),
    ),
  }))
  .named.map((root) => ({ ...root, properties: { a: {}, ...(root['properties'] as object) } }))

describe('filling defaults', () => {
  it('changes nothing the second time, keeps what was there, and names what it added', () => {
    holds([schema, plain], (document, tree) => {
      const root = rootField(document)
      const { value, filled } = fillDefaults(tree, root)
      expect(fillDefaults(value, root).value).toBe(value)
      walkLeaves(tree, (path, leaf) => {
        if (!isMap(leaf) && !isList(leaf)) expect(getAt(value, path)).toBe(leaf)
      })
      for (const { path } of filled) {
        expect(getAt(value, path)).toBeDefined()
        expect(getAt(tree, path)).toBeUndefined()
      }
      if (filled.length === 0) expect(value).toBe(tree)
    })
  })

  it('gives the same with what is remembered and without', () => {
    holds([schema, plain, plain], (document, one, other) => {
      const root = rootField(document)
      fillDefaults(one, root)
      const tree = deepFreeze({ ...one, b: other })
      expect(fillDefaults(tree, root).value).toEqual(fillDefaults(structuredClone(tree), rootField(document)).value)
    })
  })
})

describe('reading texts and notations', () => {
  it('changes nothing in trees without texts, and shares every part without one', () => {
    holds([schema, plain], (document, tree) => {
      const root = rootField(document)
      const { value, coerced } = coerceTexts(tree, root)
      if (coerced.length === 0) expect(value).toBe(tree)
      expect(coerceTexts(value, root).value).toEqual(value)
      expect(convertNotations(tree, root).value).toBe(tree)
      expectOwn(value)
    })
  })
})

function expectOwn(value: Value): void {
  if (isMap(value)) expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  if (isMap(value) || isList(value)) for (const child of Object.values(value)) expectOwn(child)
}
