import { describe, expect, it } from 'vitest'
import { forTest, open, seal, testKeys } from '../sealed.fixture.ts'
import { defaultRule } from '../sops/rules.ts'
import { sealSops } from '../sops/seal.ts'
import { storeForFile } from '../sops/stores/choose-store.ts'
import { awsKms } from './aws-kms.ts'
import { azureKeyVault } from './azure-key-vault.ts'
import { gcpKms } from './gcp-kms.ts'
import type { KeyProvider, KeyTarget } from './key-provider.ts'
import { parseTarget } from './parse-target.ts'
import { vaultTransit } from './vault-transit.ts'

/** Stands for encryption. */
const turned = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x55)

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/abc'
const resource = 'projects/p/locations/global/keyRings/r/cryptoKeys/k'
const azure = 'https://name.vault.azure.net/keys/key'
const vault = 'https://vault.test:8200/v1/team/transit/keys/key'

const asked: unknown[] = []
const aws = awsKms({
  client: (place) => ({
    encrypt: async (input) => {
      asked.push(place, input.EncryptionContext)
      return { CiphertextBlob: turned(input.Plaintext) }
    },
    decrypt: async ({ CiphertextBlob }) => ({ Plaintext: turned(CiphertextBlob) }),
  }),
  allow: ['arn:aws:kms:eu-west-1:123456789012:*', 'arn:aws:iam::1:role/r'],
})
const gcp = gcpKms({
  client: {
    encrypt: async ({ plaintext }) => [{ ciphertext: turned(plaintext) }],
    decrypt: async ({ ciphertext }) => [{ plaintext: Buffer.from(turned(ciphertext)).toString('base64') }, undefined],
  },
  allow: [resource],
})
const azureVault = azureKeyVault({
  client: (id) => ({
    encrypt: async ({ plaintext }) => {
      asked.push(id)
      return { result: turned(plaintext), keyID: `${azure}/v7` }
    },
    decrypt: async ({ ciphertext }) => {
      asked.push(id)
      return { result: turned(ciphertext) }
    },
  }),
  allow: [azure],
})
const transit = vaultTransit({
  address: 'https://vault.test:8200/',
  write: async (path, body) => {
    asked.push(path)
    const [prefix, text = ''] = (body.ciphertext ?? '').split('vault:v1:')
    return {
      data:
        prefix === undefined || body.plaintext !== undefined ? { ciphertext: `vault:v1:${body.plaintext}` } : { plaintext: text },
    }
  },
})

const providers: readonly (readonly [string, string, KeyProvider])[] = [
  ['AWS KMS', arn, aws],
  ['GCP KMS', resource, gcp],
  ['Azure Key Vault', azure, azureVault],
  ['Vault', vault, transit],
]

const sealFor = (target: KeyTarget, provider: KeyProvider): Promise<string> =>
  sealSops(
    Buffer.from('a: x\n'),
    storeForFile('a.yaml'),
    'a.yaml',
    { groups: [[target]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false },
    { age: { identities: [], passphrases: [] }, providers: [provider] },
    0,
  )

describe('key services', () => {
  it.each(providers)('%s wraps the data key and gives it back', async (_, name, provider) => {
    const sealed = await sealFor(parseTarget(name), provider)
    expect(sealed).toContain('created_at:')
    const opened = await open(sealed, 'a.yaml', { age: { identities: [], passphrases: [] }, providers: [provider] })
    expect(opened.values).toHaveLength(1)
    await expect(open(sealed, 'a.yaml')).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
  })

  it('hands region, role and context on', async () => {
    asked.length = 0
    const target = { ...parseTarget(`${arn}+arn:aws:iam::1:role/r`), context: { App: 'shop' } }
    const sealed = await sealFor(target, aws)
    expect(asked).toEqual([{ region: 'eu-west-1', role: 'arn:aws:iam::1:role/r', profile: undefined }, { App: 'shop' }])
    const key = (await open(sealed, 'a.yaml', { ...testKeys, providers: [aws] })).metadata.groups[0]?.[0]
    expect(key).toMatchObject({ fields: { aws_profile: '' }, context: { App: 'shop' } })
  })

  it('writes down the version of the key that Azure used, and asks for it again', async () => {
    asked.length = 0
    await open(await sealFor(parseTarget(azure), azureVault), 'a.yaml', { ...testKeys, providers: [azureVault] })
    expect(asked).toEqual([azure, `${azure}/v7`])
  })

  it('asks no service that is not allowed', async () => {
    const wrong = [
      [aws, 'arn:aws:kms:eu-west-1:999:key/abc'],
      [gcp, `${resource}2`],
      [azureVault, 'https://evil.vault.azure.net/keys/key'],
      [transit, 'https://evil.test:8200/v1/transit/keys/key'],
    ] as const
    for (const [provider, name] of wrong) {
      asked.length = 0
      await expect(sealFor(parseTarget(name), provider)).rejects.toMatchObject({ code: 'CRYPTO_KEY_SERVICE' })
      expect(asked).toEqual([])
    }
    const sealed = (await sealFor(parseTarget(vault), transit)).replace('vault.test', 'evil.test')
    asked.length = 0
    await expect(open(sealed, 'a.yaml', { ...testKeys, providers: [transit] })).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
    expect(asked).toEqual([])
  })

  it('tells of a service that fails which one it was, not what it said', async () => {
    const failing = gcpKms({
      client: { encrypt: async () => [{}], decrypt: () => Promise.reject(new RangeError('canary')) },
      allow: ['*'],
    })
    await expect(sealFor(parseTarget(resource), failing)).rejects.toMatchObject({ code: 'CRYPTO_KEY_SERVICE' })
    const error: unknown = await open(await sealFor(parseTarget(resource), gcp), 'a.yaml', {
      ...testKeys,
      providers: [failing],
    }).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/GCP KMS projects.* failed with RangeError/)
    expect(String(error)).not.toContain('canary')
  })

  it('lets another key open the file when one fails', async () => {
    const failing: KeyProvider = { ...aws, unwrap: () => Promise.reject(new Error('never asked: age comes first')) }
    const sealed = await seal('a: x\n', 'a.yaml', { groups: [[forTest]] })
    expect((await open(sealed, 'a.yaml', { ...testKeys, providers: [failing, ...testKeys.providers] })).values).toHaveLength(1)
  })

  it('needs a provider for each key, and says so', async () => {
    await expect(seal('a: x\n', 'a.yaml', { groups: [[parseTarget(arn)]] })).rejects.toMatchObject({ code: 'CRYPTO_UNSUPPORTED' })
    await expect(seal('a: x\n', 'a.yaml', { groups: [] })).rejects.toMatchObject({ code: 'CRYPTO_RULES' })
  })
})
