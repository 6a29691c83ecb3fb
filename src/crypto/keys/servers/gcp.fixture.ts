import { randomBytes } from 'node:crypto'
import type { GcpKmsClient } from '../gcp-kms.ts'
import { type Answered, type Asked, jsonOf, type Listening, listen, strictBase64 } from './listen.fixture.ts'
import { openBytes, sealBytes } from './seal-bytes.fixture.ts'

/** Speaks for the REST interface of Google Cloud KMS. */
export class GcpServer {
  readonly token = 'ya29.canary-token-of-google'
  readonly #name: string
  readonly #key = randomBytes(32)
  listening: Listening = { address: '', asked: [] }
  /** Numbers of gRPC that are answered first. */
  readonly failures: number[] = []

  constructor(name: string) {
    this.#name = name
  }

  async start(): Promise<this> {
    this.listening = await listen((asked) => this.#answer(asked))
    return this
  }

  /** As the official client is: an answer in a list, errors with a number. */
  client(token: string = this.token): GcpKmsClient {
    const ask = async (name: string, action: string, body: object): Promise<Readonly<Record<string, string>>> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const url = `${this.listening.address}/v1/${name}:${action}`
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      const json = (await response.json()) as Readonly<Record<string, string>> & { readonly error?: { readonly code: number } } // its protocol
      if (response.ok) return json
      throw Object.assign(new Error(`${json.error?.code} for ${headers.authorization}`), { code: grpcOf(response.status) })
    }
    return {
      encrypt: async ({ name, plaintext }) => {
        const { ciphertext = '' } = await ask(name, 'encrypt', { plaintext: Buffer.from(plaintext).toString('base64') })
        return [{ ciphertext: Buffer.from(ciphertext, 'base64') }]
      },
      decrypt: async ({ name, ciphertext }) => {
        const { plaintext = '' } = await ask(name, 'decrypt', { ciphertext: Buffer.from(ciphertext).toString('base64') })
        return [{ plaintext: Buffer.from(plaintext, 'base64') }]
      },
    }
  }

  #answer({ method, path, headers, body }: Asked): Answered {
    const failure = this.failures.shift()
    if (failure !== undefined) return refused(statuses[failure] ?? 500, 'FAILED')
    if (headers.authorization !== `Bearer ${this.token}`) return refused(401, 'UNAUTHENTICATED')
    const [, name, action] = /^\/v1\/(projects\/[^:]+):(encrypt|decrypt)$/.exec(path) ?? []
    if (method !== 'POST' || name !== this.#name) return refused(404, 'NOT_FOUND')
    const json = jsonOf(body)
    if (action === 'encrypt') {
      const plain = strictBase64(json?.plaintext)
      if (plain === undefined) return refused(400, 'INVALID_ARGUMENT')
      return given({ name: `${name}/cryptoKeyVersions/1`, ciphertext: sealBytes(this.#key, plain, name).toString('base64') })
    }
    const sealed = strictBase64(json?.ciphertext)
    const plain = sealed && openBytes(this.#key, sealed, name)
    return plain === undefined ? refused(400, 'INVALID_ARGUMENT') : given({ plaintext: plain.toString('base64') })
  }
}

const statuses: Readonly<Record<number, number>> = { 3: 400, 5: 404, 7: 403, 8: 429, 14: 503, 16: 401 }

function grpcOf(status: number): number {
  return Number(Object.entries(statuses).find(([, each]) => each === status)?.[0] ?? 2)
}

function given(json: object): Answered {
  return { status: 200, json }
}

function refused(code: number, status: string): Answered {
  return { status: code, json: { error: { code, message: status, status } } }
}
