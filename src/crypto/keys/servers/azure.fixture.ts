import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'
import type { AzureCryptographyClient } from '../azure-key-vault.ts'
import { type Answered, type Asked, jsonOf, type Listening, listen, strictBase64 } from './listen.fixture.ts'

const apiVersion = /^api-version=(?:7\.\d|20\d\d-\d\d-\d\d)$/
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const

/** Speaks for the REST interface of Azure Key Vault, with an RSA key that has versions. */
export class AzureServer {
  readonly token = 'eyJ0.canary-token-of-azure'
  readonly #name: string
  readonly versions: string[] = []
  readonly #pairs = new Map<string, ReturnType<typeof generateKeyPairSync>>()
  listening: Listening = { address: '', asked: [] }
  /** Statuses that are answered first. */
  readonly failures: number[] = []

  constructor(name: string) {
    this.#name = name
    this.rotate()
  }

  async start(): Promise<this> {
    this.listening = await listen((asked) => this.#answer(asked))
    return this
  }

  rotate(): void {
    const version = String(this.versions.length + 1).padStart(32, '0')
    this.versions.push(version)
    this.#pairs.set(version, generateKeyPairSync('rsa', { modulusLength: 2048 }))
  }

  /** As the official client is. It asks for the newest version when it is given none. */
  async client(keyId: string, token: string = this.token): Promise<AzureCryptographyClient> {
    const path = new URL(keyId).pathname
    const id = path.split('/').length > 3 ? path : new URL(await this.#newest(path, token)).pathname
    const ask = async (action: string, bytes: Uint8Array): Promise<{ result: Uint8Array; keyID: string }> => {
      const body = { alg: 'RSA-OAEP-256', value: Buffer.from(bytes).toString('base64url') }
      const { value = '', kid = '' } = await this.#ask(`${id}/${action}`, token, body)
      return { result: Buffer.from(value, 'base64url'), keyID: kid }
    }
    return {
      encrypt: ({ plaintext }) => ask('encrypt', plaintext),
      decrypt: ({ ciphertext }) => ask('decrypt', ciphertext),
    }
  }

  async #newest(path: string, token: string): Promise<string> {
    const { key } = await this.#ask(path, token)
    return (key as { readonly kid: string } | undefined)?.kid ?? '' // its protocol
  }

  async #ask(
    path: string,
    token: string,
    body?: object,
  ): Promise<Readonly<Record<string, string | undefined>> & { key?: unknown }> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${this.listening.address}${path}?api-version=7.5`, { headers, ...sent })
    if (response.ok) return (await response.json()) as Readonly<Record<string, string>> // its protocol
    const failure = new Error(`refused ${headers.authorization}`)
    throw Object.assign(failure, { name: 'RestError', statusCode: response.status, request: { headers } })
  }

  #answer({ method, path, query, headers, body }: Asked): Answered {
    const failure = this.failures.shift()
    if (failure !== undefined) return refused(failure, 'Failed')
    if (headers.authorization !== `Bearer ${this.token}`)
      return { ...refused(401, 'Unauthorized'), headers: { 'www-authenticate': challenge } }
    if (!apiVersion.test(decodeURIComponent(query))) return refused(400, 'BadParameter')
    const [, name, version = '', action] = /^\/keys\/([^/]+)(?:\/(\w*))?(?:\/(encrypt|decrypt))?$/.exec(path) ?? []
    const known = version === '' ? (this.versions.at(-1) ?? '') : version
    const pair = this.#pairs.get(known)
    if (name !== this.#name || pair === undefined) return refused(404, 'KeyNotFound')
    const kid = `https://name.vault.azure.net/keys/${name}/${known}`
    if (action === undefined && method === 'GET')
      return {
        status: 200,
        json: { key: { ...pair.publicKey.export({ format: 'jwk' }), kid, key_ops: ['encrypt', 'decrypt'] }, attributes: {} },
      }
    const json = jsonOf(body)
    const value = strictBase64(json?.value, 'base64url')
    if (method !== 'POST' || json?.alg !== 'RSA-OAEP-256' || value === undefined) return refused(400, 'BadParameter')
    try {
      const result =
        action === 'encrypt'
          ? publicEncrypt({ key: pair.publicKey, ...oaep }, value)
          : privateDecrypt({ key: pair.privateKey, ...oaep }, value)
      return { status: 200, json: { kid, value: result.toString('base64url') } }
    } catch {
      return refused(400, 'BadParameter')
    }
  }
}

const challenge = 'Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"'

function refused(status: number, code: string): Answered {
  return { status, json: { error: { code, message: code } } }
}
