import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Path, parsePath, printPath } from './path.ts'

describe('parsePath', () => {
  it.each<[string, Path]>([
    ['server.port', ['server', 'port']],
    ['servers[0].host', ['servers', 0, 'host']],
    ['[2][3]', [2, 3]],
    ['"a.b".c', ['a.b', 'c']],
    ["a['b.c'].d", ['a', 'b.c', 'd']],
    ['a["b"]', ['a', 'b']],
    ['"quote\\"d"', ['quote"d']],
    ['a.0', ['a', '0']],
    ['/db/hosts/0', ['db', 'hosts', '0']],
    ['/a~1b/c~0d', ['a/b', 'c~d']],
    ['', []],
    ['kebab-case.snake_case', ['kebab-case', 'snake_case']],
  ])('reads %j', (text, path) => {
    expect(parsePath(text)).toEqual(path)
  })

  it.each(['a..b', '.a', 'a.', 'a[', 'a[x]', 'a[01]', 'a[0', '"open', 'a["x', 'a["x"', '"a"b', '/a~2', '"bad\\q"', 'a[-1]'])(
    'takes %j as no path',
    (text) => {
      expect(parsePath(text)).toBeUndefined()
    },
  )
})

describe('printPath', () => {
  it.each<[Path, string]>([
    [['servers', 0, 'host'], 'servers[0].host'],
    [['a.b', 'c'], '"a.b".c'],
    [['', 'x'], '"".x'],
    [['with space'], '"with space"'],
    [[0], '[0]'],
    [['/slash'], '"/slash"'],
    [[], ''],
  ])('writes %j', (path, text) => {
    expect(printPath(path)).toBe(text)
  })

  it('is what parsePath reads back', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(1000)), { minLength: 1 }), (path) => {
        expect(parsePath(printPath(path))).toEqual(path)
      }),
    )
  })
})
