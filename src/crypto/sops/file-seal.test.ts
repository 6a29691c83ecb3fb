import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Keyring } from '../keys/keyring.ts'
import { samples } from '../samples.fixture.ts'
import { forTest, open, otherRecipient, seal, testKeys } from '../sealed.fixture.ts'
import { nextCount } from './file-seal.ts'
import { plainContent } from './open.ts'
import { resealSops, rewrapSops, rotateSops } from './seal.ts'

const requiring: Keyring = { ...testKeys, seals: 'required' }
const renewing: Keyring = { ...testKeys, seals: 'renewed' }
const later = Date.UTC(2026, 5, 6)

const files: Readonly<Record<string, string>> = {
  ...samples,
  'windows.yaml': 'a: 1\r\n# c\r\nb:\r\n  - x\r\n',
  'tls.key': 'a1 7',
}

async function codeOf(text: string, name: string, keys: Keyring = requiring): Promise<string | undefined> {
  return open(text, name, keys).then(
    () => undefined,
    (error: unknown) => (ConfigError.is(error) ? error.code : String(error)),
  )
}

/** The numbers of the file seals in a text: each document of a stream has it. */
function counts(text: string): readonly number[] {
  return [...text.matchAll(/v1,(\d+),/g)].map(([, count]) => Number(count))
}

/** Some other content, in the same format. */
function changed(name: string, plain: Uint8Array): Buffer {
  const text = Buffer.from(plain).toString()
  return Buffer.from(name === 'tls.key' ? `${text}x` : text.replace(/two|s3cr3t|x=y|k = v|\be\b|- x/, '$&e'))
}

describe('the file seal', () => {
  it.each(Object.keys(files))('of %s holds, and is renewed by edits, rotations and changes of keys', async (name) => {
    const sealed = await seal(files[name] as string, name, { fileSeal: true })
    const documents = name === 'many.yaml' ? 2 : 1
    expect(counts(sealed)).toEqual(Array(documents).fill(1))
    const first = await open(sealed, name, requiring)
    const edited = resealSops(first, changed(name, plainContent(first)), later)
    expect(counts(edited)).toEqual(Array(documents).fill(2))
    const second = await open(edited, name, requiring)
    const rotated = await rotateSops(second, [[forTest]], 0, testKeys, later)
    expect(counts(rotated)).toEqual(Array(documents).fill(3))
    const third = await open(rotated, name, requiring)
    const other = { ...forTest, fields: { recipient: otherRecipient } }
    const rewrapped = await rewrapSops(third, [[forTest, other]], 0, testKeys)
    expect(counts(rewrapped)).toEqual(Array(documents).fill(4))
    const last = await open(rewrapped, name, requiring)
    expect(Buffer.from(plainContent(last)).toString()).toBe(Buffer.from(plainContent(second)).toString())
  })

  it.each(Object.keys(files))('comes to %s with an edit or a rotation, if it is wanted', async (name) => {
    const opened = await open(await seal(files[name] as string, name), name)
    const content = changed(name, plainContent(opened))
    expect(counts(resealSops(opened, content, later))).toEqual([])
    expect(await codeOf(resealSops(opened, content, later, { fileSeal: true }), name)).toBeUndefined()
    expect(counts(await rotateSops(opened, [[forTest]], 0, testKeys, later))).toEqual([])
    expect(await codeOf(await rotateSops(opened, [[forTest]], 0, testKeys, later, true), name)).toBeUndefined()
  })

  it('is one line of a difference more', async () => {
    const sealed = await seal('a: x\nb: y\n', 'app.yaml', { fileSeal: true })
    const edited = resealSops(await open(sealed, 'app.yaml'), Buffer.from('a: x\nb: z\n'), later)
    const before = sealed.split('\n')
    expect(edited.split('\n').flatMap((line, at) => (line === before[at] ? [] : [line.trim().split(':')[0]]))).toEqual([
      'b',
      'configmanage_seal',
      'lastmodified',
      'mac',
    ])
  })

  it('is the code that the documentation describes', async () => {
    const sealed = await seal('a: x\r\nb: é\n', 'app.yaml', { fileSeal: true })
    const { dataKey } = await open(sealed, 'app.yaml')
    const code = /v1,1,(.{44})/.exec(sealed)?.[1] as string
    const [before = '', after = ''] = sealed.replaceAll('\r\n', '\n').split(code)
    const lengths = (...texts: readonly string[]): Buffer =>
      Buffer.concat(
        texts.map((text) => {
          const bytes = Buffer.from(text)
          const head = Buffer.alloc(8)
          head.writeUInt32BE(bytes.length, 4)
          return Buffer.concat([head, bytes])
        }),
      )
    const key = Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), 'configmanage file seal v1', 32))
    expect(
      createHmac('sha256', key)
        .update(lengths('yaml', before, after))
        .digest('base64'),
    ).toBe(code)
  })

  it('is not needed, unless somebody says so', async () => {
    const sealed = await seal('a: x\n', 'app.yaml')
    expect(await codeOf(sealed, 'app.yaml', testKeys)).toBeUndefined()
    expect(await codeOf(sealed, 'app.yaml')).toBe('CRYPTO_SEAL_MISSING')
  })

  it('is demanded before anybody is asked for a key', async () => {
    const sealed = await seal('a: x\n', 'app.yaml')
    expect(await codeOf(sealed, 'app.yaml', { ...requiring, providers: [] })).toBe('CRYPTO_SEAL_MISSING')
  })

  it('is made anew when it does not fit and somebody wants that', async () => {
    const sealed = (await seal('# a\nb: x\n', 'app.yaml', { fileSeal: true })).replace('sops:', 'c: null\nsops:')
    expect(await codeOf(sealed, 'app.yaml', testKeys)).toBe('CRYPTO_SEAL_BROKEN')
    const opened = await open(sealed, 'app.yaml', renewing)
    expect(await codeOf(await rotateSops(opened, [[forTest]], 0, testKeys, later, true), 'app.yaml')).toBeUndefined()
  })

  it('does not save values that do not fit their own codes', async () => {
    const sealed = (await seal('b: x\n', 'app.yaml', { fileSeal: true })).replace('b:', 'c:')
    expect(await codeOf(sealed, 'app.yaml', renewing)).toBe('CRYPTO_TAMPERED')
  })

  it('says what to do', async () => {
    const sealed = await seal('b: x\n', 'app.yaml', { fileSeal: true })
    await expect(open(`${sealed}\n`, 'app.yaml')).rejects.toMatchObject({
      issues: [{ code: 'CRYPTO_SEAL_BROKEN', file: 'app.yaml', hint: expect.stringContaining('rotate --reseal app.yaml') }],
    })
  })

  // An empty value of a .env file would be a line end then, with or without a file seal.
  const turned = { ...files, '.env': 'A=1\n# c\nB=x=y\n' }

  it.each(Object.entries(turned))('of %s outlives that git turns line ends around', async (name, text) => {
    const sealed = await seal(text, name, { fileSeal: true })
    const unix = sealed.replaceAll('\r\n', '\n')
    expect(await codeOf(unix, name)).toBeUndefined()
    expect(await codeOf(unix.replaceAll('\n', '\r\n'), name)).toBeUndefined()
  })

  it('counts on from the higher of two numbers, and never beyond what can be read', () => {
    const text = (count: number): string => `v1,${count},${'A'.repeat(43)}=`
    expect(nextCount(undefined)).toBe(1)
    expect(nextCount('nonsense')).toBe(1)
    expect(nextCount(text(3), text(7))).toBe(8)
    expect(nextCount(text(7), undefined)).toBe(8)
    expect(nextCount(text(999_999_999_999_999))).toBe(1)
  })
})
