import { describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { json5 } from './json5.ts'

const read = (text: string): unknown => json5().parse(text, 'a.json5').value

function issuesOf(text: string): ConfigError['issues'] {
  try {
    json5().parse(text, 'a.json5')
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('json5', () => {
  it('reads what JSON5 adds', () => {
    const text = "// c\n{unquoted: 'it\\'s', $k: +1, h: 0x1F, p: .5, q: 5., i: -Infinity, line: 'a\\\nb', l: [1,],}"
    const expected = { unquoted: "it's", $k: 1, h: 31, p: 0.5, q: 5, i: Number.NEGATIVE_INFINITY, line: 'ab', l: [1] }
    expect(read(text)).toEqual(expected)
  })

  it('reads whole numbers beyond 2^53 exactly, hexadecimal ones too', () => {
    expect(read('[0x20000000000001, -9007199254740993, NaN, Infinity, +.5]')).toEqual([
      9007199254740993n,
      -9007199254740993n,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0.5,
    ])
  })

  it('refuses a number beyond the range of a double', () => {
    expect(issuesOf('{a: 1e999}')[0]).toMatchObject({
      code: 'FORMAT_UNSUPPORTED_VALUE',
      path: ['a'],
      span: { start: { column: 5 } },
    })
  })

  it.each(['{__proto__: {admin: true}}', '{"__proto__": {admin: true}, n: 9007199254740993}'])(
    'has __proto__ as a key like any other in %s',
    (text) => {
      const value = read(text) as { admin?: boolean }
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.hasOwn(value, '__proto__')).toBe(true)
      expect(value.admin).toBeUndefined()
    },
  )

  it('finds places in all its ways of writing', () => {
    const text = "{ a: {'b\\x41': [0x1, /* c */ 'x\\\ny'], \\u0063: true} }"
    const document = json5().parse(text, 'a.json5')
    const textAt = (path: readonly (string | number)[], part?: 'key'): string | undefined => {
      const span = document.locate(path, part)
      return span && text.slice(span.start.offset, span.end.offset)
    }
    expect(textAt(['a', 'bA', 1])).toBe("'x\\\ny'")
    expect(textAt(['a', 'bA'], 'key')).toBe("'b\\x41'")
    expect(textAt(['a', 'c'])).toBe('true')
    expect(textAt(['a', 'c'], 'key')).toBe('\\u0063')
  })

  it('prints nothing to the console', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect(read('{a: "\u2028", \'\u2029\': "\\\u2028"}')).toEqual({ a: '\u2028', '\u2029': '' })
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  it.each([
    ['{a: 01}', 5, 'a number with leading zeros'],
    ['{a-b: 1}', 2, 'a key that needs quotes'],
    ['{a: b}', 5, 'a text without quotes'],
    ["['\\1']", 3, '\\1 is no escape of JSON5'],
    ['[0x]', 2, 'a hexadecimal number'],
  ])('refuses %s', (text, column, message) => {
    expect(issuesOf(text)[0]).toMatchObject({ code: 'FORMAT_SYNTAX', message, span: { start: { line: 1, column } } })
  })

  it('warns of keys that are the same, however they are written', () => {
    expect(json5().parse("{a: 1, 'a': 2}", 'a.json5').warnings).toMatchObject([{ path: ['a'], span: { start: { column: 8 } } }])
  })

  it('prints numbers that JSON has no words for', () => {
    expect(json5().print([Number.NaN, Number.NEGATIVE_INFINITY])).toBe('[\n  NaN,\n  -Infinity\n]\n')
  })

  it('takes 100,000 levels', () => {
    expect(json5().parse('['.repeat(100_000) + ']'.repeat(100_000), 'a.json5').warnings).toEqual([])
  })

  it('reads 40,000 keys in a moment, into an ordinary map', () => {
    const text = `{${Array.from({ length: 40_000 }, (_, index) => `k${index}: ${index}`).join()}}`
    const start = performance.now()
    expect(Object.keys(read(text) as object)).toHaveLength(40_000)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
