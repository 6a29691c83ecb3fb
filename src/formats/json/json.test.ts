import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { DateTime } from '../../values/date-time.ts'
import type { Path } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { checkTree } from '../check-tree.ts'
import { defaultLimits } from '../format.ts'
import { json } from './json.ts'

function errorOf(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Each issue as `line:column message`. */
function faultsOf(text: string): readonly string[] {
  const { issues } = errorOf(() => json().parse(text, 'a.json'))
  return issues.map(({ code, message, span }) => {
    expect(code).toBe('FORMAT_SYNTAX')
    return `${span?.start.line}:${span?.start.column} ${message}`
  })
}

describe('parse', () => {
  it('gives ordinary objects, and __proto__ as a key like any other', () => {
    const { value } = json().parse('{"__proto__": {"admin": true}, "a": 1}', 'a.json')
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a'])
    expect((value as { admin?: boolean }).admin).toBeUndefined()
  })

  it('reads whole numbers beyond 2^53 exactly, and others as they are', () => {
    const text = '[9007199254740993, -12345678901234567890, 9007199254740991, 1e16, "9007199254740993", {"a": 9007199254740992}]'
    expect(json().parse(text, 'a.json').value).toEqual([
      9007199254740993n,
      -12345678901234567890n,
      9007199254740991,
      1e16,
      '9007199254740993',
      { a: 9007199254740992n },
    ])
  })

  it('keeps keys with escapes apart, which V8 mistakes for each other', () => {
    json().parse('{"h":[],"\\\\":0}', 'a.json')
    expect(json().parse('{"h":1,"\\"":2}', 'a.json').value).toEqual({ h: 1, '"': 2 })
    expect(json().parse('{"h":1,"\\n" : 2}', 'a.json').value).toEqual({ h: 1, '\n': 2 })
  })

  it.each(['1e999', '-1e999', '1'.repeat(400)])(
    'refuses a number beyond the range of a double, with its place (%.8s)',
    (number) => {
      const error = errorOf(() => json().parse(`{"a": [1,\n  ${number}]}`, 'a.json'))
      expect(error.issues[0]).toMatchObject({
        code: 'FORMAT_UNSUPPORTED_VALUE',
        path: ['a', 1],
        span: { start: { line: 2, column: 3 } },
      })
    },
  )

  it('names every number beyond the range in the order of the text, 20 at most', () => {
    const error = errorOf(() => json().parse(`{"m": {"a": 1e999}, "l": [${'1e999,'.repeat(30)}0]}`, 'a.json'))
    expect(error.issues.map(({ path }) => path)).toEqual([['m', 'a'], ...Array.from({ length: 19 }, (_, index) => ['l', index])])
  })

  it('does not mind such a number where a later key of the same name replaces it', () => {
    for (const beside of ['1', '9007199254740993']) {
      const document = json().parse(`{"a": 1e999, "b": {"c": [-1e999]}, "b": ${beside}, "a": 2}`, 'a.json')
      expect(document.value).toEqual({ a: 2, b: beside === '1' ? 1 : 9007199254740993n })
      expect(document.warnings).toHaveLength(2)
    }
  })

  it('takes 100,000 levels, which the shared check then refuses', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000)
    const document = json().parse(text, 'a.json')
    const error = errorOf(() => checkTree(document.value, defaultLimits, (path) => document.locate(path)))
    expect(error.issues[0]).toMatchObject({ code: 'FORMAT_TOO_DEEP', span: { start: { line: 1, column: 501 } } })
    expect(document.warnings).toEqual([])
  })

  it('never quotes the text in an error', () => {
    const error = errorOf(() => json().parse('{"password": hunter2}', 'a.json'))
    expect(`${error.message} ${String(error.cause)}`).not.toContain('hunter')
  })
})

describe('a malformed text', () => {
  it.each([
    ['{"a": 1,}', ['1:8 a comma behind the last member']],
    ['[1, 2,\n]', ['1:6 a comma behind the last member']],
    ['{\n  // why\n  "a": 1\n}', ['2:3 a comment; JSON has none']],
    ["{'a': 1}", ['1:2 single quotes around a text']],
    ['{a: 1}', ['1:2 a key without quotes']],
    ['{"a": "b\n}', ['1:7 a text without its closing quote']],
    ['["a\tb"]', ['1:4 a raw control character in a text']],
    ['[01]', ['1:2 a number with leading zeros']],
    [
      '[+1, .5, 1., 0x1F, NaN]',
      [
        '1:2 a number with a plus sign',
        '1:6 a number without digits before the point',
        '1:10 a number without digits behind the point',
        '1:14 a hexadecimal number',
        '1:20 a number that is not finite',
      ],
    ],
    ['[True, None, yes]', ['1:2 "True" is not a value', '1:8 "None" is not a value', '1:14 a text without quotes']],
    ['{"a": 1\n "b": 2}', ['1:8 no comma between two values']],
    ['{"a" 1}', ['1:6 no colon behind the key']],
    ['{"a": }', ['1:7 a key without a value']],
    ['[1,, 2]', ['1:4 a comma without a value before it']],
    ['{"a": [1}', ['1:9 "}" closes "["']],
    ['{"a": {\n', ['2:1 the file ends before the "{" is closed']],
    ['', ['1:1 the file holds no value']],
    ['{} {}', ['1:4 text behind the end of the value']],
    ['["\\x41"]', ['1:3 \\x is no escape of JSON']],
    ['[1,\u00a02]', ['1:4 U+00A0 between values is no space of JSON']],
    [
      '{a: 1,\n b: [1,],\n}',
      [
        '1:2 a key without quotes',
        '2:2 a key without quotes',
        '2:7 a comma behind the last member',
        '2:9 a comma behind the last member',
      ],
    ],
  ])('%j is told what is wrong, and where', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults)
  })

  it('is refused in a moment, however it is nested or repeated', () => {
    const start = performance.now()
    for (const part of ['[', '{"a":', '{"":[', ']', '"', '\\', ',', '/', '/*', '#', '"\\', "'", '0'])
      faultsOf(part.repeat(200_000))
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('warnings', () => {
  it('names both places of a key that is written twice; the last one counts', () => {
    const document = json().parse('{"x": [{}, {\n  "a": 1,\n  "\\u0061": 2\n}]}', 'a.json')
    expect(document.value).toEqual({ x: [{}, { a: 2 }] })
    expect(document.warnings).toMatchObject([
      {
        code: 'FORMAT_DUPLICATE_KEY',
        severity: 'warning',
        path: ['x', 1, 'a'],
        span: { start: { line: 3, column: 3 } },
        related: [{ span: { start: { line: 2, column: 3 } } }],
      },
    ])
  })
})

describe('locate', () => {
  it.each(['\n', '\r\n', '\r', '\n\r\n\r\r'])(
    'counts lines that end with %j, whether places are asked for once or often',
    (end) => {
      const text = ['{"a": [1,', '{"b":', ' "c"}', '], "d"', ': 2}'].join(end)
      for (const path of [['a'], ['a', 0], ['a', 1, 'b'], ['d']]) {
        const often = json().parse(text, 'a.json')
        for (let time = 0; time < 20; time++) often.locate(['d'])
        for (const part of ['value', 'key'] as const)
          expect(json().parse(text, 'a.json').locate(path, part)).toEqual(often.locate(path, part))
      }
      const lines = end === '\n\r\n\r\r' ? 17 : 5
      expect(json().parse(text, 'a.json').locate(['d'])).toMatchObject({ start: { line: lines, column: 3 } })
    },
  )

  it('tells keys apart that look alike', () => {
    const text = '{"ab": 1, "a\\u0062c": 2, "\\\\": 3, "a\\\\": 4, "ac": 5, "abd": 6, "": 7}'
    const document = json().parse(text, 'a.json')
    for (const [key, value] of Object.entries(document.value as Record<string, number>)) {
      expect(document.locate([key])).toMatchObject({ start: { offset: text.indexOf(`: ${value}`) + 2 } })
    }
    expect(json().parse(text, 'a.json').locate(['a\\u0062c'])).toBeUndefined()
    expect(json().parse(text, 'a.json').locate(['a\\\\'])).toBeUndefined()
  })

  const text = '{\n  "a": {"b": [10, {"c": "x"}]},\n  "a\\n": true,\n  "a": {"b": [20, {"c": "y"}]}\n}\n'

  it.each<[Path, 'value' | 'key', string | undefined]>([
    [[], 'value', text.trimEnd()],
    [[], 'key', undefined],
    [['a', 'b', 1, 'c'], 'value', '"y"'],
    [['a', 'b', '1', 'c'], 'key', '"c"'],
    [['a', 'b', 0], 'value', '20'],
    [['a', 'b', 0], 'key', undefined],
    [['a\n'], 'key', '"a\\n"'],
    [['a', 'b', 2], 'value', undefined],
    [['a', 'b', '01'], 'value', undefined],
    [['a', 'b', 0, 'c'], 'value', undefined],
    [['none'], 'value', undefined],
  ])('finds %j (%s)', (path, part, expected) => {
    const document = json().parse(text, 'a.json')
    // The first questions are answered in another way than the later ones.
    for (let question = 0; question < 20; question++) {
      const span = document.locate(path, part)
      expect(span && text.slice(span.start.offset, span.end.offset)).toBe(expected)
    }
  })

  it('does not find what a later duplicate has replaced', () => {
    expect(json().parse('{"a": {"b": 1}, "a": 2}', 'a.json').locate(['a', 'b'])).toBeUndefined()
  })
})

describe('print', () => {
  it('prints dates as text, large numbers as digits, secrets as their placeholder', () => {
    const value = { at: new DateTime('local-date', '1979-05-27'), big: 2n ** 64n, key: new Secret('x'), none: [], rest: {} }
    expect(json().print(value)).toBe(
      '{\n  "at": "1979-05-27",\n  "big": 18446744073709551616,\n  "key": "[secret]",\n  "none": [],\n  "rest": {}\n}\n',
    )
  })

  it('prints what JSON.stringify prints, for plain data', () => {
    const value = { a: [1, { b: null }, 'é\n\ud800'], 'c d': 1.5e300, e: true }
    for (const indent of [0, 2, 4]) expect(json().print(value, { indent })).toBe(`${JSON.stringify(value, null, indent)}\n`)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, Symbol('x')])('refuses %s, naming the path', (bad) => {
    const error = errorOf(() => json().print({ a: [1, bad] } as unknown as Value))
    expect(error.issues[0]).toMatchObject({ code: 'FORMAT_UNSUPPORTED_VALUE', path: ['a', 1] })
  })

  it('refuses what is nested without end', () => {
    const loop: Value[] = []
    loop.push(loop)
    expect(errorOf(() => json().print(loop)).code).toBe('FORMAT_TOO_DEEP')
  })
})
