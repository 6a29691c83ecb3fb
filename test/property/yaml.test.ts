import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError } from '../../src/errors/config-error.ts'
import { defaultLimits, type Edit } from '../../src/formats/format.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import { editYaml } from '../../src/formats/yaml-edit/edit.ts'
import { isEqual } from '../../src/values/equal.ts'
import type { Path } from '../../src/values/path.ts'
import { withValue } from '../../src/values/set.ts'
import type { Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const format = yaml()

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.constantFrom('yes', '~', 'a: b', '- x', 'x\ny\n', '#', '1_0'),
)
const key = word.filter((text) => text !== '__proto__')
const scalar = fc.oneof(
  word,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt().filter((number) => !Number.isSafeInteger(Number(number))),
)
const tree: fc.Arbitrary<Value> = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).tree

/** Pieces of YAML, put together at random: mostly broken, sometimes surprisingly right. */
const pieces = fc.array(
  fc.constantFrom(
    ...[
      'a',
      'b: ',
      'c: 1\n',
      '\n',
      '  ',
      '- ',
      '- x\n',
      '? ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&a ',
      '*a',
      '<<: *a\n',
      '|\n',
      '>-\n',
      '"',
      "'",
      '# c\n',
      ' # d\n',
      '!!str ',
      '1',
      '0x1f',
    ],
    ...[
      'a: &a {x: 1}\n',
      'key: value\n',
      'd:\n  e: 2\n',
      '  f: 3\n',
      '---\n',
      '\t',
      'true',
      '~',
      '-',
      ':',
      '\r\n',
      'text with words',
      '1.5',
      '!!int "7"',
      'k: |\n  l\n',
      'm: [1, {n: 2}]\n',
    ],
  ),
  { maxLength: 14 },
)

function readOr<T>(action: () => T): { readonly value: T } | undefined {
  try {
    return { value: action() }
  } catch (error) {
    if (error instanceof ReferenceError || ConfigError.is(error) || (error instanceof Error && /YAML/.test(error.name)))
      return undefined
    throw error
  }
}

/** Reads YAML texts, one a JSON string, and writes what PyYAML makes of each. */
const pythonReader = `
import json, sys, yaml
print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))
`
const hasPyYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0

describe('YAML', () => {
  it.skipIf(!hasPyYaml)('is read alike by PyYAML (skipped where python3 has no module yaml)', () => {
    const json = fc.letrec<{ tree: Value }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(word, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).tree
    const values = fc.sample(json, { numRuns: 2000, seed: 1 })
    const { stdout } = spawnSync('python3', ['-c', pythonReader], {
      input: JSON.stringify(values.map((value) => format.print(value))),
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    const read = JSON.parse(stdout) as readonly Value[]
    expect(values.filter((value, index) => !isEqual(read[index] ?? null, value)).map((value) => fc.stringify(value))).toEqual([])
  })

  it('reads back what it prints, as other readers do', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = format.print(value)
        expect(isEqual(format.parse(text, 'f').value, value)).toBe(true)
        expect(isEqual(parse(text, { intAsBigInt: false, merge: true }) as Value, asDoubles(value))).toBe(true)
      }),
      { numRuns: runsOr(1000) },
    )
  })

  it('reads as js-yaml does what both accept', () => {
    const schema = CORE_SCHEMA.withTags(mergeTag)
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('')
        const ours = readOr(() => format.parse(text, 'f').value)
        const theirs = readOr(() => load(text, { schema }))
        if (ours && theirs && !hasOddKey(ours.value)) expect(isEqual(ours.value, theirs.value as Value), text).toBe(true)
      }),
      { numRuns: runsOr(5000) },
    )
  })

  it('changes one value by an edit, or says that it cannot', () => {
    fc.assert(
      fc.property(pieces, tree, fc.nat(), (parts, value, choice) => {
        const text = parts.join('')
        const before = readOr(() => format.parse(text, 'f').value)
        if (before) checkEdit(text, before.value, value, choice)
      }),
      { numRuns: runsOr(5000) },
    )
  })

  it('edits what it printed, always', () => {
    fc.assert(
      fc.property(tree, tree, fc.nat(), (before, value, choice) => {
        expect(checkEdit(format.print(before), before, value, choice)).toBe(true)
      }),
      { numRuns: runsOr(1000) },
    )
  })

  it('gives equal trees by any sequence of edits', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const text = editYaml(format.print(before), [{ kind: 'set', path: [], value: after }], 'f', defaultLimits)
        expect(isEqual(format.parse(text, 'f').value, after)).toBe(true)
      }),
      { numRuns: runsOr(1000) },
    )
  })
})

/** js-yaml makes keys of values (`null`, `31`), we of what is written (``, `~`, `0x1f`). */
function hasOddKey(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasOddKey)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, child]) => /^(?:~?$|0x|!)/.test(name) || hasOddKey(child as Value))
}

/** True when the edit was done. */
function checkEdit(text: string, before: Value, value: Value, choice: number): boolean {
  const paths: Path[] = []
  walkLeaves(before, (path) => void paths.push(path))
  const path = paths[choice % paths.length] ?? []
  const edit: Edit = { kind: 'set', path, value }
  const edited = readOr(() => editYaml(text, [edit], 'f', defaultLimits))
  if (edited)
    expect(isEqual(format.parse(edited.value, 'f').value, withValue(before, path, value)), fc.stringify([text, edit])).toBe(true)
  return edited !== undefined
}

/** `yaml` rounds integers beyond 2^53. */
function asDoubles(value: Value): Value {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(asDoubles)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, asDoubles(child as Value)]))
}
