import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../errors/config-error.ts'
import { awsClient } from './aws-client.ts'
import { azureClient } from './azure-client.ts'
import { gcpClient } from './gcp-client.ts'
import type { ImportPackage } from './official-package.ts'
import { sharedClients } from './shared-clients.ts'

const none: ImportPackage = (name) =>
  Promise.reject(Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' }))

const place = { region: 'eu-west-1', role: undefined, profile: undefined }

/** Modules that record what their classes are made with. */
function recording(): { readonly made: unknown[]; readonly load: ImportPackage } {
  const made: unknown[] = []
  const maker = (name: string) =>
    class {
      constructor(...settings: readonly unknown[]) {
        made.push([name, ...settings])
      }

      getKey(key: string): Promise<object> {
        made.push(['getKey', key])
        return Promise.resolve({ id: `https://n.vault.azure.net/keys/${key}/v9` })
      }
    }
  const exported: Readonly<Record<string, object>> = {
    '@aws-sdk/client-kms': { KMS: maker('KMS') },
    '@aws-sdk/credential-providers': {
      fromTemporaryCredentials: (options: object) => ['assumed', options],
      fromIni: (options: object) => ['ini', options],
    },
    '@google-cloud/kms': { default: { KeyManagementServiceClient: maker('Google') } },
    '@azure/keyvault-keys': { CryptographyClient: maker('Cryptography'), KeyClient: maker('Keys') },
    '@azure/identity': { DefaultAzureCredential: maker('Credential') },
  }
  return { made, load: async (name) => exported[name] }
}

describe('official clients', () => {
  it.each([
    ['@aws-sdk/client-kms', (load: ImportPackage) => awsClient(place, load)],
    ['@google-cloud/kms', (load: ImportPackage) => gcpClient(load)],
    ['@azure/keyvault-keys', (load: ImportPackage) => azureClient('https://n.vault.azure.net/keys/k', load)],
  ])('are told to be missing with the command that installs them: %s', async (name, make) => {
    const error: unknown = await make(none).catch((thrown: unknown) => thrown)
    expect(ConfigError.is(error) && error.issues).toMatchObject([
      {
        code: 'CRYPTO_KEY_SERVICE',
        message: `the package ${name} is needed, and is not installed`,
        hint: `npm install ${name}`,
      },
    ])
  })

  it('are told to be broken or too old', async () => {
    await expect(gcpClient(() => Promise.reject(new SyntaxError('x')))).rejects.toMatchObject({
      issues: [{ message: 'the package @google-cloud/kms cannot be loaded' }],
    })
    await expect(gcpClient(async () => ({}))).rejects.toMatchObject({
      issues: [{ message: 'the package @google-cloud/kms has no KeyManagementServiceClient' }],
    })
  })

  it('of AWS are made for region, profile and role', async () => {
    const { made, load } = recording()
    await awsClient(place, load)
    await awsClient({ ...place, profile: 'dev' }, load)
    await awsClient({ ...place, role: 'arn:aws:iam::1:role/r' }, load)
    await awsClient({ ...place, role: 'arn:aws:iam::1:role/r', profile: 'dev' }, load)
    expect(made).toMatchObject([
      ['KMS', { region: 'eu-west-1' }],
      ['KMS', { profile: 'dev' }],
      [
        'KMS',
        { credentials: ['assumed', { params: { RoleArn: 'arn:aws:iam::1:role/r' }, clientConfig: { region: 'eu-west-1' } }] },
      ],
      ['KMS', { credentials: ['assumed', { masterCredentials: ['ini', { profile: 'dev' }] }] }],
    ])
  })

  it('are made once for a place, and again when that failed', async () => {
    const env = {}
    const { made, load } = recording()
    let isInstalled = false
    const clients = sharedClients(env, (name) => (isInstalled ? load(name) : none(name)))
    await expect(clients.aws(place)).rejects.toMatchObject({ code: 'CRYPTO_KEY_SERVICE' })
    isInstalled = true
    const first = await clients.aws(place)
    expect(await sharedClients(env).aws({ ...place })).toBe(first)
    expect(await clients.aws({ ...place, region: 'eu-west-2' })).not.toBe(first)
    expect(await clients.gcp()).toBe(await clients.gcp())
    expect(await clients.azure('https://n.vault.azure.net/keys/k')).toBe(await clients.azure('https://n.vault.azure.net/keys/k'))
    expect(made.filter((each) => (each as readonly unknown[])[0] === 'KMS')).toHaveLength(2)
  })

  it('of Google speak HTTP', async () => {
    const { made, load } = recording()
    await gcpClient(load)
    expect(made).toEqual([['Google', { fallback: true }]])
  })

  it('of Azure look up the newest version where none is named', async () => {
    const { made, load } = recording()
    await azureClient('https://n.vault.azure.net/keys/k', load)
    await azureClient('https://n.vault.azure.net/keys/k/v1', load)
    const ids = (made as readonly (readonly unknown[])[]).filter(([name]) => name === 'Cryptography').map(([, id]) => id)
    expect(ids).toEqual(['https://n.vault.azure.net/keys/k/v9', 'https://n.vault.azure.net/keys/k/v1'])
    expect(made).toContainEqual(['getKey', 'k'])
  })
})
