import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { properties } from '../../src/formats/properties/properties.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Value, ValueMap } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const odd = fc.constantFrom(
  ' ',
  '\\',
  '=',
  ':',
  '#',
  '!',
  '.',
  '[',
  ']',
  '[0]',
  '\n',
  '\r',
  '\t',
  '\f',
  '\\u',
  'é',
  '\u0085',
  '\0',
)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(odd, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
)
const key = fc.oneof(fc.stringMatching(/^[a-z_]{1,6}$/), text).filter((name) => name !== '__proto__')
const tree = fc.letrec<{ map: ValueMap; list: Value; value: Value }>((tie) => ({
  map: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<ValueMap>,
  list: fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, text, tie('map'), tie('list')),
})).map
const runs = { numRuns: runsOr(3000) }
const nested = properties()
const flat = properties({ flat: true })

describe('.properties', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(isEqual(nested.parse(nested.print(value), 'x').value, value)).toBe(true)
      }),
      runs,
    )
  })

  it('reads back what it prints, flat', () => {
    fc.assert(
      fc.property(fc.dictionary(key, text, { noNullPrototype: true }), (value) => {
        expect(flat.parse(flat.print(value), 'x').value).toEqual(value)
      }),
      runs,
    )
  })

  it('prints only ASCII', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(nested.print(value)).toMatch(/^[\n -~]*$/)
      }),
      runs,
    )
  })

  it('changes any leaf to any text', () => {
    fc.assert(
      fc.property(tree, fc.nat(), text, (value, choice, next) => {
        const source = nested.print(value)
        const paths: (readonly (string | number)[])[] = []
        walkLeaves(value, (path) => void paths.push(path))
        const path = paths[choice % paths.length] ?? []
        const edited = nested.edit(source, [{ kind: 'set', path, value: next }], 'x')
        expect(getAt(nested.parse(edited, 'x').value, path)).toBe(next)
        expect(edited.split('\n').filter((line, index) => line !== source.split('\n')[index]).length).toBeLessThanOrEqual(1)
      }),
      runs,
    )
  })

  it('becomes equal to any map that is set as a whole', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const edited = nested.edit(nested.print(before), [{ kind: 'set', path: [], value: after }], 'x')
        expect(isEqual(nested.parse(edited, 'x').value, after)).toBe(true)
      }),
      runs,
    )
  })
})
