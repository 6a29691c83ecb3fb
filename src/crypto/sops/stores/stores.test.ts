import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../errors/config-error.ts'
import { samples } from '../../samples.fixture.ts'
import { forTest, open, seal, testKeys } from '../../sealed.fixture.ts'
import { plainContent } from '../open.ts'
import { isSealedBinary } from '../recognise.ts'
import { resealSops, rotateSops } from '../seal.ts'
import { storeAsked, storeForFile, storeForSealed } from './choose-store.ts'

const later = Date.UTC(2026, 5, 6)
const plainOf = async (text: string, name: string): Promise<string> =>
  Buffer.from(plainContent(await open(text, name))).toString()

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  return ConfigError.is(error) ? error.code : String(error)
}

describe('the form of a sealed file', () => {
  it.each([
    ['a/b.yaml', 'yaml'],
    ['b.YML', 'yaml'],
    ['b.json', 'json'],
    ['prod.env', 'dotenv'],
    ['c:\\x\\.env.local', 'dotenv'],
    ['php.ini', 'ini'],
    ['tls.key', 'binary'],
    ['env', 'binary'],
  ])('of %s is %s', (file, name) => expect(storeForFile(file).name).toBe(name))

  it.each([
    ['YAML', 'yaml'],
    ['yml', 'yaml'],
    ['env', 'dotenv'],
    ['binary', 'binary'],
  ])('can be asked for: %s', (word, name) => expect(storeAsked(word).name).toBe(name))

  it('is none that is not known', () => {
    expect(() => storeAsked('toml')).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ code: 'CRYPTO_UNSUPPORTED', hint: 'use yaml, json, dotenv, ini, binary' })],
      }),
    )
  })

  it('is told by the content where .env and INI were sealed as binaries', () => {
    expect(storeForSealed('.env', ' {"data": "x"}').name).toBe('binary')
    expect(storeForSealed('.env', 'A=1').name).toBe('dotenv')
    expect(storeForSealed('a.ini', '{').name).toBe('binary')
    expect(storeForSealed('a.yaml', '{}').name).toBe('yaml')
  })

  it('of a binary is recognised', async () => {
    expect(isSealedBinary(Buffer.from(await seal('x', 'tls.key')))).toBe(true)
    expect(isSealedBinary(Buffer.from('{"data": "x", "sops": {}}'))).toBe(false)
    expect(isSealedBinary(Buffer.from('{"data": "ENC[AES256_GCM,data:x"}'))).toBe(false)
  })
})

describe('a change', () => {
  it.each([
    ['app.yaml', 's3cr3t', 'other'],
    ['many.yaml', 'two', 'three'],
    ['flow.yaml', '[x,', '[z,'],
    ['app.json', '"x"', '"changed"'],
    ['.env', 'A=1', 'A=2'],
    ['app.ini', 'k = v', 'k = w'],
  ])('of one value of %s leaves all other sealed texts, and the layout', async (name, from, to) => {
    const sealed = await seal(samples[name] as string, name)
    const plain = await plainOf(sealed, name)
    const changed = plain.replace(from, to)
    expect(changed).not.toBe(plain)
    const resealed = resealSops(await open(sealed, name), Buffer.from(changed), later)
    expect(await plainOf(resealed, name)).toBe(changed)
    const before = new Set(sealed.match(/ENC\[[^\]]*\]/g))
    expect((resealed.match(/ENC\[[^\]]*\]/g) ?? []).filter((text) => !before.has(text))).toHaveLength(
      name === 'many.yaml' ? 3 : 2,
    )
    expect(resealed).toContain('2026-06-06T00:00:00Z')
  })

  it.each([
    ['.env', 'A=1\n', (text: string) => `${text}sops_constructor=x\nsops_toString=y\n`],
    ['app.ini', '[s]\na = 1\n', (text: string) => `${text}constructor = x\ntoString = y\n`],
  ])('of one value of %s leaves fields of the metadata that are none of ours, whatever their names', async (name, plain, add) => {
    const sealed = add(await seal(plain, name))
    const resealed = resealSops(await open(sealed, name), Buffer.from(plain.replace('1', '2')), later)
    expect(resealed.split('\n').slice(-3)).toEqual(sealed.split('\n').slice(-3))
    expect(await plainOf(resealed, name)).toBe(plain.replace('1', '2'))
  })

  it.each(Object.keys(samples))('of all keys of %s, which has no line end at its end, keeps it whole', async (name) => {
    const sealed = (await seal((samples[name] as string).trimEnd(), name)).trimEnd()
    const plain = await plainOf(sealed, name)
    const rotated = await rotateSops(await open(sealed, name), [[forTest]], 0, testKeys, later)
    expect((await plainOf(rotated, name)).trimEnd()).toBe(plain.trimEnd())
  })
})

describe('numbers', () => {
  it.each([
    ['.nan', '.nan'],
    ['.inf', '.inf'],
    ['-.Inf', '-.inf'],
    ['-0.0', '-0.0'],
    ['1.0', '1.0'],
    ['1e21', '1.0e+21'],
    ['1.5e-7', '1.5e-7'],
    ['0.25', '0.25'],
  ])('of YAML come back as what they are: %s', async (text, printed) => {
    expect(await plainOf(await seal(`a: ${text}\n`, 'a.yaml'), 'a.yaml')).toBe(`a: ${printed}\n`)
  })

  it.each([
    ['0.1', '0.1'],
    ['1e3', '1000.0'],
    ['-0.0', '-0.0'],
    ['12345678901234567890', '12345678901234567000.0'],
    ['-9223372036854775808', '-9223372036854775808'],
  ])('of JSON come back as what they are: %s', async (text, printed) => {
    expect(await plainOf(await seal(`{"a": ${text}}`, 'a.json'), 'a.json')).toBe(`{"a": ${printed}}`)
  })
})

describe('bytes that are no text', () => {
  const withBytes = async (text: string, name: string): Promise<string> => {
    const opened = await open(await seal(text, name), name)
    const scalar = { type: 'str', bytes: Uint8Array.of(0x80, 0x80, 0x80) } as const
    return Buffer.from(plainContent({ ...opened, values: opened.values.map((value) => ({ ...value, scalar })) })).toString()
  }

  it('are written as such in YAML', async () => expect(await withBytes('a: x\n', 'a.yaml')).toBe('a: !!binary gICA\n'))

  it.each([
    ['a.json', '{"a": "x"}'],
    ['.env', 'a=x\n'],
    ['a.ini', '[s]\na = x\n'],
  ])('are not written into %s, which has no form for them', async (name, text) => {
    expect(await codeOf(withBytes(text, name))).toBe('CRYPTO_MALFORMED')
  })
})

describe('.env', () => {
  it('whose line ends git has turned around is opened, empty and plain values included', async () => {
    const plain = '# note\nA=first\nE=\nP_unencrypted=open\n'
    const sealed = await seal(plain, '.env', { fileSeal: true })
    const opened = await open(sealed.replaceAll('\n', '\r\n'), '.env')
    expect(Buffer.from(plainContent(opened)).toString()).toBe(plain)
    const changed = resealSops(opened, Buffer.from(plain.replace('first', 'second')), Date.UTC(2026, 1, 1))
    expect(changed).not.toContain('\r')
    expect(Buffer.from(plainContent(await open(changed, '.env'))).toString()).toBe(plain.replace('first', 'second'))
  })
})

describe('INI', () => {
  it.each([
    ['"""two\nlines"""', '"""two\nlines"""'],
    ['`three """ and\na line`', '`three """ and\na line`'],
    ['`with # and ;`', '`with # and ;`'],
    ['"  spaces "', '"  spaces "'],
    ["'single'", 'single'],
    ['`"quoted"`', '`"quoted"`'],
    ['plain ; comment', 'plain ; comment'],
  ])('keeps a value as it is read: %s', async (text, printed) => {
    const plain = await plainOf(await seal(`[s]\na = ${text}\nb = 1\n`, 'a.ini'), 'a.ini')
    expect(plain).toBe(`[s]\na = ${printed}\nb = 1\n`)
  })

  it('has comments of several lines, at its end too', async () => {
    const text = '# one\n# two\n[s]\na = 1\n; end\n'
    const sealed = await seal(text, 'a.ini')
    expect(sealed).not.toContain('two')
    expect(await plainOf(sealed, 'a.ini')).toBe(text)
    expect(await plainOf(await seal('; alone\n', 'a.ini'), 'a.ini').catch(() => 'refused')).toMatch(/alone|refused/)
  })

  it('may have its metadata above other sections, once', async () => {
    const sealed = await seal('[s]\na = 1\n', 'a.ini')
    const [above = '', metadata = ''] = sealed.split('\n[sops]\n')
    const moved = `[sops]\n${metadata}\n${above}\n`
    expect((await open(moved, 'a.ini')).values).toHaveLength(1)
    expect((await plainOf(moved, 'a.ini')).trim()).toBe('[s]\na = 1')
    expect(await codeOf(open(`${sealed}\n[sops]\nmac = x\n`, 'a.ini'))).toBe('CRYPTO_MALFORMED')
  })

  it.each([
    ['[s\na = 1\n', 'not a section header', 1],
    ['[s]\njust words\n', 'a line without a key and a value', 2],
    ['[s]\na = """open\n', 'a quote that is not closed', 2],
    ['[s]\na = on \\\n', 'a value that goes on in the next line', 2],
  ])('that cannot be read is told with its place: %j', async (text, message, line) => {
    const error: unknown = await seal(text, 'a.ini').catch((thrown: unknown) => thrown)
    expect(ConfigError.is(error) && error.issues[0]).toMatchObject({
      code: 'CRYPTO_MALFORMED',
      message,
      span: { start: { line } },
    })
  })
})

describe('YAML', () => {
  it.each([
    ['brackets', '# top\n{ a: [x, y], # inner\n  b: z }\n'],
    ['comments at several columns', 'a:\n  b:\n    c: x\n    # of c\n  # of b\n# of a\nd: y\n'],
    ['comments in lists', 'a:\n  # first\n  - x\n  # last\nb:\n  - [p, # flow\n     q]\n'],
    ['a hash that is no comment', 'a: x#y # yes\nb: "#no"\n'],
    ['tags', 'a: !!str 1\nb: !!int "7"\nc: !!float 1\nd: ! x\n'],
    ['nothing but a comment after the value', 'a: x   # end'],
    ['a document end', '---\na: x\n...\n'],
    ['an indented map', '  a: x\n  b: y\n'],
    ['windows line ends', 'a: x\r\nb: |\r\n  one\r\n  two\r\n'],
    ['several lines', 'a: |\n  one\n  two\nb: x\n'],
  ])('comes back with %s', async (_, text) => {
    const once = await plainOf(await seal(text, 'a.yaml'), 'a.yaml')
    const twice = await plainOf(await seal(once, 'a.yaml'), 'a.yaml')
    expect(twice).toBe(once)
    const { values } = await open(await seal(text, 'a.yaml'), 'a.yaml')
    const again = await open(await seal(once, 'a.yaml'), 'a.yaml')
    const told = (each: typeof values): unknown =>
      each.map(({ keys, scalar }) => [keys, scalar.type, Buffer.from(scalar.bytes).toString()])
    expect(told(again.values)).toEqual(told(values))
  })

  it('may have a comment as an item of a list, which comes back as a comment', async () => {
    const sealed = await seal('a:\n  # first\n  - x\n', 'a.yaml')
    const asItem = sealed.replace(/#(ENC\[[^\]]*type:comment\])/, '- $1')
    expect(asItem).not.toBe(sealed)
    expect(await plainOf(asItem, 'a.yaml')).toBe('a:\n  # first\n  - x\n')
    const changed = resealSops(await open(asItem, 'a.yaml'), Buffer.from('a:\n  # first\n  - y\n'), later)
    expect(changed).toMatch(/- ENC\[[^\]]*type:comment\]/)
  })

  it('in brackets cannot share a file with other documents', async () => {
    expect(await codeOf(seal('{a: x}\n---\nb: y\n', 'a.yaml'))).toBe('CRYPTO_MALFORMED')
  })

  it.each([
    ['an alias as a key', 'a: &x k\n*x : 1\n'],
    ['an alias in the metadata', 'a: x\nsops:\n  mac: &m x\n  lastmodified: *m\n'],
    ['a text at the top', 'just words\n'],
    ['a number at the top', '12\n'],
  ])('is refused with %s', async (_, text) => {
    expect(await codeOf(text.includes('sops') ? open(text, 'a.yaml') : seal(text, 'a.yaml'))).toMatch(/^(?:CRYPTO|FORMAT)_/)
  })
})
