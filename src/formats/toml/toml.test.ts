import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { DateTime } from '../../values/date-time.ts'
import { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { toml } from './index.ts'

const format = toml()

function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was thrown')
}

function places(issues: readonly Issue[]): readonly string[] {
  return issues.map((issue) => `${issue.code} ${issue.span?.start.line}:${issue.span?.start.column}`)
}

describe('reading', () => {
  it('gives ordinary objects, also for tables in tables', () => {
    const { value } = format.parse('[a.b]\nc = { d = 1 }', 'f')
    expect(value).toStrictEqual({ a: { b: { c: { d: 1 } } } })
    expect(Object.getPrototypeOf((value as { a: object }).a)).toBe(Object.prototype)
  })

  it('keeps __proto__ as an own key and the prototype clean', () => {
    const { value } = format.parse('[__proto__]\nadmin = true', 'f')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it.each([
    ['1979-05-27t07:32:00z', 'offset-date-time', '1979-05-27T07:32:00Z'],
    ['1979-05-27 00:32:00.999999-07:00', 'offset-date-time', '1979-05-27T00:32:00.999999-07:00'],
    ['1979-05-27 07:32', 'local-date-time', '1979-05-27T07:32:00'],
    ['2000-02-29', 'local-date', '2000-02-29'],
    ['07:32:00.5', 'local-time', '07:32:00.5'],
  ])('reads %s as %s', (text, kind, normal) => {
    expect(format.parse(`a = [${text}]`, 'f').value).toEqual({ a: [new DateTime(kind as DateTime['kind'], normal)] })
  })

  it.each(['1e999', '-1E+400', '1_0.0e3_09'])('refuses %s, which is too large for a double', (number) => {
    expect(() => toml().parse(`a = inf\nb = [${number}]\n`, 'a.toml')).toThrow(
      expect.objectContaining({
        issues: [
          expect.objectContaining({
            code: 'FORMAT_UNSUPPORTED_VALUE',
            span: expect.objectContaining({ start: { line: 2, column: 6, offset: 13 } }),
          }),
        ],
      }),
    )
  })

  it('keeps integers of 64 bits exactly and refuses larger ones with their place', () => {
    expect(format.parse('a = 9223372036854775807', 'f').value).toEqual({ a: 9223372036854775807n })
    const issues = issuesOf(() => format.parse('a = 1\nb = [1, 9223372036854775808]', 'f'))
    expect(places(issues)).toEqual(['FORMAT_UNSUPPORTED_VALUE 2:9'])
    expect(issues[0]?.path).toEqual(['b', 1])
  })
})

describe('refusing', () => {
  it.each([
    ['a = 2026-02-30', 'FORMAT_SYNTAX 1:5'],
    ['a = 1 2', 'FORMAT_SYNTAX 1:7'],
    ['a = 012', 'FORMAT_SYNTAX 1:5'],
    ['a =\nb = 1', 'FORMAT_SYNTAX 1:4'],
    ['a = [1 2]', 'FORMAT_SYNTAX 1:8'],
    ['a = "x\\q"', 'FORMAT_SYNTAX 1:7'],
    ['x = 1\na = """b', 'FORMAT_SYNTAX 2:5'],
    ['[a', 'FORMAT_SYNTAX 1:3'],
    ['a b = 1', 'FORMAT_SYNTAX 1:3'],
    [`a = ${'['.repeat(100_000)}`, 'FORMAT_TOO_DEEP 1:505'],
    [`a${'.a'.repeat(100_000)} = 1`, 'FORMAT_TOO_DEEP 1:999'],
  ])('names the place in %#', (text, expected) => {
    expect(places(issuesOf(() => format.parse(text, 'f')))).toEqual([expected])
  })

  it('tells where a repeated key is written first', () => {
    const [issue] = issuesOf(() => format.parse('[server]\nport = 1\n\n[server]\nhost = ""', 'f'))
    expect(issue).toMatchObject({ code: 'FORMAT_DUPLICATE_KEY', span: { start: { line: 4, column: 2 } } })
    expect(issue?.related?.[0]?.span.start).toMatchObject({ line: 1, column: 2 })
  })

  it('collects several problems', () => {
    const issues = issuesOf(() => format.parse('a = x\nb = 1\nb = 2\n[c\nd = 3', 'f'))
    expect(places(issues)).toEqual(['FORMAT_SYNTAX 1:5', 'FORMAT_DUPLICATE_KEY 3:1', 'FORMAT_SYNTAX 4:3'])
  })

  it('never repeats a value that has no quotes', () => {
    const [issue] = issuesOf(() => format.parse('password = hunter2', 'f'))
    expect(JSON.stringify(issue)).not.toContain('hunter2')
  })

  it.each([
    ['a = 07:32', 5],
    ['a = "\\e"', 6],
    ['a = "\\x41"', 6],
    ['a = { b = 1, }', 12],
    ['a = { b = 1,\n c = 2 }', 13],
  ])('takes %j in TOML 1.1 only', (text, column) => {
    expect(() => format.parse(text, 'f')).not.toThrow()
    expect(places(issuesOf(() => toml({ version: '1.0' }).parse(text, 'f')))).toEqual([`FORMAT_SYNTAX 1:${column}`])
  })
})

describe('locating', () => {
  const text = 'a.b = 1\nc = [ 10, { d = "x" } ]\n[t]\ne = 2\n[[l]]\nf = 3\n[[l]]\n'
  const document = format.parse(text, 'f')
  function shown(path: readonly (string | number)[], part?: 'key'): string | undefined {
    const span = document.locate(path, part)
    return span && text.slice(span.start.offset, span.end.offset)
  }

  it.each([
    [['a', 'b'], '1', 'b'],
    [['a'], 'a', 'a'],
    [['c', 0], '10', undefined],
    [['c', 1, 'd'], '"x"', 'd'],
    [['t'], '[t]\ne = 2', 't'],
    [['l'], '[[l]]\nf = 3\n[[l]]', 'l'],
    [['l', 0], '[[l]]\nf = 3', undefined],
    [['l', 0, 'f'], '3', 'f'],
    [['nowhere'], undefined, undefined],
    [['toString'], undefined, undefined],
  ])('finds %j', (path, value, key) => {
    expect(shown(path)).toBe(value)
    expect(shown(path, 'key')).toBe(key)
  })
})

describe('printing', () => {
  it('puts values before tables, and lists of maps under headers', () => {
    const value = {
      list: [{ a: 1 }, { b: { c: 2 } }],
      name: 'x',
      mixed: [1, { a: 'y' }],
      empty: {},
      none: [],
      'a b': { 'c.d': 1.5 },
    }
    expect(format.print(value)).toBe(
      'name = "x"\nmixed = [1, { a = "y" }]\nnone = []\n\n[[list]]\na = 1\n\n[[list]]\n\n[list.b]\nc = 2\n\n[empty]\n\n["a b"]\n"c.d" = 1.5\n',
    )
  })

  it('prints what TOML has its own words for', () => {
    const value = {
      inf: Infinity,
      below: -Infinity,
      nan: Number.NaN,
      zero: -0,
      big: 2n ** 62n,
      far: 2 ** 60,
      day: new DateTime('local-date', '2026-01-01'),
    }
    expect(format.print(value)).toBe(
      'inf = inf\nbelow = -inf\nnan = nan\nzero = -0.0\nbig = 4611686018427387904\nfar = 1152921504606847000.0\nday = 2026-01-01\n',
    )
  })

  it.each<[string, Value]>([
    ['null', null],
    ['a secret', new Secret('x')],
    ['an integer beyond 64 bits', 2n ** 63n],
    ['a day that is not in the calendar', new DateTime('local-date', '2026-02-30')],
    ['a lone surrogate', '\ud800'],
  ])('refuses %s, naming the path', (_, value) => {
    const [issue] = issuesOf(() => format.print({ a: [{ b: value }] }))
    expect(issue).toMatchObject({ code: 'FORMAT_UNSUPPORTED_VALUE', path: ['a', 0, 'b'] })
  })

  it('refuses what is not a map, and nesting without end', () => {
    let deep: Value = []
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(issuesOf(() => format.print([1]))[0]?.code).toBe('FORMAT_UNSUPPORTED_VALUE')
    expect(issuesOf(() => format.print({ deep }))[0]?.code).toBe('FORMAT_TOO_DEEP')
  })
})

it('reads 40,000 keys in time that grows with their number', () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `key${index} = "value"`).join('\n')
  const start = performance.now()
  format.parse(text, 'f').locate(['key39999'])
  expect(performance.now() - start).toBeLessThan(10_000)
})
