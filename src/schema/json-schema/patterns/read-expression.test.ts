import { describe, expect, it } from 'vitest'
import { linearTest } from './linear-patterns.ts'
import { readExpression } from './read-expression.ts'

const codes = [...Array(0x180).keys(), 0x2028, 0x2029, 0x3000, 0xfeff, 0xd7ff, 0x1f600, 0x10ffff]

describe('the reader of regular expressions', () => {
  // Each stands for some characters; which, the platform knows.
  it.each([
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '.',
    '\\t',
    '\\n',
    '\\v',
    '\\f',
    '\\r',
    '\\0',
    '\\cA',
    '\\x41',
    '\\u0041',
    '\\u{1f600}',
    '\\ud83d\\ude00',
    '\\.',
    '\\/',
    '\\-'.replace('\\-', '[\\-]'),
    '[a-z]',
    '[^a-z]',
    '[a\\-z]',
    '[\\w.-]',
    '[.-]',
    '[-.]',
    '[\\b]',
    '[\\d-]',
    '[]',
    '[^]',
    '[^\\W\\d]',
    '\\p{Lu}',
    '\\P{L}',
    '[\\p{Nd}_]',
    '[^\\p{L}]',
    '😀',
    '[😀-😂]',
    '[\\x20-\\x7e]',
    '[\\]\\\\]',
    '(?<name>a)',
    '(?:a|b)',
    'a{1}',
    'a{0}',
  ])('reads %s as the platform does', (source) => {
    const own = new RegExp(`^(?:${source})$`, 'u')
    const tree = readExpression(`^(?:${source})$`)
    const test = tree && linearTest(tree)
    expect(test).toBeDefined()
    for (const code of codes) {
      const text = String.fromCodePoint(code)
      expect([code, test?.(text)]).toEqual([code, own.test(text)])
    }
  })

  it.each(['(?i:a)', '\\1', '(?=a)b', 'a\\01', '(', '[', '[a-', '\\', 'a)', '(?<n>a)\\k<n>', '('.repeat(300)])(
    'does not pretend to know %s',
    (source) => {
      const tree = readExpression(source)
      expect(tree && linearTest(tree)).toBeUndefined()
    },
  )

  it('leaves repeats alone that are too large for the other engine', () => {
    const tree = readExpression('(?:a{900}){900}b+a*$')
    expect(tree && linearTest(tree)).toBeUndefined()
  })
})
