import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Value } from '../values/value.ts'
import { checkTree } from './check-tree.ts'
import { formatForFile, formatNamed, formatNames, formatOfFile, loadFormat } from './choose.ts'
import { decode } from './decode.ts'
import { defaultLimits, limitsOf } from './format.ts'

function failure(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const nowhere = (): undefined => undefined

describe('decode', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', new TextEncoder().encode('é😀'), 'é😀'],
    ['UTF-8 with a byte order mark', bytes(0xef, 0xbb, 0xbf, 0x61), 'a'],
    ['UTF-16 little-endian', bytes(0xff, 0xfe, 0x61, 0x00, 0xe9, 0x00), 'aé'],
    ['UTF-16 big-endian', bytes(0xfe, 0xff, 0x00, 0x61, 0x00, 0xe9), 'aé'],
    ['nothing', bytes(), ''],
  ])('reads %s', (_, content, text) => {
    expect(decode(content, 'f')).toBe(text)
  })

  it('reads Latin-1 when told, every byte as its own character', () => {
    const all = Uint8Array.from({ length: 255 }, (_, index) => index + 1)
    expect([...decode(all, 'f', 'latin1')].map((character) => character.codePointAt(0))).toEqual([...all])
    expect(decode(new Uint8Array(20_000).fill(0xe9), 'f', 'latin1')).toBe('é'.repeat(20_000))
  })

  it.each<[string, Uint8Array, string]>([
    ['a lone continuation byte', bytes(0x61, 0x0a, 0x62, 0x80, 0x63), 'byte 3 (line 2)'],
    ['an overlong form', bytes(0xc0, 0x80), 'byte 0 (line 1)'],
    ['a surrogate', bytes(0x61, 0xed, 0xa0, 0x80), 'byte 2'],
    ['a cut sequence at the end', bytes(0x61, 0xe2, 0x82), 'byte 2'],
    ['Latin-1 text', bytes(0x63, 0x61, 0x66, 0xe9, 0x0a), 'byte'],
    ['UTF-16 with half a pair', bytes(0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00), 'invalid UTF-16LE at byte 2'],
    ['UTF-16 with the second half first', bytes(0xff, 0xfe, 0x0a, 0x00, 0x00, 0xdc), 'at byte 4 (line 2)'],
    ['UTF-16LE that ends in the middle', bytes(0xff, 0xfe, 0x61, 0x00, 0x41), 'invalid UTF-16LE at byte 4'],
    ['UTF-16BE that ends in the middle', bytes(0xfe, 0xff, 0x00, 0x61, 0x41), 'invalid UTF-16BE at byte 4'],
    ['UTF-16LE that no mark announces', bytes(0x7b, 0x00, 0x7d, 0x00), 'UTF-16LE without a byte order mark'],
    ['UTF-16BE that no mark announces', bytes(0x00, 0x7b, 0x00, 0x7d), 'UTF-16BE without a byte order mark'],
    ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0), 'UTF-32'],
    ['UTF-32BE', bytes(0, 0, 0xfe, 0xff, 0, 0, 0, 0x7b), 'byte'],
  ])('refuses %s and says where', (_, content, place) => {
    const error = failure(() => decode(content, 'app.yaml'))
    expect(error.code).toBe('SOURCE_ENCODING')
    expect(error.message).toContain(place)
    expect(error.issues[0].file).toBe('app.yaml')
  })

  it('refuses NUL, with its place', () => {
    const { issues } = failure(() => decode(new TextEncoder().encode('a: 1\nb: é\0\n'), 'f'))
    expect(issues).toMatchObject([
      { code: 'SOURCE_ENCODING', span: { file: 'f', start: { line: 2, column: 5, offset: 9 } }, hint: expect.any(String) },
    ])
  })

  it('counts columns up to the first invalid byte in characters', () => {
    const [issue] = failure(() => decode(bytes(0x61, 0x0a, 0xc3, 0xa9, 0x80), 'f')).issues
    expect(issue).toMatchObject({ span: { start: { line: 2, column: 2, offset: 3 } } })
  })

  it('knows no other encodings', () => {
    expect(failure(() => decode(bytes(0x61), 'f', 'utf-7' as never)).code).toBe('OPTION_INVALID')
  })
})

describe('checkTree', () => {
  const limits = { ...defaultLimits, maxDepth: 5, maxNodes: 20 }

  function nested(levels: number): Value {
    let value: Value = 1
    for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value }
    return value
  }

  it('accepts what is inside the limits', () => {
    expect(() => checkTree(nested(5), limits, nowhere)).not.toThrow()
  })

  it('refuses depth, even absurd depth', () => {
    expect(failure(() => checkTree(nested(6), limits, nowhere)).code).toBe('FORMAT_TOO_DEEP')
    expect(failure(() => checkTree(nested(100_000), defaultLimits, nowhere)).code).toBe('FORMAT_TOO_DEEP')
  })

  it('counts shared nodes as often as they appear', () => {
    const shared = [1, 2, 3, 4]
    expect(failure(() => checkTree([shared, shared, shared, shared], limits, nowhere)).code).toBe('FORMAT_TOO_LARGE')
  })

  it('stops at a circle', () => {
    const circle: Value[] = []
    circle.push(circle)
    expect(['FORMAT_TOO_DEEP', 'FORMAT_TOO_LARGE']).toContain(failure(() => checkTree(circle, limits, nowhere)).code)
  })

  it('refuses keys that reach a prototype, all of them at once', () => {
    const tree = JSON.parse('{"a":{"__proto__":1},"constructor":{"prototype":{}},"prototype":{}}') as Value
    const error = failure(() => checkTree(tree, limits, nowhere))
    expect(error.issues.map((issue) => issue.path)).toEqual(
      expect.arrayContaining([
        ['a', '__proto__'],
        ['constructor', 'prototype'],
      ]),
    )
    expect(error.issues).toHaveLength(2)
  })

  it('does not look again at what passed before', () => {
    const passed: Value = { deep: nested(9) }
    expect(() => checkTree({ a: passed }, limits, nowhere, { a: passed })).not.toThrow()
    expect(failure(() => checkTree({ a: passed }, limits, nowhere, { b: passed })).code).toBe('FORMAT_TOO_DEEP')
  })
})

describe('formats by name', () => {
  it.each([
    ['config/app.yaml', 'yaml'],
    ['A.YML', 'yaml'],
    ['x.json', 'json'],
    ['x.jsonc', 'jsonc'],
    ['x.json5', 'json5'],
    ['x.toml', 'toml'],
    ['setup.cfg', 'ini'],
    ['my.cnf', 'ini'],
    ['.env', 'dotenv'],
    ['a/.env.local', 'dotenv'],
    ['prod.env', 'dotenv'],
    ['log4j.properties', 'properties'],
  ])('takes %s as %s', (file, format) => {
    expect(formatOfFile(file)).toBe(format)
    expect(formatForFile(file)).toBe(format)
  })

  it.each(['README', 'a.b/c', 'x.xml'])('does not guess for %s', (file) => {
    expect(formatOfFile(file)).toBeUndefined()
    expect(failure(() => formatForFile(file)).code).toBe('FORMAT_UNKNOWN')
  })

  it('knows other words, and suggests', () => {
    expect([formatNamed('YML'), formatNamed('env')]).toEqual(['yaml', 'dotenv'])
    expect(failure(() => formatNamed('tmol')).issues[0].hint).toContain('"toml"')
    expect(failure(() => formatNamed('toString')).code).toBe('FORMAT_UNKNOWN')
  })

  it.each(formatNames)('loads %s on demand', async (name) => {
    const format = (await loadFormat(name))()
    expect(format.name).toBe(name)
    expect(format.extensions.length).toBeGreaterThan(0)
  })

  it('fills limits from the defaults', () => {
    expect(limitsOf({ limits: { maxDepth: 3 } })).toEqual({ ...defaultLimits, maxDepth: 3 })
  })
})
