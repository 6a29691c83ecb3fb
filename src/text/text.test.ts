import { describe, expect, it } from 'vitest'
import { closest } from './closest.ts'
import { editDistance } from './edit-distance.ts'
import { LineIndex } from './position.ts'
import { count, didYouMean, listOf } from './words.ts'

describe('LineIndex', () => {
  const index = new LineIndex('one\r\ntwo\rthree\n\nfive')

  it.each([
    [0, 1, 1],
    [3, 1, 4],
    [5, 2, 1],
    [9, 3, 1],
    [15, 4, 1],
    [16, 5, 1],
    [20, 5, 5],
  ])('puts offset %i at %i:%i', (offset, line, column) => {
    expect(index.positionAt(offset)).toEqual({ line, column, offset })
    expect(index.offsetAt(line, column)).toBe(offset)
  })

  it('gives lines without their ends', () => {
    expect([1, 2, 3, 4, 5, 6].map((line) => index.line(line))).toEqual(['one', 'two', 'three', '', 'five', ''])
    expect(index.lineCount).toBe(5)
  })

  it('counts columns in UTF-16 units', () => {
    expect(new LineIndex('😀x').positionAt(2)).toMatchObject({ line: 1, column: 3 })
  })

  it('makes spans', () => {
    expect(index.span('f', 5, 8)).toEqual({
      file: 'f',
      start: { line: 2, column: 1, offset: 5 },
      end: { line: 2, column: 4, offset: 8 },
    })
  })
})

describe('closest', () => {
  const names = ['port', 'host', 'hostname', 'poolSize', 'timeout', 'log']

  it.each([
    ['prot', 'port'],
    ['hots', 'host'],
    ['pool_size', 'poolSize'],
    ['POOLSIZE', 'poolSize'],
    ['timeuot', 'timeout'],
    ['timout', 'timeout'],
    ['hostnam', 'hostname'],
  ])('takes %s for %s', (typed, name) => {
    expect(closest(typed, names)[0]).toBe(name)
  })

  it.each(['banana', 'xyz', 'web', 'q', ''])('has nothing near %j', (typed) => {
    expect(closest(typed, names)).toEqual([])
  })

  it('does not suggest what was typed', () => {
    expect(closest('port', ['port'])).toEqual([])
  })

  it('counts a swap as one edit', () => {
    expect(editDistance('ab', 'ba')).toBe(1)
    expect(editDistance('', 'abc')).toBe(3)
    expect(editDistance('kitten', 'sitting')).toBe(3)
  })
})

describe('words', () => {
  it('count, list and suggest', () => {
    expect([count(1, 'file'), count(2, 'file'), count(0, 'entry', 'entries')]).toEqual(['1 file', '2 files', '0 entries'])
    expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ])
    expect(didYouMean([])).toBeUndefined()
    expect(didYouMean(['a', 'b'])).toBe('did you mean "a" or "b"?')
  })
})
