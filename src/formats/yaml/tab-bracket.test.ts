import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { yaml } from './yaml.ts'

const format = yaml()

describe('a tab in front of a bracket', () => {
  it.each([
    'a:\t[1, 2]\n',
    'a: \t{x: 1}\nb: 2\n',
    '-\t[1]\n- \t[2,\n  3]\n',
    'a: \t&x !!seq\t[1]\nb: *x\n',
    'b:\n  a: \t[ 1 ,\n      2 ]\n',
    '# x: \t[\na:\t[1] # c:\t{\nb: "x:\t[ y"\nc: |\n  d:\t[1]\n',
  ])('is a blank: %j', (text) => {
    expect(format.parse(text, 'a.yaml').value).toEqual(parse(text))
  })

  it('moves no place', () => {
    const text = 'a:\t[1, two]\n'
    expect(format.parse(text, 'a.yaml').locate(['a', 1])).toMatchObject({ start: { line: 1, column: 8 } })
    expect(format.edit(text, [{ kind: 'set', path: ['a', 1], value: 3 }], 'a.yaml')).toBe('a:\t[1, 3]\n')
  })

  it('is no excuse for another mistake', () => {
    expect(() => format.parse('a:\t[1\nb: 2\n', 'a.yaml')).toThrow(expect.objectContaining({ code: 'FORMAT_SYNTAX' }))
    expect(() => format.parse('a: "\t[1]\n', 'a.yaml')).toThrow(expect.objectContaining({ code: 'FORMAT_SYNTAX' }))
  })

  it('goes with a bracket in the column of its key', () => {
    expect(format.parse('a:\t[\n  1\n]\nb: 2\n', 'a.yaml').value).toEqual({ a: [1], b: 2 })
  })
})
