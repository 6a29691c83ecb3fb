import { load, YAML11_SCHEMA } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError } from '../../errors/config-error.ts'
import { DateTime } from '../../values/date-time.ts'
import { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { defaultLimits, type PrintOptions } from '../format.ts'
import { yaml } from '../yaml/yaml.ts'
import { printYaml } from './print.ts'

function print(value: Value, options?: PrintOptions): string {
  return printYaml(value, defaultLimits, options)
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.code
    throw error
  }
  return undefined
}

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ['our reader', (text) => yaml().parse(text, 'f').value],
  ['yaml as 1.2', (text) => parse(text)],
  ['yaml as 1.1', (text) => parse(text, { version: '1.1' })],
  ['js-yaml as 1.1', (text) => load(text, { schema: YAML11_SCHEMA })],
]

const awkward: readonly string[] = [
  ...[
    '',
    ' ',
    '~',
    'null',
    'Null',
    'true',
    'yes',
    'no',
    'on',
    'Off',
    'y',
    'n',
    'NO',
    '<<',
    '=',
    '.',
    '..',
    '...',
    '---',
    '--- a',
    '-',
    '- a',
    '-a',
    '?',
    '? a',
  ],
  ...[
    ':',
    ': a',
    'a:',
    'a: b',
    'a :b',
    '#',
    '#a',
    'a #b',
    'a#b',
    '!x',
    '&a',
    '*a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '{',
    '}',
    '[a',
    'a]',
    'a,b',
    ',',
    '"',
    "'",
    "it's",
  ],
  ...[
    '\\',
    '\\n',
    '0',
    '1',
    '-1',
    '+1',
    '.5',
    '1.',
    '1e3',
    '1e999',
    '0777',
    '0o17',
    '0x1f',
    '0b1',
    '1_000',
    '12:30',
    '12:30:00',
    '1.2.3',
    '2024-01-01',
    '.inf',
    '.NaN',
  ],
  ...[
    '2024-01-01 10:00:00',
    '-.inf',
    '1,000',
    ' a',
    'a ',
    'a\nb',
    'a\nb\n',
    'a\n\n',
    '\n',
    '\na',
    ' a\nb',
    'a \nb',
    'a\n b\n',
    'a\r\nb',
    'a\rb',
    'a\tb',
    '\ta',
  ],
  ...[
    'a\n\tb',
    '\u0000',
    '\u0007',
    '\u007f',
    '\u0080',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\u{1f600}',
    'é',
    '日本',
    '__proto__',
    '${a}',
    '{{ a }}',
  ],
  ...['!unset', 'http://a:80/b?c#d', 'C:\\dir', 'a'.repeat(2000), `${'word '.repeat(100)}end`],
]

describe.each(readers)('what we print, read by %s,', (_, read) => {
  it.each(awkward.map((text) => [JSON.stringify(text).slice(0, 40), text]))('keeps %s everywhere', (_name, text) => {
    const values: readonly Value[] = [
      text,
      [text],
      { key: text },
      Object.fromEntries([[text, 1]]),
      { a: { b: [text, { c: text }] } },
      [[text]],
    ]
    for (const value of values) expect(read(print(value))).toEqual(value)
  })

  it.each([
    0,
    1,
    -1,
    0.1,
    1e21,
    1e20,
    -1e-7,
    5e-324,
    Number.MAX_VALUE,
    2 ** 53 - 1,
    2 ** 53,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])('keeps the number %d', (number) => {
    expect(read(print({ number }))).toEqual({ number })
  })
})

describe('print', () => {
  it('lays out blocks', () => {
    expect(print({ a: { b: [1, { c: 2, d: [[1, 2], {}] }], t: 'x\ny\n' }, e: [] })).toBe(
      'a:\n  b:\n    - 1\n    - c: 2\n      d:\n        - - 1\n          - 2\n        - {}\n  t: |\n    x\n    y\ne: []\n',
    )
    expect(print({ a: { b: 1 } }, { indent: 4 })).toBe('a:\n    b: 1\n')
  })

  it('keeps large integers exact', () => {
    const value = { n: 123_456_789_012_345_678_901_234_567_890n, m: -9_007_199_254_740_993n }
    expect(yaml().parse(print(value), 'f').value).toEqual(value)
  })

  it('prints dates as quoted text', () => {
    expect(print({ day: new DateTime('local-date', '2024-01-01') })).toBe('day: "2024-01-01"\n')
  })

  it('refuses what YAML has no words for, and never prints a secret', () => {
    expect(codeOf(() => print(new Secret('hidden') as Value))).toBe('FORMAT_UNSUPPORTED_VALUE')
    expect(codeOf(() => print({ a: [undefined] } as unknown as Value))).toBe('FORMAT_UNSUPPORTED_VALUE')
    expect(codeOf(() => print({ a: new Map() } as unknown as Value))).toBe('FORMAT_UNSUPPORTED_VALUE')
  })

  it('refuses endless and too deep values', () => {
    const loop: Record<string, unknown> = {}
    loop.a = loop
    loop.b = loop
    expect(codeOf(() => print(loop as Value))).toBe('FORMAT_TOO_DEEP')
    let deep: Value = 1
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(codeOf(() => print(deep))).toBe('FORMAT_TOO_DEEP')
  })

  it('is reached from the format', () => {
    expect(yaml().print({ a: 'yes' })).toBe('a: "yes"\n')
  })
})
