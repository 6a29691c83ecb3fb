import { spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { KMS } from '@aws-sdk/client-kms'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { awsKms } from '../../src/crypto/keys/aws-kms.ts'
import { azureKeyVault } from '../../src/crypto/keys/azure-key-vault.ts'
import { gcpKms } from '../../src/crypto/keys/gcp-kms.ts'
import type { KeyProvider } from '../../src/crypto/keys/key-provider.ts'
import { parseTarget } from '../../src/crypto/keys/parse-target.ts'
import { AzureServer } from '../../src/crypto/keys/servers/azure.fixture.ts'
import { GcpServer } from '../../src/crypto/keys/servers/gcp.fixture.ts'
import { azureClient } from '../../src/crypto/keys/services/azure-client.ts'
import { gcpClient } from '../../src/crypto/keys/services/gcp-client.ts'
import type { Maker } from '../../src/crypto/keys/services/official-package.ts'
import { clientsFolder } from './install-oracles.ts'

const folder = clientsFolder()
const missing = 'the official clients are not installed: npm run test:oracles installs them'
const share = Buffer.alloc(32, 7)

/** A package of the folder. What is used of it is said where it is used. */
function installed<Exports>(name: string): Exports {
  return createRequire(join(folder ?? '', 'index.js'))(name) as Exports
}

async function messageOf(provider: KeyProvider, wrapped: Parameters<KeyProvider['unwrap']>[0]): Promise<string> {
  return provider.unwrap(wrapped).then(
    () => 'opened',
    (error: unknown) => String(error),
  )
}

afterEach(() => vi.unstubAllEnvs())

describe('the official client', () => {
  it('of Google works with this library, and its failures are understood', async (context) => {
    if (folder === undefined) return context.skip(missing)
    const resource = 'projects/p/locations/global/keyRings/r/cryptoKeys/k'
    const server = await new GcpServer(resource).start()
    const { KeyManagementServiceClient } = installed<{ KeyManagementServiceClient: Maker<object> }>('@google-cloud/kms')
    const { OAuth2Client } = installed<{ OAuth2Client: new () => { setCredentials(credentials: object): void } }>(
      'google-auth-library',
    )
    const authClient = new OAuth2Client()
    authClient.setCredentials({ access_token: server.token, expiry_date: Date.now() + 3_600_000 })
    const { hostname, port } = new URL(server.listening.address)
    const here = { authClient, apiEndpoint: hostname, port: Number(port), protocol: 'http', projectId: 'p' }
    // The official one; only where it asks differs.
    class Client extends KeyManagementServiceClient {
      constructor(settings: object) {
        super({ ...settings, ...here })
      }
    }
    const provider = gcpKms({ client: () => gcpClient(async () => ({ KeyManagementServiceClient: Client })), allow: [resource] })
    const wrapped = await provider.wrap(parseTarget(resource), share)
    expect(Buffer.from((await provider.unwrap(wrapped)) ?? [])).toEqual(share)
    for (const [number, words] of [
      [7, 'refused the request'],
      [16, 'did not accept the credentials'],
      [5, 'is not there'],
      [3, 'did not accept the sealed data key'],
    ] as const) {
      server.failures.push(number)
      expect(await messageOf(provider, wrapped)).toContain(words)
    }
  })

  it('of Azure works with this library, and its failures are understood', async (context) => {
    if (folder === undefined) return context.skip(missing)
    const vault = 'https://name.vault.azure.net'
    const server = await new AzureServer('app').start()
    const clients = installed<Readonly<Record<'CryptographyClient' | 'KeyClient', Maker<object>>>>('@azure/keyvault-keys')
    const credential = { getToken: async () => ({ token: server.token, expiresOnTimestamp: Date.now() + 3_600_000 }) }
    const options = { httpClient: redirected(vault, server.listening.address), retryOptions: { maxRetries: 0 } }
    const toHere = (Client: Maker<object>) =>
      class extends Client {
        constructor(id: string) {
          super(id, credential, options)
        }
      }
    const load = async (name: string): Promise<object> =>
      name === '@azure/identity'
        ? { DefaultAzureCredential: class {} }
        : { CryptographyClient: toHere(clients.CryptographyClient), KeyClient: toHere(clients.KeyClient) }
    const provider = azureKeyVault({ client: (id) => azureClient(id, load), allow: [`${vault}/keys/app`] })
    const wrapped = await provider.wrap(parseTarget(`${vault}/keys/app`), share)
    expect(wrapped.fields.version).toBe(server.versions[0])
    server.rotate()
    expect(Buffer.from((await provider.unwrap(wrapped)) ?? [])).toEqual(share)
    for (const [status, words] of [
      [403, 'refused the request'],
      [401, 'did not accept the credentials'],
      [404, 'is not there'],
      [503, 'cannot answer now'],
    ] as const) {
      server.failures.push(status, status)
      expect(await messageOf(provider, wrapped)).toContain(words)
      server.failures.length = 0
    }
  })

  it('of AWS works with this library and moto, which is not ours', async (context) => {
    if (spawnSync('moto_server', ['--help']).status !== 0) return context.skip('moto_server is not installed')
    const endpoint = `http://127.0.0.1:${await freePort()}`
    const moto = spawn('moto_server', ['-p', new URL(endpoint).port], { stdio: 'ignore' })
    onTestFinished(() => void moto.kill())
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    }))
      vi.stubEnv(name, value)
    const kms = new KMS({ region: 'eu-west-1', maxAttempts: 1 })
    const arn = await vi.waitFor(async () => (await kms.createKey({})).KeyMetadata?.Arn ?? '', { timeout: 30_000, interval: 300 })
    const provider = awsKms({ allow: [arn] })
    const wrapped = await provider.wrap({ ...parseTarget(arn), context: { App: 'shop' } }, share)
    expect(Buffer.from((await provider.unwrap(wrapped)) ?? [])).toEqual(share)
    expect(await messageOf(provider, { ...wrapped, context: { App: 'other' } })).toContain('(InvalidCiphertextException)')
    const gone = { ...wrapped, fields: { ...wrapped.fields, arn: `${arn.slice(0, -4)}0000` } }
    expect(await messageOf(awsKms({ allow: [`${arn.slice(0, -4)}*`] }), gone)).toMatch(/is not there|sealed data key/)
  })
})

interface AzureRequest {
  readonly url: string
  readonly method: string
  readonly headers: object
  readonly body?: unknown
}

/** The client insists on HTTPS and on the host of the key; what it sends goes to a server of this machine. */
function redirected(from: string, to: string): object {
  interface Pipeline {
    createDefaultHttpClient(): { sendRequest(request: object): Promise<object> }
    createPipelineRequest(request: object): object
  }
  const { createDefaultHttpClient, createPipelineRequest } = installed<Pipeline>('@azure/core-rest-pipeline')
  const client = createDefaultHttpClient()
  return {
    sendRequest: async (request: AzureRequest) => {
      const { url, method, headers, body } = request
      const sent = createPipelineRequest({ url: url.replace(from, to), method, headers, body, allowInsecureConnection: true })
      return { ...(await client.sendRequest(sent)), request }
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
