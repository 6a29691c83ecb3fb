import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { otherIdentity, testIdentity, testRecipient } from '../sealed.fixture.ts'
import { checkRecipient, openAge, sealAge } from './age-file.ts'
import { isAge } from './recognise.ts'

const content = Buffer.from('canary-5\n')
const mine = { identities: [testIdentity], passphrases: [] }
const forMe = { recipients: [testRecipient] }

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  expect(String(error)).not.toMatch(/canary|AGE-SECRET/)
  return (error as { issues: readonly unknown[] }).issues[0]
}

describe('a file of age', () => {
  it.each([true, false])('comes back, as text (%s)', async (asText) => {
    const sealed = await sealAge(content, forMe, asText)
    expect(isAge(sealed)).toBe(true)
    expect(Buffer.from(sealed).toString('latin1').startsWith('-----BEGIN AGE')).toBe(asText)
    expect(Buffer.from(await openAge(sealed, mine, 'a.age'))).toEqual(content)
  })

  it('is opened and sealed without the HTTP client of Node, which takes long to load', async () => {
    vi.stubGlobal('Response', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const sealed = await sealAge(content, forMe, true)
    expect(Buffer.from(await openAge(sealed, mine, 'a.age'))).toEqual(content)
  })

  it('is known with blanks before it, and nothing else is', async () => {
    const sealed = await sealAge(content, forMe, true)
    const shifted = Buffer.concat([Buffer.from('\n\r\t '), sealed])
    expect(isAge(shifted)).toBe(true)
    expect(Buffer.from(await openAge(shifted, mine, 'a.age'))).toEqual(content)
    for (const other of ['', ' ', 'age-encryption.org', '-----BEGIN PGP MESSAGE-----', '{}'])
      expect(isAge(Buffer.from(other))).toBe(false)
  })

  it('stays shut for others', async () => {
    const keys = { identities: [otherIdentity], passphrases: [] }
    expect(await refusal(openAge(await sealAge(content, forMe, false), keys, 'a.age'))).toMatchObject({
      code: 'CRYPTO_NO_KEY',
      message: 'no key opens this file',
      file: 'a.age',
      hint: expect.stringContaining('--identity <file>'),
    })
  })

  it('is not opened in part when it was altered or cut short', async () => {
    const sealed = Buffer.from(await sealAge(content, forMe, false))
    for (const bad of [sealed.subarray(0, -1), Buffer.concat([sealed, Buffer.from('x')]), altered(sealed, sealed.length - 20)])
      expect(await refusal(openAge(bad, mine, 'a.age'))).toMatchObject({
        code: 'CRYPTO_TAMPERED',
        message: 'the age file was altered or cut short',
        file: 'a.age',
      })
  })

  it.each([
    ['age-encryption.org/v2\n', 'the file is no whole age file'],
    ['age-encryption.org/v1\n-> X25519 abc\n', 'the file is no whole age file'],
    ['-----BEGIN AGE ENCRYPTED FILE-----\n???\n-----END AGE ENCRYPTED FILE-----\n', 'the armor of the age file is damaged'],
  ])('that is none is told as such: %j', async (text, message) => {
    expect(await refusal(openAge(Buffer.from(text), mine, 'a.age'))).toMatchObject({
      code: 'CRYPTO_MALFORMED',
      message,
      file: 'a.age',
      hint: expect.stringContaining('version control'),
    })
  })

  it('whose passphrase would take hours is refused at once', async () => {
    const stanza = '-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\ngUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n'
    const text = `age-encryption.org/v1\n${stanza}--- sUmA1DfzpEYvJzLtoBD0MpV6IlDOqHDGr4jyTwDKk0A\n${'x'.repeat(40)}`
    const keys = { identities: [], passphrases: ['p'] }
    expect(await refusal(openAge(Buffer.from(text), keys, 'a.age'))).toMatchObject({
      code: 'CRYPTO_UNSUPPORTED',
      hint: expect.stringContaining('work factor'),
    })
  })

  it('is not tried with an identity that has a letter wrong', async () => {
    const keys = { identities: [`${testIdentity.slice(0, -1)}Q`], passphrases: [] }
    expect(await refusal(openAge(await sealAge(content, forMe, false), keys, 'a.age'))).toMatchObject({
      code: 'CRYPTO_KEY_INVALID',
      hint: 'copy it again',
    })
  })
})

describe('a recipient', () => {
  it.each([
    [testIdentity, 'CRYPTO_KEY_INVALID', 'this is a private key'],
    ['ssh-ed25519 AAAA', 'CRYPTO_UNSUPPORTED', 'SSH keys'],
    ['age1yubikey1qqq', 'CRYPTO_UNSUPPORTED', 'plugins'],
    ['age2', 'CRYPTO_KEY_INVALID', '"age2" is no age recipient'],
  ])('is not %s', (text, code, message) => {
    expect(() => checkRecipient(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })

  it('has a check sum', async () => {
    const wrong = `${testRecipient.slice(0, -1)}q`
    expect(await refusal(sealAge(content, { recipients: [wrong] }, true))).toMatchObject({
      code: 'CRYPTO_KEY_INVALID',
      message: `"${wrong}" is no age recipient`,
      hint: 'copy it again',
    })
  })
})

function altered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
