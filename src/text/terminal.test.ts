import { describe, expect, it } from 'vitest'
import { codeFrame } from './code-frame.ts'
import { terminalPaint } from './color.ts'
import { LineIndex } from './position.ts'
import { printable } from './printable.ts'

describe('terminalPaint', () => {
  it('wraps a text in its colour and takes it off again', () => {
    expect(terminalPaint.error('no')).toBe('\x1b[31mno\x1b[39m')
  })

  it('writes nothing for nothing', () => {
    expect(terminalPaint.strong('')).toBe('')
  })
})

describe('printable', () => {
  it('lets ordinary text and tabs through unchanged', () => {
    expect(printable('a\tß 名 😀')).toBe('a\tß 名 😀')
  })

  it.each([
    ['\x1b[2J', '␛[2J'],
    ['a\x00b\r\n', 'a␀b␍␊'],
    ['\x7f', '␡'],
    ['\x9b31m', '�31m'],
    ['user\u202enimda', 'user�nimda'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})

describe('LineIndex', () => {
  const lines = new LineIndex('ab\ncd')

  it('finds the offset of a line and column', () => {
    expect([lines.offsetAt(1, 1), lines.offsetAt(2, 2)]).toEqual([0, 4])
  })

  it('takes a line behind the text as its end', () => {
    expect(lines.offsetAt(9, 1)).toBe(5)
  })
})

describe('a code frame of a long line', () => {
  /** The line as it is drawn, for a mark of one character at an offset. */
  function drawn(text: string, at: number): readonly [line: string, marks: string] {
    const lines = new LineIndex(text)
    const [line, marks] = codeFrame(lines, lines.span('f', at, at + 1), { width: 40 }) as [string, string]
    return [line.slice(' 1 | '.length), marks.slice(' 1 | '.length)]
  }

  it('is cut at the end when the mark is at the start', () => {
    const [line, marks] = drawn('x'.repeat(200), 0)
    expect(line).toMatch(/^x+…$/)
    expect(marks).toBe('^')
  })

  it('is cut at both ends when the mark is in the middle, and the mark stays under its character', () => {
    const [line, marks] = drawn(`${'x'.repeat(100)}!${'x'.repeat(100)}`, 100)
    expect(line).toMatch(/^…x+!x+…$/)
    expect(marks.indexOf('^')).toBe(line.indexOf('!'))
  })

  it('never shows half of a pair of surrogates', () => {
    for (const shift of ['', 'x']) {
      const text = `${shift}${'😀'.repeat(60)}!${'😀'.repeat(60)}`
      const [line] = drawn(text, text.indexOf('!'))
      expect(line.isWellFormed()).toBe(true)
      expect(line).toContain('!')
    }
  })
})
