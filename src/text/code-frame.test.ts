import { assert, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeFrame } from './code-frame.ts'
import { LineIndex } from './position.ts'
import { displayWidth } from './width.ts'

function frame(text: string, marked: string, options: Parameters<typeof codeFrame>[2] = {}): string {
  const lines = new LineIndex(text)
  const start = text.indexOf(marked)
  return codeFrame(lines, lines.span('f', start, start + marked.length), options).join('\n')
}

describe('codeFrame', () => {
  it('shows the line, the one above and marks under the span', () => {
    expect(frame('server:\n  port: 80800\n', '80800', { label: 'received 80800' })).toBe(
      [' 1 | server:', ' 2 |   port: 80800', '   |         ^^^^^ received 80800'].join('\n'),
    )
  })

  it('keeps the gutter as wide as the largest number', () => {
    expect(frame(`${'\n'.repeat(9)}a: 1`, '1')).toBe(['  9 |', ' 10 | a: 1', '    |    ^'].join('\n'))
  })

  it('expands tabs, so that marks stand under what they mark', () => {
    expect(frame('a\tb = x', 'x')).toBe([' 1 | a   b = x', '   |         ^'].join('\n'))
  })

  it('leaves out the ends of CRLF lines', () => {
    expect(frame('a: 1\r\nb: 2\r\n', '2')).toBe([' 1 | a: 1', ' 2 | b: 2', '   |    ^'].join('\n'))
  })

  it('counts wide characters as two cells', () => {
    expect(frame('名: x', 'x')).toBe([' 1 | 名: x', '   |     ^'].join('\n'))
  })

  it('cuts a long line to a window around the marks', () => {
    const text = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`
    const [line, marks] = frame(text, 'HERE', { width: 60 }).split('\n') as [string, string]
    expect(line.length).toBeLessThanOrEqual(60)
    expect(line).toMatch(/\| …a+HEREb+…$/)
    expect(marks.indexOf('^')).toBe(line.indexOf('HERE'))
    expect(marks.match(/\^/g)).toHaveLength(4)
  })

  it('does not divide a pair of surrogates at the edge of the window', () => {
    const [line] = frame(`${'😀'.repeat(300)}X${'😀'.repeat(300)}`, 'X', { width: 61 }).split('\n') as [string]
    expect(line.isWellFormed()).toBe(true)
    expect(line).toContain('X')
  })

  it('marks one cell for an empty span, also behind the end of the line', () => {
    const lines = new LineIndex('a: "x')
    expect(codeFrame(lines, lines.span('f', 5, 5))).toEqual([' 1 | a: "x', '   |      ^'])
  })

  it('marks to the end of the line when the span goes on below', () => {
    const lines = new LineIndex('a: [1,\n 2]')
    expect(codeFrame(lines, lines.span('f', 3, 10))).toEqual([' 1 | a: [1,', '   |    ^^^'])
  })

  it('shows control characters as pictures, so a file cannot move the cursor', () => {
    expect(frame('a = \x1b[2J\u202e1', '1')).toBe([' 1 | a = ␛[2J�1', '   |          ^'].join('\n'))
  })

  it('takes a line of a million characters in its stride', () => {
    const started = performance.now()
    frame(`${'x'.repeat(1_000_000)}Y`, 'Y')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('fits any text into its width, marks something, and moves no cursor', () => {
    const anyText = string({ unit: 'binary', maxLength: 400 })
    assert(
      property(
        anyText,
        integer({ min: 0, max: 400 }),
        integer({ min: 0, max: 400 }),
        integer({ min: 30, max: 120 }),
        (text, one, two, width) => {
          const [start, end] = [one, two].map((offset) => Math.min(offset, text.length)).sort((a, b) => a - b) as [number, number]
          const lines = new LineIndex(text)
          const drawn = codeFrame(lines, lines.span('f', start, end), { width })
          for (const line of drawn) expect(displayWidth(line)).toBeLessThanOrEqual(width)
          expect(drawn.at(-1)).toMatch(/^ +\| *\^+$/)
          expect(drawn.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
        },
      ),
      { numRuns: 500 },
    )
  })
})
