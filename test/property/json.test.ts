import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edit, Format } from '../../src/formats/format.ts'
import { json } from '../../src/formats/json/json.ts'
import { json5 } from '../../src/formats/json5/json5.ts'
import { jsonc } from '../../src/formats/jsonc/jsonc.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import { withValue } from '../../src/values/set.ts'
import { isList, isMap, type Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const beyond = fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n })
const key = fc.oneof(fc.string(), fc.constantFrom('', 'a b', '"', "'", '\\', '/*', '//', '__proto__', 'ü', '\u2028', '1', '\n'))
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

function values(numbers: fc.Arbitrary<number>): fc.Arbitrary<Value> {
  const leaf = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    numbers,
    beyond,
    beyond.map((n) => -n),
    fc.string({ unit: 'binary' }),
    key,
  )
  return fc.letrec<{ tree: Value }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.array(fc.tuple(key, tie('tree')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries) as Value),
    ),
  })).tree
}

const languages: readonly (readonly [string, Format, fc.Arbitrary<Value>])[] = [
  ['json', json(), values(finite)],
  ['jsonc', jsonc(), values(finite)],
  ['json5', json5(), values(fc.double())],
]
const many = { numRuns: runsOr(1000) }

describe.each(languages)('%s', (_, format, value) => {
  it('reads back what it prints, at any indentation', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 8 }), (tree, indent) => {
        const printed = format.print(tree, { indent })
        expect([printed, isEqual(format.parse(printed, 'f').value, tree)]).toEqual([printed, true])
      }),
      many,
    )
  })

  it('has at a path what was set there, and everything else as before', () => {
    fc.assert(
      fc.property(value, value, fc.nat(), fc.boolean(), fc.integer({ min: 0, max: 4 }), (tree, set, choice, adds, indent) => {
        const text = format.print(tree, { indent })
        const path = adds ? newPath(tree, choice) : somePath(tree, choice)
        const edited = format.edit(text, [{ kind: 'set', path, value: set }], 'f')
        expect([edited, isEqual(format.parse(edited, 'f').value, withValue(tree, path, set))]).toEqual([edited, true])
      }),
      many,
    )
  })

  it('keeps all bytes around a value that is replaced', () => {
    fc.assert(
      fc.property(value, fc.integer(), fc.nat(), (tree, set, choice) => {
        const text = format.print(tree)
        const path = somePath(tree, choice)
        const span = format.parse(text, 'f').locate(path)
        const edited = format.edit(text, [{ kind: 'set', path, value: set }], 'f')
        expect(edited).toBe(text.slice(0, span?.start.offset) + String(set) + text.slice(span?.end.offset))
      }),
      many,
    )
  })

  it('is the same text again after adding a key and removing it', () => {
    fc.assert(
      fc.property(value, value, fc.nat(), fc.constantFrom('\n', '\r\n'), (tree, set, choice, lineEnd) => {
        const text = format.print(tree).replaceAll('\n', lineEnd)
        const path = newPath(tree, choice)
        const edits: Edit[] = [
          { kind: 'set', path, value: set },
          { kind: 'remove', path: path.slice(0, parentLength(tree, path) + 1) },
        ]
        if (path.length > 0) expect(format.edit(text, edits, 'f')).toBe(text)
      }),
      many,
    )
  })

  it('has all but the removed value after a removal', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 0, max: 2 }), (tree, choice, indent) => {
        const path = somePath(tree, choice)
        if (path.length === 0) return
        const edited = format.edit(format.print(tree, { indent }), [{ kind: 'remove', path }], 'f')
        expect([edited, isEqual(format.parse(edited, 'f').value, without(tree, path))]).toEqual([edited, true])
      }),
      many,
    )
  })
})

function somePath(tree: Value, choice: number): Path {
  const paths: Path[] = []
  walkLeaves(tree, (path) => {
    paths.push(path)
  })
  return paths[choice % paths.length] ?? []
}

/** A key that is not there, or the end of a list; the whole document when that is a single value. */
function newPath(tree: Value, choice: number): Path {
  const parent = somePath(tree, choice).slice(0, -1)
  const container = getAt(tree, parent)
  if (isList(container)) return [...parent, container.length]
  if (!isMap(container)) return []
  let name = 'new'
  while (Object.hasOwn(container, name)) name += '!'
  return choice % 2 === 0 ? [...parent, name] : [...parent, name, 'inner']
}

/** How much of a path is there already. */
function parentLength(tree: Value, path: Path): number {
  let length = path.length - 1
  while (length > 0 && getAt(tree, path.slice(0, length)) === undefined) length--
  return length
}

function without(tree: Value, path: Path): Value {
  const parent = path.slice(0, -1)
  const part = path.at(-1)
  const container = getAt(tree, parent) as Value
  const rest = isList(container)
    ? container.filter((_, index) => index !== part)
    : (Object.fromEntries(Object.entries(container as object).filter(([name]) => name !== part)) as Value)
  return withValue(tree, parent, rest)
}
