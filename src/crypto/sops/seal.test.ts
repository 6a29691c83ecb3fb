import { describe, expect, it } from 'vitest'
import { type CheckedFile, checkSealed } from '../../../test/conformance/sops-checker.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { ageProvider } from '../age/age-provider.ts'
import type { Keyring } from '../keys/keyring.ts'
import { samples } from '../samples.fixture.ts'
import { forTest, open, otherIdentity, otherRecipient, seal, testIdentity, testKeys } from '../sealed.fixture.ts'
import { plainContent } from './open.ts'
import type { SelectionRule } from './rules.ts'
import { resealSops, rewrapSops, rotateSops } from './seal.ts'

const formats = {
  'app.yaml': 'yaml',
  'many.yaml': 'yaml',
  'flow.yaml': 'yaml',
  'app.json': 'json',
  '.env': 'dotenv',
  'app.ini': 'ini',
} as const

const rules: readonly SelectionRule[] = [
  { name: 'unencrypted_suffix', pattern: '_unencrypted' },
  { name: 'encrypted_suffix', pattern: 'a' },
  { name: 'unencrypted_regex', pattern: '^(?:hosts|A|k)$' },
  { name: 'encrypted_regex', pattern: '(?i)^(pass|hosts|l|s|b)$' },
  { name: 'unencrypted_comment_regex', pattern: 'inner|first|second' },
  { name: 'encrypted_comment_regex', pattern: 'inner|first|second|comment' },
]

const cases = Object.keys(samples).flatMap((name) =>
  rules.flatMap((rule) =>
    [false, true].map((macOnlyEncrypted) => ({
      name,
      rule,
      macOnlyEncrypted,
      title: `${name} by ${rule.name}, ${macOnlyEncrypted}`,
    })),
  ),
)

async function checked(text: string, name: string): Promise<CheckedFile> {
  const { dataKey } = await open(text, name)
  return checkSealed(text, formats[name as keyof typeof formats], dataKey)
}

const later = Date.UTC(2026, 5, 6)

describe('sealing', () => {
  it.each(cases)('gives back $title', async ({ name, rule, macOnlyEncrypted }) => {
    const text = samples[name] as string
    const sealed = await seal(text, name, { rule, macOnlyEncrypted })
    expect(await checked(sealed, name)).toMatchObject({ macFits: true })
    const opened = await open(sealed, name)
    const plain = Buffer.from(plainContent(opened)).toString()
    // Only the spelling of a sealed text may differ; sealed again it is the same.
    expect(resealSops(opened, Buffer.from(`${plain}`), later)).toBe(sealed)
    const again = await seal(plain, name, { rule, macOnlyEncrypted })
    expect((await checked(again, name)).values).toEqual((await checked(sealed, name)).values)
  })

  it.each(Object.keys(samples))('leaves %s as it is but for sealed texts', async (name) => {
    const text = samples[name] as string
    const none: SelectionRule = { name: 'encrypted_regex', pattern: '^nothing$' }
    const opened = await open(await seal(text, name, { rule: none }), name)
    expect(Buffer.from(plainContent(opened)).toString()).toBe(text)
  })

  it.each(Object.keys(samples))('rotates %s to another key', async (name) => {
    const sealed = await seal(samples[name] as string, name)
    const opened = await open(sealed, name)
    const groups = [[{ ...forTest, fields: { recipient: otherRecipient } }]]
    const rotated = await rotateSops(opened, groups, 0, testKeys, later)
    const age = { identities: [otherIdentity], passphrases: [] }
    const reopened = await open(rotated, name, { age, providers: [ageProvider(age)] })
    expect(Buffer.from(plainContent(reopened))).toEqual(Buffer.from(plainContent(opened)))
    expect(Buffer.from(reopened.dataKey)).not.toEqual(Buffer.from(opened.dataKey))
    expect(await checkSealed(rotated, formats[name as keyof typeof formats], reopened.dataKey)).toMatchObject({ macFits: true })
    await expect(open(rotated, name)).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
    for (const { sealed: value } of opened.values) if (value !== undefined) expect(rotated).not.toContain(value)
  })

  it('changes three lines of a thousand when one value changes', async () => {
    const plain = Array.from({ length: 1_000 }, (_, index) => `key${index}: value ${index}\n`).join('')
    const sealed = await seal(plain, 'big.yaml')
    const changed = resealSops(await open(sealed, 'big.yaml'), Buffer.from(plain.replace('value 500', 'other')), later)
    const before = sealed.split('\n')
    expect(changed.split('\n').flatMap((line, at) => (line === before[at] ? [] : [line.trim().split(':')[0]]))).toEqual([
      'key500',
      'lastmodified',
      'mac',
    ])
  })

  it('seals equal values of a list each with an IV of its own', async () => {
    const sealed = await seal('a: [x, x]\n', 'app.yaml')
    const [left, right] = [...sealed.matchAll(/ENC\[[^\]]*type:str\]/g)].map(([found]) => found)
    expect(left).not.toBe(right)
    const more = resealSops(await open(sealed, 'app.yaml'), Buffer.from('a: [x, x, x]\n'), later)
    expect(new Set([...more.matchAll(/ENC\[[^\]]*type:str\]/g)].map(([found]) => found)).size).toBe(4)
  })

  it('keeps the type of what is equal in bytes', async () => {
    const sealed = await seal('a: 1\n', 'app.yaml')
    const changed = resealSops(await open(sealed, 'app.yaml'), Buffer.from('a: "1"\n'), later)
    expect((await checked(changed, 'app.yaml')).values).toEqual([{ place: 'a:', type: 'str', text: '1' }])
  })

  it('wraps the same data key for others without touching a value', async () => {
    const sealed = await seal('a: x\n', 'app.yaml')
    const groups = [[forTest, { ...forTest, fields: { recipient: otherRecipient } }]]
    const rewrapped = await rewrapSops(await open(sealed, 'app.yaml'), groups, 0, testKeys)
    expect(rewrapped.split('\n')[0]).toBe(sealed.split('\n')[0])
    const age = { identities: [otherIdentity], passphrases: [] }
    expect((await open(rewrapped, 'app.yaml', { age, providers: [ageProvider(age)] })).values).toHaveLength(1)
  })

  it('divides the data key among groups', async () => {
    const other = { ...forTest, fields: { recipient: otherRecipient } }
    const keysOf = (...identities: string[]): Keyring => ({
      age: { identities, passphrases: [] },
      providers: [ageProvider({ identities, passphrases: [] })],
    })
    for (const name of Object.keys(samples)) {
      const sealed = await seal(samples[name] as string, name, { groups: [[forTest], [other], [other]], threshold: 2 })
      await open(sealed, name, keysOf(testIdentity, otherIdentity))
      await open(sealed, name, keysOf(otherIdentity))
      await expect(open(sealed, name, keysOf(testIdentity))).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
    }
    const all = await seal('a: x\n', 'app.yaml', { groups: [[forTest], [other]] })
    await expect(open(all, 'app.yaml', keysOf(otherIdentity))).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
  })

  it.each<[string, string, string, string]>([
    ['a list at the top', 'app.yaml', '- a\n', 'CRYPTO_UNSEALABLE'],
    ['a list at the top of JSON', 'app.json', '[1]', 'CRYPTO_UNSEALABLE'],
    ['an alias', 'app.yaml', 'a: &x 1\nb: *x\n', 'CRYPTO_UNSEALABLE'],
    ['an integer above 64 bits', 'app.yaml', 'a: 18446744073709551615\n', 'CRYPTO_UNSEALABLE'],
    ['nothing', 'app.yaml', '', 'CRYPTO_UNSEALABLE'],
    ['a key called sops', 'app.yaml', 'sops: x\n', 'CRYPTO_SEALED_ALREADY'],
    ['a variable called sops_x', '.env', 'sops_x=1\n', 'CRYPTO_SEALED_ALREADY'],
    ['a section called sops', 'app.ini', '[sops]\na = 1\n', 'CRYPTO_SEALED_ALREADY'],
    ['a line that is no variable', '.env', 'A\n', 'CRYPTO_MALFORMED'],
    ['a key twice', 'app.yaml', 'a: 1\na: 2\n', 'FORMAT_DUPLICATE_KEY'],
    ['deep lists', 'app.json', `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'FORMAT_TOO_DEEP'],
    ['deep maps', 'app.yaml', `a: ${'{a: '.repeat(100_000)}${'}'.repeat(100_000)}`, 'FORMAT_TOO_DEEP'],
  ])('refuses %s', async (_, name, text, code) => {
    const error: unknown = await seal(text, name).catch((thrown: unknown) => thrown)
    expect(ConfigError.is(error) ? error.code : error).toBe(code)
  })

  it('reads what binary files hold, whatever bytes they are', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    const sealed = await seal(bytes, 'tls.key')
    const opened = await open(sealed, 'tls.key')
    expect(Buffer.from(plainContent(opened))).toEqual(Buffer.from(bytes))
    const changed = resealSops(opened, Buffer.from('other'), later)
    expect(Buffer.from(plainContent(await open(changed, 'tls.key'))).toString()).toBe('other')
  })
})
