import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError } from '../../errors/config-error.ts'
import type { Edit } from '../format.ts'
import { yaml } from './yaml.ts'

const format = yaml()

function read(text: string): unknown {
  return format.parse(text, 'app.yaml').value
}

/** `code line:column` of the first issue. */
function problem(text: string): string | undefined {
  try {
    read(text)
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return `${error.issues[0]?.code} ${error.issues[0]?.span?.start.line}:${error.issues[0]?.span?.start.column}`
  }
  return undefined
}

describe('a closing bracket in the column of its key', () => {
  it.each<[string, unknown]>([
    ['a: [\n  1\n]\n', { a: [1] }],
    ['a: [\n  1,\n]', { a: [1] }],
    ['a: {\n  x: 1,\n  y: 2\n}\nb: 3\n', { a: { x: 1, y: 2 }, b: 3 }],
    ['a: [\n]\nb: {\n}\n', { a: [], b: {} }],
    [
      'a:\n  b:\n    c: [\n      1\n    ]\n    d: {\n      e: [\n        2\n      ]\n    }\n',
      { a: { b: { c: [1], d: { e: [2] } } } },
    ],
    ['- a: [\n    1\n  ]\n  b: 2\n- - c: {\n      d: 1\n    }\n', [{ a: [1], b: 2 }, [{ c: { d: 1 } }]]],
    ['- [\n  1\n]\n- - {\n    x: 1\n  }\n', [[1], [{ x: 1 }]]],
    ['a: {\n  b: [\n  1\n], c: [\n  2\n]\n}\n', { a: { b: [1], c: [2] } }],
    ['a: [{\n  x: 1\n}, {\n  x: 2\n}]\n', { a: [{ x: 1 }, { x: 2 }] }],
    ['  a: [\n    1\n  ]\n', { a: [1] }],
    ['a:\n  [\n  1\n]\n', { a: [1] }],
    ['- a:\n    [\n      1\n  ]\n', [{ a: [1] }]],
    ['? a\n: [\n  1\n]\n', { a: [1] }],
    ['a: &x !!seq [\n  1\n]\nb: *x\n', { a: [1], b: [1] }],
    ['a: [\n  1 # one\n  # two ]\n]\n', { a: [1] }],
    ['a: [\n  1 # "one\n] # two\nb: 2\n', { a: [1], b: 2 }],
    ['a: [\n  1\n\n# c\n\n]\n', { a: [1] }],
    ['a: [\n  1\n \t\n]\n', { a: [1] }],
    ['a:\n  b: [\n    1,\n  \t\n\t# c\n    2\n  ]\n', { a: { b: [1, 2] } }],
    ['a: [\n  1\n#\n]\n', { a: [1] }],
    ["a: [\n  \"x # y\",\n  'it''s # z', w#v # u\n]\n", { a: ['x # y', "it's # z", 'w#v'] }],
    ['a: [\n  x "y # \n]\n', { a: ['x "y'] }],
    ['a: {\n  "k":"v # w", m: it\'s\n}\n', { a: { k: 'v # w', m: "it's" } }],
    ['"a # b": [\n  1\n]\n', { 'a # b': [1] }],
    ['a: 1 # x: [\nb: [\n  1\n]\n', { a: 1, b: [1] }],
    ['a: {\n  k:\n}\n', { a: { k: null } }],
    ['a: text [\nb: [\n  1\n]\n', { a: 'text [', b: [1] }],
  ])('is read as its author meant it: %j', (text, expected) => {
    expect(read(text)).toEqual(expected)
    expect(read(text.replaceAll('\n', '\r\n'))).toEqual(expected)
    expect(read(text.replaceAll('\n', '\r'))).toEqual(expected)
  })

  it('is read as another reader does', () => {
    const text = 'a: [\n  1, # c\n  x\n]\nb:\n  - c: {\n      d: e\n    }\n'
    expect(read(text)).toEqual(parse(text, { logLevel: 'silent' }))
  })

  it('leaves texts alone, whatever brackets they have', () => {
    const json = '  {\n    "x": [\n      1 # c\n    ]\n  }\n'
    expect(read(`a: |\n${json}b: [\n  1\n]\n`)).toEqual({ a: json.replace(/^ {2}/gm, ''), b: [1] })
    expect(read(`b: [\n  1\n]\na: >-\n  x: [\n    1\n  ]\nc: 1\n`)).toEqual({ a: 'x: [\n  1\n]', b: [1], c: 1 })
    expect(read('a: "x\n  y: [\n  ]"\nb: [\n  1\n]\n')).toEqual({ a: 'x y: [ ]', b: [1] })
    expect(read('a: "x\n  - [ # c\n  ]"\nb: [\n  1\n]\n')).toEqual({ a: 'x - [ # c ]', b: [1] })
    expect(read('a: |\n  x: [\nb: [\n  1\n]\n')).toEqual({ a: 'x: [\n', b: [1] })
  })

  it.each([
    ['a: "x\n]"\n', 'FORMAT_SYNTAX 2:1'],
    ["a: 'x: [\n]'\n", 'FORMAT_SYNTAX 2:1'],
    ['b: [\n  1\n]\na: "x\n]"\n', 'FORMAT_SYNTAX 5:1'],
    ['a: [\n  1\n]]\n', 'FORMAT_SYNTAX 3:2'],
    ['a: [\n  1\n}\n', 'FORMAT_SYNTAX 3:1'],
    ['a: [\n1\n]\n', 'FORMAT_SYNTAX 2:1'],
    ['a:\n  b: [\n    1\n ]\n', 'FORMAT_SYNTAX 4:2'],
    ['a: [\n  1\n]\nb: [\n  1\nc: 2\n', 'FORMAT_SYNTAX 6:1'],
    ['a: [\n  1\n]\nb: 1: 2\n', 'FORMAT_SYNTAX 4:5'],
    ['a: [\n  1\n] x\nb: 1\n', 'FORMAT_SYNTAX 3:3'],
    ['a: [\n  1 2: {\n]\n', 'FORMAT_SYNTAX 3:1'],
    ['a: [\n  1\n]\n: [\n', 'FORMAT_SYNTAX 5:1'],
    ['a: {\n  x: 1\n}\nb: 1\nb: 2\n', 'FORMAT_DUPLICATE_KEY 5:1'],
    ['a: [\n  1\n]\n---\nb: 1\n', 'FORMAT_SYNTAX 4:1'],
  ])('does not hide what is wrong: %j', (text, expected) => {
    expect(problem(text)).toBe(expected)
  })

  it('moves no place', () => {
    const text = 'a: [\r\n  one, # c\r\n  two # d\r\n]\r\nb:\r\n  c: {\r\n    x: 1\r\n  }\r\nd: 2\r\n'
    const document = format.parse(text, 'f')
    const textAt = (...path: readonly (string | number)[]): string | undefined => {
      const span = document.locate(path)
      return span && text.slice(span.start.offset, span.end.offset)
    }
    expect(textAt('a')).toBe('[\r\n  one, # c\r\n  two # d\r\n]')
    expect(textAt('a', 1)).toBe('two')
    expect(textAt('b', 'c')).toBe('{\r\n    x: 1\r\n  }')
    expect(document.locate(['d'])?.start).toMatchObject({ line: 9, column: 4 })
  })

  it.each<[string, Edit, string]>([
    [
      'a: [\n  1, # one\n  2 # two\n]\nb: 1\n',
      { kind: 'set', path: ['a', 1], value: 3 },
      'a: [\n  1, # one\n  3 # two\n]\nb: 1\n',
    ],
    [
      '- a: {\r\n    x: 1,\r\n    y: 2\r\n  }\r\n',
      { kind: 'set', path: [0, 'a', 'x'], value: 'z' },
      '- a: {\r\n    x: z,\r\n    y: 2\r\n  }\r\n',
    ],
    ['a: [\n  1,\n  2,\n]\n', { kind: 'set', path: ['a', 2], value: 3 }, 'a: [\n  1,\n  2,\n  3,\n]\n'],
    ['a: [\n  1,\n  2, # c\n  3\n]\n', { kind: 'remove', path: ['a', 1] }, 'a: [\n  1,\n  3\n]\n'],
    ['a: [\n  1\n]\nb: 1\n', { kind: 'set', path: ['b'], value: 2 }, 'a: [\n  1\n]\nb: 2\n'],
    ['a: [\n  1\n]\n', { kind: 'set', path: ['b'], value: 2 }, 'a: [\n  1\n]\nb: 2\n'],
    ['a: [\n  1\n] # c\n', { kind: 'set', path: ['a'], value: 2 }, 'a: 2 # c\n'],
  ])('stays where it is when something changes: %j', (text, edit, expected) => {
    expect(format.edit(text, [edit], 'f')).toBe(expected)
  })

  it('may be there thousands of times', () => {
    const entry = (index: number): string => `k${index}: [\n  ${index} # c\n]\nt${index}: |\n  x: [\n  ]\n`
    const count = 5000
    const text = Array.from({ length: count }, (_, index) => entry(index)).join('')
    const start = performance.now()
    expect(Object.keys(read(text) as object)).toHaveLength(2 * count)
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it.each([
    ['a: &x '.repeat(30_000), '[\n'],
    ['a: [\n', ' [\n'.repeat(50_000)],
    ['a: [x\n]\n', `b: ${'- '.repeat(50_000)}\n`],
    ['a: [x\n]\n', '  x: [ "\n'.repeat(20_000)],
    ['a: [x\n]\n', `b: ${'["\''.repeat(50_000)}`],
    ['a: [x\n]\n', 'b: [\n'.repeat(30_000)],
    [`a: [${' '.repeat(100_000)}\n`, ']\n'.repeat(30_000)],
  ])('costs time in proportion to the text, also in broken ones', (first, second) => {
    const start = performance.now()
    expect(problem(first + second)).toMatch(/^FORMAT_/)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
