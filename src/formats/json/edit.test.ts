import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Format } from '../format.ts'
import { json5 } from '../json5/json5.ts'
import { jsonc } from '../jsonc/jsonc.ts'
import { json } from './json.ts'

const set = (text: string, path: Path, value: Value, format: Format = jsonc()): string =>
  format.edit(text, [{ kind: 'set', path, value }], 'a.json')
const remove = (text: string, path: Path, format: Format = jsonc()): string =>
  format.edit(text, [{ kind: 'remove', path }], 'a.json')

function refusal(action: () => unknown): ConfigError['issues'][0] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues[0]
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('set', () => {
  it.each<[string, string, Path, Value, string]>([
    ['replaces a value', '{"a": 1, // c\n "b": 2}', ['a'], 'x', '{"a": "x", // c\n "b": 2}'],
    ['leaves an equal value as it is written', '{"a": 1.0e0}', ['a'], 1, '{"a": 1.0e0}'],
    ['replaces the last of duplicates', '{"a": 1, "a": 2}', ['a'], 3, '{"a": 1, "a": 3}'],
    ['replaces in a list', '[1, [2, 3]]', [1, '0'], null, '[1, [null, 3]]'],
    ['replaces the whole', '// c\n{"a": 1}\n', [], 5, '// c\n5\n'],
    [
      'keeps a list on its line',
      '{\n  "a": [1, 2],\n  "b": 1\n}',
      ['a'],
      [3, { c: 4 }],
      '{\n  "a": [3, { "c": 4 }],\n  "b": 1\n}',
    ],
    [
      'writes a map over several lines in a map over several lines',
      '{\n\t"a": 1\n}',
      ['a'],
      { b: [1] },
      '{\n\t"a": {\n\t\t"b": [\n\t\t\t1\n\t\t]\n\t}\n}',
    ],
    ['adds on the same line', '{"a": 1}', ['b'], 2, '{"a": 1, "b": 2}'],
    ['adds as densely as the rest', '{"a":1,"b":[1,2]}', ['c'], { d: [1, 2] }, '{"a":1,"b":[1,2],"c":{"d":[1,2]}}'],
    ['adds a line', '{\n    "a": 1\n}\n', ['b', 'c'], 2, '{\n    "a": 1,\n    "b": {\n        "c": 2\n    }\n}\n'],
    ['adds a line with CRLF', '{\r\n  "a": 1\r\n}\r\n', ['b'], [2], '{\r\n  "a": 1,\r\n  "b": [\r\n    2\r\n  ]\r\n}\r\n'],
    ['adds behind a comment', '{\n  "a": 1 // one\n  // end\n}', ['b'], 2, '{\n  "a": 1, // one\n  "b": 2\n  // end\n}'],
    ['keeps to trailing commas', '{\n  "a": 1, // one\n}', ['b'], 2, '{\n  "a": 1, // one\n  "b": 2,\n}'],
    ['keeps to trailing commas on a line', '[1, 2,]', [2], 3, '[1, 2, 3,]'],
    ['appends to a list', '{\n  "l": [\n    1\n  ]\n}', ['l', 1], 2, '{\n  "l": [\n    1,\n    2\n  ]\n}'],
    ['fills an empty document', '{}', ['a'], 1, '{\n  "a": 1\n}'],
    ['fills an empty map in a line', '{"a": {}}', ['a', 'b'], 1, '{"a": { "b": 1 }}'],
    ['fills an empty map on its own line', '{\n  "a": {}\n}', ['a', 'b'], 1, '{\n  "a": {\n    "b": 1\n  }\n}'],
    ['fills below comments', '{\n  // nothing yet\n}', ['a'], 1, '{\n  // nothing yet\n  "a": 1\n}'],
    ['makes lists on the way', '{"a": 1}', ['b', 0, 'c'], 1, '{"a": 1, "b": [{ "c": 1 }]}'],
    ['adds behind a closing brace on the last line', '{\n  "a": 1 }', ['b'], 2, '{\n  "a": 1,\n  "b": 2 }'],
  ])('%s', (_, text, path, value, expected) => {
    expect(set(text, path, value)).toBe(expected)
  })

  it('writes keys and texts as their neighbours are written, in JSON5', () => {
    expect(set("{a: 'x', 'b-c': 'it\\'s'}", ['a'], 'say "it\'s"', json5())).toBe("{a: 'say \"it\\'s\"', 'b-c': 'it\\'s'}")
    expect(set('{a: 1}', ['b'], Number.NaN, json5())).toBe('{a: 1, b: NaN}')
    expect(set('{a: 1}', ['b c'], 2, json5())).toBe('{a: 1, "b c": 2}')
    expect(set("{'a': 1}", ['b'], 2, json5())).toBe("{'a': 1, 'b': 2}")
  })

  it('applies edits one after another', () => {
    const edits = [
      { kind: 'set', path: ['a'], value: {} },
      { kind: 'set', path: ['a', 'b'], value: 1 },
      { kind: 'remove', path: ['c'] },
    ] as const
    expect(json().edit('{"c": 1, "d": 2}', edits, 'a.json')).toBe('{"d": 2, "a": { "b": 1 }}')
  })
})

describe('remove', () => {
  it.each<[string, string, Path, string]>([
    ['the line', '{\n  "a": 1,\n  "b": 2, // two\n  "c": 3\n}', ['b'], '{\n  "a": 1,\n  "c": 3\n}'],
    ['the last line, and the comma before it', '{\n  "a": 1, // one\n  "b": 2 // two\n}', ['b'], '{\n  "a": 1 // one\n}'],
    ['the last line where commas trail', '{\n  "a": 1,\n  "b": 2,\n}', ['b'], '{\n  "a": 1,\n}'],
    [
      'no comment on a line of its own',
      '{\n  // about a\n  "a": 1,\n  // about b\n  "b": 2\n}',
      ['a'],
      '{\n  // about a\n  // about b\n  "b": 2\n}',
    ],
    ['several lines', '{\r\n  "a": {\r\n    "x": 1\r\n  },\r\n  "b": 2\r\n}', ['a'], '{\r\n  "b": 2\r\n}'],
    ['the first on a line', '{ "a": 1, "b": 2 }', ['a'], '{ "b": 2 }'],
    ['the last on a line', '{ "a": 1, "b": 2 }', ['b'], '{ "a": 1 }'],
    ['the last on a line where commas trail', '[1, 2,]', [1], '[1,]'],
    ['the only one', '{ "a": 1 }', ['a'], '{}'],
    ['the only line', '{\n  "a": [\n    1\n  ]\n}', ['a', 0], '{\n  "a": []\n}'],
    ['the only one, but not a comment', '{\n  // c\n  "a": 1\n}', ['a'], '{\n  // c\n}'],
    ['an element between', '[1, 2, 3]', ['1'], '[1, 3]'],
    ['every duplicate', '{"a": 1, "b": 2, "a": 3}', ['a'], '{"b": 2}'],
    ['neighbouring duplicates', '{\n  "a": 1, "a": 2,\n  "b": 3\n}', ['a'], '{\n  "b": 3\n}'],
    ['with the comma on the next line', '{\n  "a": 1\n  , "b": 2\n}', ['a'], '{\n  "b": 2\n}'],
    ['nothing when the path is absent', '{"a": 1}', ['b', 'c'], '{"a": 1}'],
    ['nothing when the path leads through a scalar', '{"a": 1}', ['a', 'b'], '{"a": 1}'],
  ])('takes away %s', (_, text, path, expected) => {
    expect(remove(text, path)).toBe(expected)
  })

  it('is done with 20,000 duplicates in a moment', () => {
    expect(remove(`{${'"a":1,'.repeat(20_000)}"b":2}`, ['a'])).toBe('{"b":2}')
  })
})

describe('an edit of a wide map', () => {
  it.each([',', ',\n', ',\r', ',\r\n  '])('is done in a moment, with %j between its members', (comma) => {
    const text = `{${Array.from({ length: 40_000 }, (_, index) => `"k${index}":{"a":[${index}]}`).join(comma)}}`
    const start = performance.now()
    const edited = set(text, ['k39999', 'a', 0], 'x', json())
    expect(edited).toBe(text.replace('[39999]', '["x"]'))
    expect(remove(edited, ['k1'], json())).toHaveLength(edited.length - `"k1":{"a":[1]}${comma}`.length)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('an edit that cannot be done', () => {
  const text = '{\n  "a": 1,\n  "l": [1, 2]\n}'

  it.each<[string, Path, Path]>([
    ['through a single value', ['a', 'b'], ['a']],
    ['behind the end of a list', ['l', 3], ['l', 3]],
    ['to a name in a list', ['l', 'x'], ['l', 'x']],
    ['to a place in a list that does not begin', ['n', 2], ['n', 2]],
  ])('leads %s', (_, path, told) => {
    expect(refusal(() => set(text, path, 1))).toMatchObject({ code: 'FORMAT_EDIT', path: told, span: { file: 'a.json' } })
  })

  it('removes the whole document', () => {
    expect(refusal(() => remove(text, [])).code).toBe('FORMAT_EDIT')
  })

  it('points at the value in the way', () => {
    expect(refusal(() => set(text, ['a', 'b'], 1)).span?.start).toMatchObject({ line: 2, column: 8 })
  })

  it('is made on a malformed text', () => {
    expect(refusal(() => set('{"a": 1,}', ['a'], 2, json())).code).toBe('FORMAT_SYNTAX')
  })

  it('sets a value that the language has no words for', () => {
    expect(refusal(() => set(text, ['a'], Number.NaN)).code).toBe('FORMAT_UNSUPPORTED_VALUE')
  })
})
