import { describe, expect, expectTypeOf, it } from 'vitest'
import { defaultKeyFile } from '../keys/keyring.ts'
import { parseTarget } from '../keys/parse-target.ts'
import { otherIdentity, testIdentity, testRecipient } from '../sealed.fixture.ts'
import { parseIdentities, recipientOf } from './age-keys.ts'
import type { AgeLibrary } from './library.ts'

it('uses the library as it is', async () => {
  const library = await import('age-encryption')
  expectTypeOf(library).toExtend<AgeLibrary>()
  expect(new library.Decrypter()).toBeDefined()
})

describe('identities', () => {
  it('stand one a line, and several in a variable', () => {
    expect(parseIdentities(`# a\n\n${testIdentity}\r\n  ${otherIdentity}\n`, 'key.txt')).toEqual([testIdentity, otherIdentity])
    expect(parseIdentities(`${testIdentity} ${otherIdentity}`, 'SOPS_AGE_KEY')).toHaveLength(2)
    expect(parseIdentities('', 'SOPS_AGE_KEY')).toEqual([])
  })

  it.each([
    ['AGE-SECRET-KEY-1lower', 'CRYPTO_KEY_INVALID'],
    ['password123', 'CRYPTO_KEY_INVALID'],
    ['AGE-PLUGIN-YUBIKEY-1ABC', 'CRYPTO_UNSUPPORTED'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'CRYPTO_UNSUPPORTED'],
  ])('that are none are refused without being quoted: %s', (text, code) => {
    const message = ((): string => {
      try {
        parseIdentities(text, 'key.txt')
        return 'accepted'
      } catch (error) {
        expect(error).toMatchObject({ code })
        return String(error)
      }
    })()
    expect(message).toContain('key.txt')
    expect(message).not.toContain(text.slice(-8))
  })

  it('have a recipient, unless a letter is wrong', async () => {
    expect(await recipientOf(testIdentity)).toBe(testRecipient)
    const wrong = `${testIdentity.slice(0, -1)}Q`
    const error: unknown = await recipientOf(wrong).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'CRYPTO_KEY_INVALID' })
    expect(error).not.toHaveProperty('cause')
  })
})

describe('keys by name', () => {
  it.each([
    [testRecipient, 'age'],
    ['arn:aws:kms:eu-west-1:1:key/a', 'kms'],
    ['arn:aws-cn:kms:cn-north-1:1:alias/a', 'kms'],
    ['projects/p/locations/l/keyRings/r/cryptoKeys/k', 'gcp_kms'],
    ['https://n.vault.azure.net/keys/k/v', 'azure_kv'],
    ['http://127.0.0.1:8200/v1/a/b/keys/k', 'hc_vault'],
  ])('%s', (text, kind) => expect(parseTarget(text).kind).toBe(kind))

  it.each([
    'arn:aws:s3:::bucket',
    'https://example.com',
    'http://vault/v1/keys',
    'age1',
    'ssh-ed25519 AAAA',
    'age1yubikey1qqq',
    '',
  ])('%j is none', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^CRYPTO_/) }))
  })
})

describe('the key file of the sops command', () => {
  it.each([
    [{ HOME: '/h' }, 'linux', '/h/.config/sops/age/keys.txt'],
    [{ HOME: '/h', XDG_CONFIG_HOME: '/x' }, 'darwin', '/x/sops/age/keys.txt'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Application Support/sops/age/keys.txt'],
    [{ AppData: '/a' }, 'win32', '/a/sops/age/keys.txt'],
    [{}, 'linux', undefined],
  ])('of %j on %s is %s', (env, platform, expected) => expect(defaultKeyFile(env, platform)).toBe(expected))
})
