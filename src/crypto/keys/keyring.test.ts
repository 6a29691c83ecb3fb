import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { sealAge } from '../age/age-file.ts'
import { newIdentity, recipientOf } from '../age/age-keys.ts'
import { ageLibrary } from '../age/library.ts'
import { passphraseRecipient } from '../age/passphrase.ts'
import { bytesOf, streamOf } from '../age/streams.ts'
import { otherIdentity, otherRecipient, testIdentity, testRecipient } from '../sealed.fixture.ts'
import { allowedNames } from './key-services.ts'
import { defaultKeyFile, findKeys } from './keyring.ts'
import { parseTarget } from './parse-target.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'configmanage-keys-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
})

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(cwd, name), content)

/** A key file that a passphrase seals, in the quickest way that age allows. */
async function sealedKeyFile(passphrase: string): Promise<Uint8Array> {
  const library = await ageLibrary()
  const encrypter = new library.Encrypter()
  encrypter.addRecipient(passphraseRecipient(passphrase, library, 4))
  return bytesOf(await encrypter.encrypt(streamOf(Buffer.from(`# mine\n${testIdentity}\n`))))
}

describe('keys', () => {
  it.each([
    [{}, {}, 'verified'],
    [{}, { requireSeal: false }, 'verified'],
    [{}, { requireSeal: true }, 'required'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: '1' }, {}, 'required'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: 'ja' }, {}, 'required'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: '1' }, { requireSeal: false }, 'required'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: '' }, {}, 'verified'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: ' No ' }, {}, 'verified'],
    [{ CONFIGMANAGE_REQUIRE_SEAL: '0' }, { requireSeal: true }, 'required'],
  ])('say with %j and %j that file seals are %s', async (env, options, expected) => {
    expect((await findKeys(env, cwd, options)).seals).toBe(expected)
  })

  it('come from files that are named, from variables, and from the key file of the sops command, each once', async () => {
    const third = await newIdentity(false)
    write('a.txt', `${testIdentity}\n`)
    write('b.txt', `${otherIdentity}\n${testIdentity}\n`)
    mkdirSync(join(cwd, 'sops/age'), { recursive: true })
    write('sops/age/keys.txt', `${third}\n`)
    const env = { SOPS_AGE_KEY_FILE: 'b.txt', SOPS_AGE_KEY: testIdentity, XDG_CONFIG_HOME: cwd, AGE_PASSPHRASE: 'p' }
    const { age, providers } = await findKeys(env, cwd, { identityFiles: ['a.txt'] })
    expect(age).toEqual({ identities: [testIdentity, otherIdentity, third], passphrases: ['p'] })
    expect(providers.map(({ kind }) => kind)).toEqual(['age', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault'])
    expect((await findKeys({}, cwd)).age).toEqual({ identities: [], passphrases: [] })
  })

  it('that are named and not there are an error', async () => {
    await expect(findKeys({ SOPS_AGE_KEY_FILE: 'none.txt' }, cwd)).rejects.toMatchObject({
      issues: [{ code: 'CRYPTO_NO_KEY', message: 'the key file is not there', file: 'none.txt', hint: 'correct its name' }],
    })
  })

  it('may be in a file that a passphrase seals', async () => {
    write('key.age', await sealedKeyFile('right'))
    const from = (env: object): Promise<unknown> => findKeys({ ...env }, cwd, { identityFiles: ['key.age'] })
    expect(await from({ AGE_PASSPHRASE: 'right' })).toMatchObject({ age: { identities: [testIdentity] } })
    const message = 'the key file is sealed with a passphrase'
    await expect(from({})).rejects.toMatchObject({ issues: [{ code: 'CRYPTO_NO_KEY', message, hint: 'set AGE_PASSPHRASE' }] })
    await expect(from({ AGE_PASSPHRASE: 'wrong' })).rejects.toMatchObject({
      issues: [{ message, hint: 'AGE_PASSPHRASE is not its passphrase' }],
    })
    write('key.age', (await sealedKeyFile('right')).subarray(0, 250))
    await expect(from({ AGE_PASSPHRASE: 'right' })).rejects.toMatchObject({ issues: [{ code: 'CRYPTO_TAMPERED' }] })
  })

  it('are made for today, and for the time after quantum computers', async () => {
    expect(await newIdentity(false)).toMatch(/^AGE-SECRET-KEY-1/)
    expect(await recipientOf(await newIdentity(true))).toMatch(/^age1pq1/)
  })

  it.each<[Record<string, string>, string]>([
    [{ APPDATA: '/a' }, '/a/sops/age/keys.txt'],
    [{ AppData: '/b', APPDATA: '/a' }, '/b/sops/age/keys.txt'],
  ])('are looked for on Windows by %o', (env, expected) => expect(defaultKeyFile(env, 'win32')).toBe(expected))
})

describe('age as a provider', () => {
  it('opens what its identities are for, and says of the rest that it has no key', async () => {
    const enc = Buffer.from(await sealAge(Buffer.alloc(32, 5), { recipients: [testRecipient] }, true)).toString()
    const wrapped = { kind: 'age', fields: { recipient: testRecipient }, enc } as const
    const opened = async (key: string): Promise<unknown> =>
      (await findKeys({ SOPS_AGE_KEY: key }, cwd)).providers[0]?.unwrap(wrapped)
    expect(Buffer.from((await opened(testIdentity)) as Uint8Array)).toEqual(Buffer.alloc(32, 5))
    expect([await opened(otherIdentity), await opened('')]).toEqual([undefined, undefined])
  })
})

describe('what a key needs to be allowed', () => {
  it.each([
    [
      'arn:aws:kms:eu-west-1:123456789012:key/a+arn:aws:iam::123456789012:role/r',
      ['arn:aws:kms:eu-west-1:123456789012:key/a', 'arn:aws:iam::123456789012:role/r'],
    ],
    ['projects/p/locations/l/keyRings/r/cryptoKeys/k', ['projects/p/locations/l/keyRings/r/cryptoKeys/k']],
    ['https://n.vault.azure.net/keys/k/v', ['https://n.vault.azure.net/keys/k']],
    ['http://127.0.0.1:8200/v1/a/b/keys/k', ['http://127.0.0.1:8200/v1/a/b/keys/k']],
    [otherRecipient, []],
  ])('is, of %s, its names', (text, names) => expect(allowedNames(parseTarget(text))).toEqual(names))
})
