import { describe, expect, it } from 'vitest'
import { terminalPaint } from './color.ts'
import { alignColumns } from './columns.ts'
import { displayWidth } from './width.ts'

describe('alignColumns', () => {
  it('puts cells under each other and leaves no spaces at the end', () => {
    expect(
      alignColumns([
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b'])
  })

  it('measures cells without their colours, and wide characters as two', () => {
    const [first, second] = alignColumns([
      [terminalPaint.error('ab'), 'x'],
      ['名前', 'y'],
    ]) as [string, string]
    expect(displayWidth(first)).toBe(displayWidth('ab    x'))
    expect(second).toBe('名前  y')
  })
})

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['名', 2],
    ['😀', 2],
    ['', 0],
  ])('measures %j', (text, cells) => {
    expect(displayWidth(text)).toBe(cells)
  })
})
