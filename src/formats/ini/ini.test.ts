import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { DateTime } from '../../values/date-time.ts'
import type { Value } from '../../values/value.ts'
import { ini } from './ini.ts'

function read(text: string, options: Readonly<Record<string, unknown>> = {}): Value {
  return ini(options).parse(text, 'app.ini').value
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

function refusal(text: string, options: Readonly<Record<string, unknown>> = {}): readonly (readonly [string, number, number])[] {
  return issuesOf(() => read(text, options)).map(
    ({ code, span }) => [code, span?.start.line ?? 0, span?.start.column ?? 0] as const,
  )
}

describe('the default dialect', () => {
  it.each<[string, string, Value]>([
    ['keys in front of the first section', 'a = 1\n[s]\nb: 2\n', { a: '1', s: { b: '2' } }],
    ['the case of names', '[Server]\nPort = 1\nport = 2\n', { Server: { Port: '1', port: '2' } }],
    ['dots as levels', '[server.tls]\ncert.file = x\n', { server: { tls: { cert: { file: 'x' } } } }],
    ['quoted names whole', '["a.b"]\n"c.d" = 1\ne."f.g" = 2\n', { 'a.b': { 'c.d': '1', e: { 'f.g': '2' } } }],
    ["git's subsections", '[branch "feature/x.y"]\nremote = origin\n', { branch: { 'feature/x.y': { remote: 'origin' } } }],
    ['names with an empty part as one word', 'a..b = 1\n', { 'a..b': '1' }],
    ['comments on lines and behind blanks', '; c\n# d\na = 1 ; e\nb = 2 # f\nc = 3;4#5\n', { a: '1', b: '2', c: '3;4#5' }],
    ['quoted values without their quotes', `a = "x ; y" ; c\nb = ' z '\n`, { a: 'x ; y', b: ' z ' }],
    ['backslashes as they are', 'a = C:\\new\nb = "C:\\new\\table"\n', { a: 'C:\\new', b: 'C:\\new\\table' }],
    ['the two escapes', 'a = "say \\"hi\\"\\u000aho"\n', { a: 'say "hi"\nho' }],
    ['an apostrophe at the start', "a = 'tis so\n", { a: "'tis so" }],
    ['several quoted words', 'a = "x" "y"\n', { a: '"x" "y"' }],
    ['indented lines as one value', 'a = 1\n  2\n\n  3\nb = 4\n', { a: '1\n2\n\n3', b: '4' }],
    ['a header, however deep', '[a]\nx = 1\n  [a.b]\n  y = 2\n', { a: { x: '1', b: { y: '2' } } }],
    ['percent signs and dollars', 'a = 50% %(b)s ${c}\n', { a: '50% %(b)s ${c}' }],
    ['a section DEFAULT like any other', '[DEFAULT]\na = 1\n[s]\nb = 2\n', { DEFAULT: { a: '1' }, s: { b: '2' } }],
    ['empty sections and values', '[a]\n[b]\nc =\n', { a: {}, b: { c: '' } }],
    ['an empty text', '', {}],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('gives ordinary maps', () => {
    expect(Object.getPrototypeOf(read('[a]\nb = 1\n'))).toBe(Object.prototype)
  })

  it('makes __proto__ an own key', () => {
    const value = read('[__proto__]\nadmin = 1\n')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })

  it.each<[string, string, readonly (readonly [string, number, number])[]]>([
    [
      'every bad line',
      'x\n[a\n= 2\n[]\n[b] tail\n',
      [
        ['FORMAT_SYNTAX', 1, 1],
        ['FORMAT_SYNTAX', 2, 1],
        ['FORMAT_SYNTAX', 3, 1],
        ['FORMAT_SYNTAX', 4, 1],
        ['FORMAT_SYNTAX', 5, 1],
      ],
    ],
    ['half a pair of quotes', 'a = "x\n', [['FORMAT_SYNTAX', 1, 5]]],
    ['a key twice', 'a = 1\nb = 2\n  a = 3\na = 4\n', [['FORMAT_DUPLICATE_KEY', 4, 1]]],
    ['a section twice', '[a]\nx = 1\n[b]\n[a]\n', [['FORMAT_DUPLICATE_KEY', 4, 2]]],
    [
      'a value where a section is',
      'a = 1\n[a]\nb = 2\n',
      [
        ['FORMAT_DUPLICATE_KEY', 2, 2],
        ['FORMAT_DUPLICATE_KEY', 3, 1],
      ],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(refusal(text)).toEqual(expected)
  })

  it('names both places of a duplicate', () => {
    const [issue] = issuesOf(() => read('[s]\na = 1\na = 2\n'))
    expect(issue?.path).toEqual(['s', 'a'])
    expect(issue?.related?.[0]?.span.start).toMatchObject({ line: 2, column: 1 })
  })

  it('lets the last of two count, with a warning, when it is not strict', () => {
    const document = ini({ strict: false }).parse('[s]\na = 1\n[s]\na = 2\n', 'x')
    expect(document.value).toEqual({ s: { a: '2' } })
    expect(document.warnings).toMatchObject([{ code: 'FORMAT_DUPLICATE_KEY', severity: 'warning', path: ['s', 'a'] }])
  })

  it('never puts a value into a message', () => {
    const secret = 'hunter2-hunter2'
    const [issue] = issuesOf(() => read(`a = "${secret}\n`))
    expect(JSON.stringify(issue)).not.toContain(secret)
  })

  it('refuses options that do not exist', () => {
    expect(() => ini({ dialect: 'windows' })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    expect(() => ini({ delimiters: [] })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })
})

describe('places', () => {
  const text = 'top = 1\r\n[a.b]\r\nkey = "x y" ; c\r\nlong = 1\r\n  2\r\n'
  const document = ini().parse(text, 'app.ini')
  const slice = (path: readonly string[], part?: 'key' | 'value'): string | undefined => {
    const span = document.locate(path, part)
    return span && text.slice(span.start.offset, span.end.offset)
  }

  it('are those of keys, of values with their quotes, and of headers', () => {
    expect(slice(['a', 'b', 'key'])).toBe('"x y"')
    expect(slice(['a', 'b', 'key'], 'key')).toBe('key')
    expect(slice(['a', 'b', 'long'])).toBe('1\r\n  2')
    expect(slice(['a', 'b'])).toBe('[a.b]')
    expect(slice(['a', 'b'], 'key')).toBe('a.b')
    expect(slice([])).toBe(text)
    expect(slice(['a', 'c'])).toBeUndefined()
    expect(document.locate(['a', 'b', 'key'])?.start).toMatchObject({ line: 3, column: 7 })
  })
})

describe('interpolation', () => {
  it('resolves names in the section, then in the default section', () => {
    const text = '[DEFAULT]\nhome = /h\n[a]\nroot = %(home)s/a\n[b]\nhome = /b\nroot = %(home)s/b\n'
    expect(read(text, { interpolation: 'basic', defaultSection: 'DEFAULT' })).toEqual({
      a: { root: '/h/a', home: '/h' },
      b: { home: '/b', root: '/b/b' },
    })
  })

  it('resolves names of nested sections', () => {
    expect(read('[a.b]\nx = 1\n[c]\ny = ${a.b:x}2 $$\n', { interpolation: 'extended' })).toEqual({
      a: { b: { x: '1' } },
      c: { y: '12 $' },
    })
  })

  it('names every step of a cycle', () => {
    const [issue] = issuesOf(() => read('[a]\nx = %(y)s\ny = %(z)s\nz = %(x)s\n', { interpolation: 'basic' }))
    expect(issue).toMatchObject({ code: 'REFERENCE_CYCLE', path: ['a', 'x'], span: { start: { line: 2, column: 5 } } })
    expect(issue?.message).toContain('"x" -> "y" -> "z" -> "x"')
    expect(issue?.related).toHaveLength(2)
  })

  it('suggests a near name for an unknown one', () => {
    const [issue] = issuesOf(() => read('[a]\nport = 1\nx = %(prot)s\n', { interpolation: 'basic' }))
    expect(issue).toMatchObject({ code: 'REFERENCE_UNKNOWN', path: ['a', 'x'], hint: 'did you mean "port"?' })
  })

  it('keeps the place of a value that was replaced', () => {
    const document = ini({ interpolation: 'basic' }).parse('[a]\nx = 1\ny = %(x)s\n', 'x')
    expect(document.locate(['a', 'y'])).toMatchObject({ start: { line: 3, column: 5 }, end: { column: 10 } })
  })

  it('cannot be made to fill memory, nor to run for long', () => {
    const doubling = `[a]\nx0 = ${'x'.repeat(10)}\n${Array.from({ length: 60 }, (_, index) => `x${index + 1} = %(x${index})s%(x${index})s\n`).join('')}`
    const empty = `[a]\nx0 =\n${Array.from({ length: 60 }, (_, index) => `x${index + 1} = ${`%(x${index})s`.repeat(100)}\n`).join('')}`
    const start = performance.now()
    expect(refusal(doubling, { interpolation: 'basic' })[0]?.[0]).toBe('FORMAT_TOO_LARGE')
    expect(read(empty, { interpolation: 'basic' })).toMatchObject({ a: { x60: '' } })
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('print', () => {
  it('writes keys first, then sections', () => {
    const value = { s: { a: true, t: { b: 1.5 } }, top: 'x', when: new DateTime('local-date', '2026-01-02'), e: {} }
    expect(ini().print(value)).toBe('top = x\nwhen = 2026-01-02\n\n[s]\na = true\n\n[s.t]\nb = 1.5\n\n[e]\n')
  })

  it.each<[string, Value, readonly string[]]>([
    ['lists', { a: { b: [1] } }, ['a', 'b']],
    ['null', { a: null }, ['a']],
    ['a list as the whole', [1], []],
  ])('refuses %s, naming the path', (_, value, path) => {
    expect(issuesOf(() => ini().print(value))).toMatchObject([{ code: 'FORMAT_UNSUPPORTED_VALUE', path }])
  })

  it('refuses what the python dialect cannot say', () => {
    const python = ini({ dialect: 'python' })
    for (const value of [{ a: '1' }, { a: { b: { c: '1' } } }, { a: { b: ' x' } }, { a: { B: '1' } }, { 'a\n[b]': { c: '1' } }]) {
      expect(issuesOf(() => python.print(value))[0]?.code).toBe('FORMAT_UNSUPPORTED_VALUE')
    }
    expect(python.print({ a: { b: '50%' } })).toBe('[a]\nb = 50%%\n')
  })
})

describe('edit', () => {
  const text = '; head\n[a]\n  x = 1   ; one\n  y: "2"\n\n[b]\nz=3'

  it.each<[string, readonly (string | number)[], Value, string]>([
    ['a value in front of its comment', ['a', 'x'], 9, text.replace('x = 1', 'x = 9')],
    ['a value in its quotes', ['a', 'y'], 'n', text.replace('"2"', '"n"')],
    ['a value that needs quotes now', ['b', 'z'], ' ', text.replace('z=3', 'z=" "')],
    ['a new key like its neighbours', ['a', 'n'], 'v', text.replace('"2"\n', '"2"\n  n = v\n')],
    ['a new key in the last section', ['b', 'n'], 'v', `${text}\nn=v`],
    ['a new section', ['c', 'd', 'n'], 'v', `${text}\n\n[c.d]\nn = v`],
    ['an empty section', ['c'], {}, `${text}\n\n[c]`],
    ['a key at the top', ['top'], 'v', text.replace('; head', 'top = v\n\n; head')],
    ['a map', ['a'], { x: '1', q: '5' }, text.replace('  y: "2"\n', '  q = 5\n')],
  ])('sets %s', (_, path, value, expected) => {
    expect(ini().edit(text, [{ kind: 'set', path, value }], 'x')).toBe(expected)
  })

  it('removes keys and sections', () => {
    expect(ini().edit(text, [{ kind: 'remove', path: ['a', 'x'] }], 'x')).toBe(text.replace('  x = 1   ; one\n', ''))
    expect(ini().edit(text, [{ kind: 'remove', path: ['a'] }], 'x')).toBe('; head\n[b]\nz=3')
    expect(ini().edit(text, [{ kind: 'remove', path: ['no', 'such'] }], 'x')).toBe(text)
  })

  it('keeps several lines several', () => {
    const source = '[o]\nrequires =\n    a\n    b\nlast = 1\n'
    const edited = ini().edit(source, [{ kind: 'set', path: ['o', 'requires'], value: '\na\nb\nc' }], 'x')
    expect(edited).toBe('[o]\nrequires =\n    a\n    b\n    c\nlast = 1\n')
  })

  it('refuses a path through a value', () => {
    expect(issuesOf(() => ini().edit(text, [{ kind: 'set', path: ['a', 'x', 'deep'], value: 1 }], 'x'))).toMatchObject([
      { code: 'FORMAT_EDIT', path: ['a', 'x', 'deep'], span: { start: { line: 3, column: 3 } } },
    ])
  })

  it('refuses to take an inherited key out of a section', () => {
    const source = '[DEFAULT]\na = 1\n[s]\nb = 2\n'
    const python = ini({ dialect: 'python' })
    expect(issuesOf(() => python.edit(source, [{ kind: 'remove', path: ['s', 'a'] }], 'x'))).toMatchObject([
      { code: 'FORMAT_EDIT' },
    ])
    expect(python.edit(source, [{ kind: 'set', path: ['s', 'a'], value: '5%' }], 'x')).toBe(
      '[DEFAULT]\na = 1\n[s]\nb = 2\na = 5%%\n',
    )
  })

  it('makes hundreds of changes in one go', () => {
    const source = `[a]\n${Array.from({ length: 5000 }, (_, index) => `k${index} = 0\n`).join('')}`
    const edits = Array.from({ length: 5000 }, (_, index) => ({ kind: 'set' as const, path: ['a', `k${index}`], value: index }))
    const start = performance.now()
    expect(ini().edit(source, edits, 'x')).toBe(source.replace(/k(\d+) = 0/g, 'k$1 = $1'))
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('hostile texts', () => {
  it.each([
    ['a section 100,000 levels deep', `[${'a.'.repeat(100_000)}b]\n`],
    ['a key 100,000 levels deep', `${'a.'.repeat(100_000)}b = 1\n`],
  ])('refuses %s', (_, text) => {
    expect(refusal(text)[0]?.[0]).toBe('FORMAT_TOO_DEEP')
  })

  it('refuses a default section that multiplies', () => {
    const text = `[DEFAULT]\n${'k'.repeat(3)}${Array.from({ length: 2000 }, (_, index) => `k${index} = 1\n`).join('')}${Array.from({ length: 2000 }, (_, index) => `[s${index}]\n`).join('')}`
    expect(refusal(text, { dialect: 'python' })[0]?.[0]).toBe('FORMAT_TOO_LARGE')
  })

  it.each([
    ['blanks', `a${' '.repeat(300_000)}b`],
    ['quotes', `["${'\\"'.repeat(150_000)}`],
    ['quoted names', `${'."a"'.repeat(80_000)} = 1`],
    ['brackets', `${'['.repeat(300_000)}`],
    ['comment signs', `a = ${'#;'.repeat(150_000)}`],
    ['blank lines', `a = 1\n${'\n'.repeat(300_000)}`],
    ['short lines', 'a\n'.repeat(150_000)],
    ['sections', Array.from({ length: 20_000 }, (_, index) => `[s${index}]\nk = 1\n`).join('')],
    ['percent signs', `a = ${'%('.repeat(150_000)}`],
  ])('takes linear time for many %s', (_, text) => {
    const start = performance.now()
    for (const options of [{}, { dialect: 'python' }, { dialect: 'python', inlineCommentPrefixes: ['#', ';'] }]) {
      try {
        read(text, options)
      } catch (error) {
        expect(ConfigError.is(error)).toBe(true)
      }
    }
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
