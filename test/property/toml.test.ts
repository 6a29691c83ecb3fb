import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toml } from '../../src/formats/toml/index.ts'
import { DateTime, type DateTimeKind } from '../../src/values/date-time.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import { withValue } from '../../src/values/set.ts'
import type { Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const format = toml()
const runs = runsOr(1000)

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).map((each) => each.toWellFormed()),
)
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'long-name', 'a b', '0') },
  { weight: 1, arbitrary: text },
)
const safeKey = key.filter((each) => each !== '__proto__')
const date = fc.constantFrom(
  new DateTime('local-date', '2026-02-28'),
  new DateTime('local-time', '07:32:00.5'),
  new DateTime('local-date-time', '1979-05-27T07:32:00'),
  new DateTime('offset-date-time', '1979-05-27T07:32:00.999999-07:00'),
)
const bigInteger = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((each) => (Number.isSafeInteger(Number(each)) ? Number(each) : each))
const scalar = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), date, bigInteger)
const { value: anyValue } = fc.letrec<{ value: Value; map: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
    fc.array(tie('map'), { maxLength: 3 }),
  ),
  map: fc.dictionary(safeKey, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}))
const document = fc.dictionary(safeKey, anyValue, { maxKeys: 6, noNullPrototype: true }) as fc.Arbitrary<Value>

describe('printed TOML', () => {
  it('reads back as an equal value', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(isEqual(format.parse(format.print(value), 'printed').value, value)).toBe(true)
      }),
      { numRuns: runs },
    )
  })

  it('is TOML 1.0', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(isEqual(toml({ version: '1.0' }).parse(format.print(value), 'printed').value, value)).toBe(true)
      }),
      { numRuns: runs },
    )
  })
})

describe('edited TOML', () => {
  it('becomes any other document by setting the root', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const edited = format.edit(format.print(before), [{ kind: 'set', path: [], value: after }], 'file')
        expect(isEqual(format.parse(edited, 'edited').value, after)).toBe(true)
      }),
      { numRuns: runs },
    )
  })

  it('has what was set, and everything else unchanged', () => {
    fc.assert(
      fc.property(document, fc.array(safeKey, { minLength: 1, maxLength: 3 }), anyValue, (before, path, value) => {
        const edited = tryEdit(before, path, value)
        fc.pre(edited !== undefined)
        expect(isEqual(format.parse(edited, 'edited').value, withValue(before, path, value))).toBe(true)
      }),
      { numRuns: runs },
    )
  })

  it('loses exactly what was removed', () => {
    fc.assert(
      fc.property(document, fc.nat(), (before, choice) => {
        const paths = pathsOf(before)
        const path = paths[choice % paths.length] as Path
        fc.pre(path.length > 0)
        const edited = format.edit(format.print(before), [{ kind: 'remove', path }], 'file')
        const after = format.parse(edited, 'edited').value
        const parent = getAt(after, path.slice(0, -1)) as object
        expect(Object.keys(parent)).toHaveLength(Object.keys(getAt(before, path.slice(0, -1)) as object).length - 1)
      }),
      { numRuns: runs },
    )
  })
})

/** `undefined` where the path leads through a scalar, which is refused. */
function tryEdit(before: Value, path: Path, value: Value): string | undefined {
  for (let length = 1; length < path.length; length++) {
    const found = getAt(before, path.slice(0, length))
    if (found !== undefined && (typeof found !== 'object' || Array.isArray(found) || found instanceof DateTime)) return undefined
  }
  return format.edit(format.print(before), [{ kind: 'set', path, value }], 'file')
}

function pathsOf(value: Value): Path[] {
  const paths: Path[] = []
  walkLeaves(value, (path) => {
    paths.push(path)
  })
  return paths
}

const folder = new URL('../corpus/toml/', import.meta.url)

describe.each(readdirSync(folder))('the corpus file %s', (name) => {
  const source = readFileSync(new URL(name, folder), 'utf8')
  const { value, locate } = format.parse(source, name)
  const leaves: { path: Path; leaf: Value }[] = []
  walkLeaves(value, (path, leaf) => {
    leaves.push({ path, leaf })
  })
  const scalars = leaves.filter(({ leaf }) => typeof leaf !== 'object' || leaf instanceof DateTime)

  it('changes exactly the lines of the value for every scalar', () => {
    for (const { path, leaf } of scalars) {
      const changed = another(leaf)
      const edited = format.edit(source, [{ kind: 'set', path, value: changed }], name)
      const span = locate(path)
      expect(span, `${path.join('.')} has a place`).toBeDefined()
      if (span === undefined) continue
      expect(edited.slice(0, span.start.offset)).toBe(source.slice(0, span.start.offset))
      expect(edited.endsWith(source.slice(span.end.offset))).toBe(true)
      if (span.start.line === span.end.line) expect(changedLines(source, edited)).toBe(1)
      expect(isEqual(getAt(format.parse(edited, name).value, path) as Value, changed)).toBe(true)
    }
  })

  it('comes back byte by byte when every scalar is set to what it is', () => {
    const edits = scalars.map(({ path, leaf }) => ({ kind: 'set', path, value: leaf }) as const)
    expect(format.edit(source, edits, name)).toBe(source)
  })

  it('keeps every other line when a value is added to any map and removed again', () => {
    for (const path of new Set(leaves.map((each) => each.path.slice(0, -1)))) {
      const parent = getAt(value, path)
      if (Array.isArray(parent)) continue
      const added = format.edit(source, [{ kind: 'set', path: [...path, 'added-here'], value: 'new' }], name)
      expect(linesMissing(source, added)).toBeLessThanOrEqual(1)
      const back = format.edit(added, [{ kind: 'remove', path: [...path, 'added-here'] }], name)
      expect(isEqual(format.parse(back, name).value, value)).toBe(true)
    }
  })

  it('can lose every value, one at a time', () => {
    for (const { path } of leaves) {
      if (path.length === 0) continue
      const edited = format.edit(source, [{ kind: 'remove', path }], name)
      // An emptied map may need a header of its own, with a blank line in front.
      expect(linesMissing(edited, source), `the new lines without ${path.join('.')}`).toBeLessThanOrEqual(2)
    }
  })
})

function another(leaf: Value): Value {
  if (typeof leaf === 'string') return `${leaf.split('\n')[0]?.trim()} x`
  if (typeof leaf === 'number') return Number.isFinite(leaf) ? leaf + 1 : 7.5
  if (typeof leaf === 'bigint') return leaf > 0n ? leaf - 1n : leaf + 1n
  if (typeof leaf === 'boolean') return !leaf
  if (leaf instanceof DateTime) return anotherDate[leaf.kind]
  return leaf
}

const anotherDate: Readonly<Record<DateTimeKind, DateTime>> = {
  'offset-date-time': new DateTime('offset-date-time', '2030-01-02T03:04:05Z'),
  'local-date-time': new DateTime('local-date-time', '2030-01-02T03:04:05'),
  'local-date': new DateTime('local-date', '2030-01-02'),
  'local-time': new DateTime('local-time', '03:04:05.678'),
}

function changedLines(before: string, after: string): number {
  const [a, b] = [before.split('\n'), after.split('\n')]
  expect(b).toHaveLength(a.length)
  return a.filter((line, index) => line !== b[index]).length
}

function linesMissing(before: string, after: string): number {
  const left = new Map<string, number>()
  for (const line of after.split('\n')) left.set(line, (left.get(line) ?? 0) + 1)
  return before.split('\n').filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count === 0
  }).length
}
