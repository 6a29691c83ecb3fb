import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { decode } from './decode.ts'
import { dotenv } from './dotenv/dotenv.ts'
import type { Edit, Format } from './format.ts'
import { ini } from './ini/ini.ts'
import { json } from './json/json.ts'
import { jsonc } from './jsonc/jsonc.ts'
import { properties } from './properties/properties.ts'
import { toml } from './toml/toml.ts'
import { yaml } from './yaml/yaml.ts'

function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}

const set = (value: Value, ...path: Path): Edit => ({ kind: 'set', path, value })
const remove = (...path: Path): Edit => ({ kind: 'remove', path })

/** The edited text, which must read back as expected. */
function edited(format: Format, text: string, edits: readonly Edit[], expected: Value): string {
  const after = format.edit(text, edits, 'f')
  expect(format.parse(after, 'f').value).toEqual(expected)
  return after
}

describe('an option of a format that is of the wrong kind', () => {
  it.each<[string, () => Format, string]>([
    ['expand', () => dotenv({ expand: 'yes' }), 'expand'],
    ['env', () => dotenv({ env: 'HOME' }), 'env'],
    ['flat', () => properties({ flat: 'yes' }), 'flat'],
    ['dialect', () => ini({ dialect: 'pyton' }), 'dialect'],
  ])('is refused by name: %s', (_, make, name) => {
    expect(issuesOf(() => make().parse('A=1', 'f'))).toMatchObject([
      { code: 'OPTION_INVALID', message: expect.stringContaining(name) },
    ])
  })
})

describe('a YAML value with a tag', () => {
  it.each<[string, Value]>([
    ['!!int "0x1F"', 31],
    ['!!int "-0x1F"', -31],
    ['!!int "12"', 12],
    ['!!float "1"', 1],
    ['!!float ".inf"', Number.POSITIVE_INFINITY],
    ['!!bool "true"', true],
    ['!!null "~"', null],
    ['!!str 5', '5'],
    ['! 5', '5'],
    ['!!map', {}],
    ['!!seq', []],
    ['!!seq [1]', [1]],
    ['! {a: 1}', { a: 1 }],
  ])('is read as the tag says: %s', (text, expected) => {
    expect(yaml().parse(`v: ${text}\n`, 'f').value).toEqual({ v: expected })
  })

  it.each([
    '!!int "x"',
    '!!float "x"',
    '!!float 1e999',
    '!!bool "maybe"',
    '!!null "x"',
    '!!str [a]',
    '!!map [a]',
    '!own [a]',
    '!own x',
    '!!set x',
  ])('is refused with its place when it does not fit: %s', (text) => {
    const [issue] = issuesOf(() => yaml().parse(`v: ${text}\n`, 'f'))
    expect(issue?.span).toMatchObject({ file: 'f', start: { line: 1 } })
    expect(issue?.code).toMatch(/^FORMAT_/)
  })

  it.each(['? [a]\n: b\n', '? {a: 1}\n: b\n', '[a]: b\n'])('cannot have a collection for its key: %j', (text) => {
    expect(issuesOf(() => yaml().parse(text, 'f'))[0]).toMatchObject({ span: { file: 'f', start: { line: 1 } } })
  })
})

describe('bytes that are no text', () => {
  it.each<[string, readonly number[]]>([
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]],
    ['UTF-16LE without a byte order mark', [0x61, 0, 0x62, 0, 0x63, 0]],
    ['UTF-16BE without a byte order mark', [0, 0x61, 0, 0x62, 0, 0x63]],
    ['NUL at character 1', [0x61, 0, 0x62]],
    ['NUL at character 2', [0x61, 0x62, 0, 0, 0, 0, 0x61, 0x62]],
  ])('are told to be %s', (words, bytes) => {
    expect(issuesOf(() => decode(new Uint8Array(bytes), 'f'))).toMatchObject([
      { code: 'SOURCE_ENCODING', message: `not readable as text: ${words}`, file: 'f' },
    ])
  })

  it.each<[string, readonly number[]]>([
    ['the second half of a pair alone', [0xff, 0xfe, 0x61, 0, 0x00, 0xdc]],
    ['the first half of a pair alone', [0xff, 0xfe, 0x61, 0, 0x00, 0xd8, 0x62, 0]],
    ['the first half of a pair at the end', [0xff, 0xfe, 0x61, 0, 0x00, 0xd8]],
    ['an odd byte behind a pair', [0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde, 0x61]],
    ['the first half alone, in the other order', [0xfe, 0xff, 0, 0x61, 0xd8, 0x00, 0, 0x62]],
  ])('are refused in UTF-16: %s', (_, bytes) => {
    expect(issuesOf(() => decode(new Uint8Array(bytes), 'f'))).toMatchObject([{ code: 'SOURCE_ENCODING', file: 'f' }])
  })
})

describe('an edit of TOML', () => {
  it('keeps a comment that stands alone in a list, and fills the list', () => {
    const after = edited(toml(), 'l = [\n  # none yet\n]\n', [set(1, 'l', 0)], { l: [1] })
    expect(after).toContain('# none yet')
  })

  it('keeps comments beside elements that go', () => {
    expect(edited(toml(), 'l = [1, # one\n 2]\n', [remove('l', 1)], { l: [1] })).toContain('# one')
    expect(edited(toml(), 'l = [ # why\n 1]\n', [remove('l', 0)], { l: [] })).toContain('# why')
    expect(edited(toml(), 'l = [1, 2,]\n', [remove('l', 1)], { l: [1] })).toBe('l = [1,]\n')
    expect(edited(toml(), 'l = [\n  1,\n  2,\n]\n', [remove('l', 0)], { l: [2] })).toBe('l = [\n  2,\n]\n')
    expect(edited(toml(), 't = { a = 1, b = 2 }\n', [remove('t', 'b')], { t: { a: 1 } })).toBe('t = { a = 1 }\n')
    expect(edited(toml(), 't = { a = 1 }\n', [remove('t', 'a')], { t: {} })).toMatch(/^t = \{\s*\}\n$/)
  })

  it('fills an empty inline table', () => {
    expect(edited(toml(), 't = {}\n', [set(1, 't', 'a')], { t: { a: 1 } })).toBe('t = { a = 1 }\n')
  })

  it.each<[string, Path, string]>([
    ['a gap in a list', ['l', 5], 'the list has no such element'],
    ['a new list that does not begin at 0', ['n', 3], 'a new list begins at index 0'],
    ['a path through a value', ['x', 'y'], ''],
  ])('refuses %s, and changes nothing', (_, path, message) => {
    expect(issuesOf(() => toml().edit('l = [1]\nx = 1\n', [set(1, ...path)], 'f'))[0]).toMatchObject({
      code: 'FORMAT_EDIT',
      message: expect.stringContaining(message),
    })
  })

  it('refuses a path that is deeper than files may be', () => {
    const deep = Array.from({ length: 600 }, () => 'k')
    expect(issuesOf(() => toml().edit('', [set(1, ...deep)], 'f'))).toMatchObject([{ code: 'FORMAT_TOO_DEEP' }])
  })

  it('does nothing for a removal of what is not there', () => {
    for (const path of [
      ['x', 'y'],
      ['l', 7],
      ['n', 'n'],
      ['l', 'k'],
    ])
      expect(toml().edit('l = [1]\nx = 1\n', [remove(...path)], 'f')).toBe('l = [1]\nx = 1\n')
  })
})

describe('an edit of INI', () => {
  it('keeps the quotes of the value it replaces', () => {
    expect(edited(ini(), '[a]\nx = "quoted"\n', [set('new', 'a', 'x')], { a: { x: 'new' } })).toBe('[a]\nx = "new"\n')
  })

  it('says where a value that is inherited has to be removed', () => {
    const text = '[DEFAULT]\nx = 1\n[a]\ny = 2\n'
    expect(issuesOf(() => ini({ dialect: 'python' }).edit(text, [remove('a', 'x')], 'f'))).toMatchObject([
      { code: 'FORMAT_EDIT', path: ['a', 'x'], span: { start: { line: 2 } }, hint: 'remove it there' },
    ])
    expect(ini({ dialect: 'python' }).edit(text, [remove('a', 'none')], 'f')).toBe(text)
  })

  it('does not write what the dialect cannot read back, and writes empty lines so that it can', () => {
    const python = ini({ dialect: 'python' })
    const text = '[a]\nx = 1\n'
    for (const write of [() => python.edit(text, [set(' x', 'a', 'x')], 'f'), () => python.print({ a: { x: ' x' } })])
      expect(issuesOf(write)[0]).toMatchObject({
        path: ['a', 'x'],
        message: expect.stringContaining('no way to write such a text'),
      })
    edited(python, text, [set('x\n\ny', 'a', 'x')], { a: { x: 'x\n\ny' } })
  })
})

describe('an edit of JSON with comments', () => {
  it.each<[string, Path, string, Value]>([
    ['{\n  "a": 1, // one\n  "b": 2\n}\n', ['b'], '// one', { a: 1 }],
    ['{ "a": 1 /* behind */, "b": 2 }', ['a'], '/* behind */', { b: 2 }],
    ['{\n  // why\n  "a": 1\n}\n', ['a'], '// why', {}],
    ['[1, 2 /* two */]', [1], '', [1]],
    ['{"a": 1,\n "b": 2 // last\n}', ['b'], '', { a: 1 }],
  ])('removes a member of %j and keeps what is not about it', (text, path, kept, expected) => {
    expect(edited(jsonc(), text, [remove(...path)], expected)).toContain(kept)
  })

  it('gives back the same text when there is nothing to remove', () => {
    for (const path of [['x'], ['a', 'b'], ['l', 9]])
      expect(json().edit('{"a": 1, "l": []}', [remove(...path)], 'f')).toBe('{"a": 1, "l": []}')
  })
})
