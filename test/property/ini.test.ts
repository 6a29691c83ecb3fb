import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { ini } from '../../src/formats/ini/ini.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Value, ValueMap } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const odd = fc.constantFrom(
  ' ',
  '"',
  "'",
  '\\',
  '=',
  ':',
  ';',
  '#',
  '[',
  ']',
  '.',
  '\n',
  '\r',
  '\t',
  '%',
  '$',
  '{x}',
  '\\u0041',
  ' ;',
  'é',
  '\u0085',
  '\ufeff',
  '\0',
)
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.oneof(odd, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
)
const key = fc.oneof(fc.stringMatching(/^[a-z_]{1,6}$/), text).filter((name) => name !== '__proto__')
const map = fc.letrec<{ map: ValueMap; value: Value }>((tie) => ({
  map: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<ValueMap>,
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, text, tie('map')),
})).map
const runs = { numRuns: runsOr(3000) }
const noSpecialDefault = ini()

describe('INI, default dialect', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(map, (value) => {
        expect(isEqual(noSpecialDefault.parse(noSpecialDefault.print(value), 'x').value, value)).toBe(true)
      }),
      runs,
    )
  })

  it('reads back what it prints, with either interpolation', () => {
    for (const interpolation of ['basic', 'extended']) {
      const format = ini({ interpolation })
      fc.assert(
        fc.property(map, (value) => {
          expect(isEqual(format.parse(format.print(value), 'x').value, value)).toBe(true)
        }),
        { numRuns: runsOr(1000) },
      )
    }
  })

  it('gets what was set, and leaves every other value alone', () => {
    fc.assert(
      fc.property(map, fc.array(key, { minLength: 1, maxLength: 3 }), text, (before, path, value) => {
        const source = noSpecialDefault.print(before)
        const edited = orRefused(() => noSpecialDefault.edit(source, [{ kind: 'set', path, value }], 'x'))
        if (edited === undefined) return
        const after = noSpecialDefault.parse(edited, 'x').value
        expect(getAt(after, path)).toBe(value)
        expectOthersEqual(before, after, path)
      }),
      runs,
    )
  })

  it('becomes equal to any map that is set as a whole', () => {
    fc.assert(
      fc.property(map, map, (before, after) => {
        const edited = noSpecialDefault.edit(noSpecialDefault.print(before), [{ kind: 'set', path: [], value: after }], 'x')
        expect(leaves(noSpecialDefault.parse(edited, 'x').value)).toEqual(leaves(after))
      }),
      runs,
    )
  })

  it('gives the text back when a key is added and removed', () => {
    fc.assert(
      fc.property(map, key, text, (before, name, value) => {
        fc.pre(!Object.hasOwn(before, name))
        const source = noSpecialDefault.print({ first: '1', ...before })
        fc.pre(name !== 'first')
        const added = noSpecialDefault.edit(source, [{ kind: 'set', path: [name], value }], 'x')
        expect(noSpecialDefault.edit(added, [{ kind: 'remove', path: [name] }], 'x')).toBe(source)
      }),
      runs,
    )
  })
})

describe('INI, python dialect', () => {
  const python = ini({ dialect: 'python' })
  const sections = fc.dictionary(key, fc.dictionary(key, text, { maxKeys: 4, noNullPrototype: true }), {
    maxKeys: 4,
    noNullPrototype: true,
  })

  it('prints only what it reads back', () => {
    fc.assert(
      fc.property(sections, (value) => {
        const printed = orRefused(() => python.print(value))
        if (printed !== undefined) expect(isEqual(python.parse(printed, 'x').value, value)).toBe(true)
      }),
      runs,
    )
  })

  it('prints every text that has no line ends and no outer blanks', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(value === value.trim() && !/[\x00-\x20]$|^[\x00-\x20]/.test(value))
        expect(python.parse(python.print({ a: { k: value } }), 'x').value).toEqual({ a: { k: value } })
      }),
      runs,
    )
  })
})

function orRefused<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

function leaves(value: Value): Record<string, Value> {
  const found: [string, Value][] = []
  walkLeaves(value, (path, leaf) => {
    if (typeof leaf === 'string') found.push([JSON.stringify(path), leaf])
  })
  return Object.fromEntries(found)
}

function expectOthersEqual(before: Value, after: Value, path: readonly string[]): void {
  const prefix = JSON.stringify(path).slice(0, -1)
  const others = (value: Value) => Object.fromEntries(Object.entries(leaves(value)).filter(([name]) => !name.startsWith(prefix)))
  expect(others(after)).toEqual(others(before))
}
