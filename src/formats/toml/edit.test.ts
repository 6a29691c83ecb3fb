import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Edit } from '../format.ts'
import { toml } from './index.ts'

const format = toml()
const set = (path: Path, value: Value): Edit => ({ kind: 'set', path, value })
const remove = (path: Path): Edit => ({ kind: 'remove', path })
const edit = (text: string, ...edits: Edit[]): string => format.edit(text, edits, 'f')

describe('setting', () => {
  it.each<[string, string, Edit, string]>([
    ['replaces a value and keeps its comment', 'a  =  1  # one\n', set(['a'], 2), 'a  =  2  # one\n'],
    ['keeps a float a float', 'a = 1.5\n', set(['a'], 2), 'a = 2.0\n'],
    ['keeps a float in a list a float', 'a = [1.5, 1e3]\n', set(['a', 1], 2), 'a = [1.5, 2.0]\n'],
    ['keeps a list of floats one', 'a = [1.5, 2.5]\n', set(['a'], [1, 3.5, 4]), 'a = [1.0, 3.5, 4.0]\n'],
    ['adds a float to a list of floats', 'a = [1.5]\n', set(['a', 1], 2), 'a = [1.5, 2.0]\n'],
    ['adds a float to a list of lines', 'a = [\n  1.5,\n]\n', set(['a'], [1.5, 2]), 'a = [\n  1.5,\n  2.0,\n]\n'],
    ['has integers where not all are floats', 'a = [1.5, 2]\n', set(['a'], [1, 3]), 'a = [1, 3]\n'],
    ['has text among floats', 'a = [1.5]\n', set(['a'], ['x', 3]), 'a = ["x", 3]\n'],
    ['keeps single quotes where they can hold the text', "a = 'C:\\x'\n", set(['a'], 'D:\\y'), "a = 'D:\\y'\n"],
    ['uses double quotes where they cannot', "a = 'x'\n", set(['a'], "it's"), 'a = "it\'s"\n'],
    [
      'adds to the end of the keys of a table',
      '[a]\nx = 1\n\n# about b\n[b]\n',
      set(['a', 'y'], 2),
      '[a]\nx = 1\ny = 2\n\n# about b\n[b]\n',
    ],
    ['adds to the top in front of the first table', '# file\n\n[a]\nx = 1\n', set(['y'], 2), '# file\n\ny = 2\n\n[a]\nx = 1\n'],
    ['makes a table at the end', 'a = 1\n', set(['b', 'c'], { d: 1 }), 'a = 1\n\n[b.c]\nd = 1\n'],
    ['gives a table of headers below it a header', '[a.b]\nx = 1\n', set(['a', 'y'], 2), '[a.b]\nx = 1\n\n[a]\ny = 2\n'],
    ['goes on with dotted keys', 'a.b = 1\nc = 2\n', set(['a', 'd'], 3), 'a.b = 1\na.d = 3\nc = 2\n'],
    ['adds to an inline table', 'a = { b = 1 } # c\n', set(['a', 'd'], [2]), 'a = { b = 1, d = [2] } # c\n'],
    ['adds to a list on one line', 'a = [1, 2] # c\n', set(['a', 2], 3), 'a = [1, 2, 3] # c\n'],
    [
      'adds a line to a list of lines',
      'a = [\n  1, # one\n  2 # two\n]\n',
      set(['a', 2], 3),
      'a = [\n  1, # one\n  2, # two\n  3\n]\n',
    ],
    [
      'adds an array table behind the last',
      '[[a]]\nx = 1\n\n[b]\n',
      set(['a', 1], { x: 2 }),
      '[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[b]\n',
    ],
    ['keeps CRLF', 'a = 1\r\n[b]\r\nc = 1\r\n', set(['b', 'd'], 'x\ny'), 'a = 1\r\n[b]\r\nc = 1\r\nd = "x\\ny"\r\n'],
    ['adds no line end to a file without a final one', '[a]\nx = 1', set(['a', 'y'], 2), '[a]\nx = 1\ny = 2'],
    ['begins an empty file', '', set(['a'], 1), 'a = 1\n'],
    [
      'changes only what differs in a map',
      '[a]\nx = 1 # x\ny = 2 # y\n',
      set(['a'], { x: 1, y: 3, z: 4 }),
      '[a]\nx = 1 # x\ny = 3 # y\nz = 4\n',
    ],
    ['turns a table into a value', 'x = 1\n\n[a]\ny = 2\n', set(['a'], 5), 'x = 1\na = 5\n'],
    ['leaves an equal value alone', 'a = 0xff # hex\n', set(['a'], 255), 'a = 0xff # hex\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after)
  })
})

describe('removing', () => {
  it.each<[string, string, Edit, string]>([
    ['takes the whole line', 'a = 1 # one\nb = 2\n', remove(['a']), 'b = 2\n'],
    ['takes a table with the tables below it', '[a]\nx = 1\n\n[a.b]\ny = 1\n\n[c]\n', remove(['a']), '[c]\n'],
    ['takes one element of an array of tables', '[[a]]\nx = 1\n\n[[a]]\nx = 2\n', remove(['a', 0]), '[[a]]\nx = 2\n'],
    ['takes an element and its comma', 'a = [1, 2, 3]\n', remove(['a', 2]), 'a = [1, 2]\n'],
    ['takes the line of an element', 'a = [\n  1, # one\n  2,\n]\n', remove(['a', 0]), 'a = [\n  2,\n]\n'],
    ['takes an entry of an inline table', 'a = { b = 1, c = 2 }\n', remove(['a', 'b']), 'a = { c = 2 }\n'],
    ['keeps the emptied map', 'a.b = 1\n', remove(['a', 'b']), '[a]\n'],
    ['changes nothing for an absent path', 'a = 1\n', remove(['b', 'c']), 'a = 1\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after)
  })

  it('takes all elements behind a shorter list at once', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `  ${index}, # ${index}\n`)
    expect(edit(`a = [\n${lines.join('')}]\n`, set(['a'], [0, 1]))).toBe(`a = [\n${lines.slice(0, 2).join('')}]\n`)
  })
})

describe('refusing', () => {
  it.each<[string, string, Edit, object]>([
    [
      'a path through a scalar',
      'a = 1',
      set(['a', 'b'], 1),
      { code: 'FORMAT_EDIT', path: ['a', 'b'], span: { start: { line: 1, column: 5 } } },
    ],
    ['an index behind the end', 'a = [1]', set(['a', 2], 1), { code: 'FORMAT_EDIT', span: { start: { line: 1, column: 5 } } }],
    ['a scalar in an array of tables', '[[a]]', set(['a', 1], 1), { code: 'FORMAT_EDIT' }],
    ['null', 'a = 1', set(['a'], null), { code: 'FORMAT_UNSUPPORTED_VALUE', path: ['a'] }],
    ['a malformed text', 'a = ', set(['a'], 1), { code: 'FORMAT_SYNTAX', span: { start: { line: 1, column: 5 } } }],
    ['a path without end', 'a = 1', set(Array(100_000).fill('b'), 1), { code: 'FORMAT_TOO_DEEP' }],
    ['the whole file', 'a = 1', remove([]), { code: 'FORMAT_EDIT' }],
  ])('refuses %s', (_, text, change, issue) => {
    let thrown: unknown
    try {
      edit(text, change)
    } catch (error) {
      thrown = error
    }
    expect(ConfigError.is(thrown) && thrown.issues[0]).toMatchObject(issue)
  })
})

it('applies edits one after the other', () => {
  const edits = [set(['a'], 1), set(['b', 'c'], 2), set(['b', 'c'], 3), remove(['a']), set(['l'], []), set(['l', 0], 'x')]
  expect(edit('', ...edits)).toBe('l = ["x"]\n\n[b]\nc = 3\n')
})
