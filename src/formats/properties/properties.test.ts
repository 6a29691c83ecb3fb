import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { properties } from './properties.ts'

function read(text: string, options: Readonly<Record<string, unknown>> = {}): Value {
  return properties(options).parse(text, 'app.properties').value
}

function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  return expect.fail('nothing was thrown')
}

describe('reading', () => {
  it.each<[string, string, Value]>([
    ['dots as levels', 'server.port=1\nserver.tls.on = true\n', { server: { port: '1', tls: { on: 'true' } } }],
    ['numbers in brackets as lists', 'a[1]=y\na[0]=x\nb[0].c=1\nb[0].d=2\n', { a: ['x', 'y'], b: [{ c: '1', d: '2' }] }],
    ['lists of lists', 'a[0][0]=1\na[0][1]=2\na[1][0]=3\n', { a: [['1', '2'], ['3']] }],
    ['escaped dots and brackets as part of a name', 'a\\.b=1\nc\\[0]=2\n', { 'a.b': '1', 'c[0]': '2' }],
    ['other brackets as part of a name', 'a[x]=1\na[01]=2\n', { 'a[x]': '1', 'a[01]': '2' }],
    ['continued lines', 'a.b = 1,\\\n      2\n', { a: { b: '1,2' } }],
    ['escapes', 'a=\\u00e9\\t\\:\n', { a: 'é\t:' }],
  ])('takes %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('keeps keys whole when it is flat', () => {
    expect(read('a.b=1\na=2\nc[0]=3\n', { flat: true })).toEqual({ 'a.b': '1', a: '2', 'c[0]': '3' })
  })

  it.each([
    ['a value and a map', 'a=1\na.b=2\n'],
    ['a map and a value', 'a.b=2\na=1\n'],
    ['a list and a map', 'a[0]=2\na.b=1\n'],
    ['a list and a value', 'a[0]=2\na=1\n'],
  ])('refuses %s under one name, with both places', (_, text) => {
    expect(issuesOf(() => read(text))).toMatchObject([
      {
        code: 'FORMAT_DUPLICATE_KEY',
        severity: 'error',
        path: ['a'],
        span: { start: { line: 2, column: 1 } },
        related: [{ span: { start: { line: 1 } } }],
      },
    ])
  })

  it('lets the last of two count, with a warning', () => {
    const document = properties().parse('a.b=1\na.b=2\n', 'x')
    expect(document.value).toEqual({ a: { b: '2' } })
    expect(document.warnings).toMatchObject([
      { code: 'FORMAT_DUPLICATE_KEY', severity: 'warning', path: ['a', 'b'], span: { start: { line: 2 } } },
    ])
  })

  it('refuses broken escapes, lists with gaps and bottomless names', () => {
    expect(issuesOf(() => read('a=\\u12\nb\\u=1\n')).map(({ code, span }) => [code, span?.start.line])).toEqual([
      ['FORMAT_SYNTAX', 1],
      ['FORMAT_SYNTAX', 2],
    ])
    expect(issuesOf(() => read('a[0]=x\na[999999999]=y\n'))).toMatchObject([{ code: 'FORMAT_SYNTAX' }])
    expect(issuesOf(() => read(`${'a.'.repeat(100_000)}b=1\n`))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
    expect(issuesOf(() => read(`a${'[0]'.repeat(100_000)}=1\n`))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
  })

  it('tells places, over continued lines too', () => {
    const text = '# c\r\n a.b = 1,\\\r\n   2\r\nc\\\r\n  d : 3\r\n'
    const document = properties().parse(text, 'x')
    const slice = (path: Path, part?: 'key'): string | undefined => {
      const span = document.locate(path, part)
      return span && text.slice(span.start.offset, span.end.offset)
    }
    expect(slice(['a', 'b'])).toBe('1,\\\r\n   2')
    expect(slice(['a', 'b'], 'key')).toBe('a.b')
    expect(slice(['cd'])).toBe('3')
    expect(slice(['cd'], 'key')).toBe('c\\\r\n  d')
    expect(document.locate(['a', 'b'])?.start).toMatchObject({ line: 2, column: 8 })
  })
})

describe('writing', () => {
  it('prints what Java reads alike in any encoding', () => {
    expect(properties().print({ a: { 'b.c': ' é' }, l: [1, { x: true }], 'k =:#!': '\\\n' })).toBe(
      'a.b\\.c=\\ \\u00e9\nl[0]=1\nl[1].x=true\nk\\ \\=\\:\\#\\!=\\\\\\n\n',
    )
  })

  it.each<[string, Value, Path]>([
    ['null', { a: null }, ['a']],
    ['empty maps', { a: { b: {} } }, ['a', 'b']],
    ['empty lists', { a: [] }, ['a']],
    ['a list as the whole', ['x'], []],
  ])('refuses %s', (_, value, path) => {
    expect(issuesOf(() => properties().print(value))).toMatchObject([{ code: 'FORMAT_UNSUPPORTED_VALUE', path }])
  })

  const text = '# head\na.b : 1\na.c : 2\n\nl[0]=x\nl[1]=y\nalone\nblank value'

  it.each<[string, Path, Value, string]>([
    ['a value', ['a', 'b'], ' é', text.replace(': 1', ': \\ \\u00e9')],
    ['a key beside its neighbours', ['a', 'd'], '3', text.replace('a.c : 2\n', 'a.c : 2\na.d : 3\n')],
    ['the next element of a list', ['l', 2], 'z', text.replace('l[1]=y\n', 'l[1]=y\nl[2]=z\n')],
    ['a key without a delimiter', ['alone'], 'v', text.replace('alone', 'alone=v')],
    ['a value behind a blank', ['blank'], '=v', text.replace('blank value', 'blank \\=v')],
    ['a new key', ['n', 'm'], 'v', `${text}\nn.m : v`],
  ])('sets %s', (_, path, value, expected) => {
    expect(properties().edit(text, [{ kind: 'set', path, value }], 'x')).toBe(expected)
  })

  it('moves the later elements up when one is removed', () => {
    expect(properties().edit(text, [{ kind: 'remove', path: ['l', 0] }], 'x')).toBe(text.replace('l[0]=x\nl[1]=y', 'l[0]=y'))
    expect(properties().edit(text, [{ kind: 'remove', path: ['l'] }], 'x')).toBe(text.replace('l[0]=x\nl[1]=y\n', ''))
  })

  it('refuses holes in lists and paths through values', () => {
    expect(issuesOf(() => properties().edit(text, [{ kind: 'set', path: ['l', 5], value: 'z' }], 'x'))).toMatchObject([
      { code: 'FORMAT_EDIT' },
    ])
    expect(issuesOf(() => properties().edit(text, [{ kind: 'set', path: ['alone', 'x'], value: 'z' }], 'x'))).toMatchObject([
      { code: 'FORMAT_EDIT' },
    ])
  })
})

it.each([
  ['indexes', `${'[0]'.repeat(200_000)}x=1\n`],
  ['backslashes', `a=${'\\'.repeat(500_000)}\n`],
  ['continued lines', `a=${'\\\n'.repeat(300_000)}b\n`],
  ['blank lines', '\n'.repeat(500_000)],
  ['keys', Array.from({ length: 40_000 }, (_, index) => `a.k${index}=1\n`).join('')],
])('takes linear time for many %s', (_, text) => {
  const start = performance.now()
  try {
    read(text)
  } catch (error) {
    expect(ConfigError.is(error)).toBe(true)
  }
  expect(performance.now() - start).toBeLessThan(10_000)
})
