import { randomBytes } from 'node:crypto'
import { type Answered, type Asked, jsonOf, type Listening, listen, strictBase64 } from './listen.fixture.ts'
import { openBytes, sealBytes } from './seal-bytes.fixture.ts'

/** Speaks for the transit engine of Vault and OpenBao: real encryption, versions of keys, tokens, namespaces, its errors. */
export class VaultServer {
  readonly token = 'hvs.canary-token-of-vault'
  /** Names of engines and keys, as in `team/transit/keys/app`. */
  readonly #keys = new Map<string, Uint8Array[]>()
  readonly #namespace: string | undefined
  listening: Listening = { address: '', asked: [] }
  minDecryptionVersion = 1
  /** Statuses that are answered first. */
  readonly failures: number[] = []

  constructor(keys: readonly string[], namespace?: string) {
    for (const key of keys) this.#keys.set(key, [randomBytes(32)])
    this.#namespace = namespace
  }

  async start(isSecure = false): Promise<this> {
    this.listening = await listen((asked) => this.#answer(asked), isSecure)
    return this
  }

  rotate(key: string): void {
    this.#keys.get(key)?.push(randomBytes(32))
  }

  #answer({ method, path, headers, body }: Asked): Answered {
    const failure = this.failures.shift()
    if (failure !== undefined) return refused(failure, `Vault is not well, ${headers['x-vault-token']}`)
    if (headers['x-vault-request'] !== 'true') return refused(412, 'missing required header')
    if (headers['x-vault-token'] !== this.token) return refused(403, `permission denied for ${headers['x-vault-token']}`)
    if (headers['x-vault-namespace'] !== this.#namespace) return refused(404, 'no handler for route')
    const [, engine, action, name] = /^\/v1\/(.+)\/(encrypt|decrypt)\/([\w-][\w.-]*)$/.exec(path) ?? []
    if (method !== 'POST' && method !== 'PUT') return refused(405, 'unsupported operation')
    const versions = this.#keys.get(`${engine}/keys/${name}`)
    if (versions === undefined) return refused(404, 'no handler for route')
    const json = jsonOf(body)
    if (json === undefined) return refused(400, 'failed to parse JSON input')
    return action === 'encrypt' ? this.#encrypt(versions, json) : this.#decrypt(versions, json)
  }

  #encrypt(versions: readonly Uint8Array[], { plaintext }: Readonly<Record<string, unknown>>): Answered {
    const plain = strictBase64(plaintext)
    if (plain === undefined) return refused(400, 'illegal base64 data')
    const sealed = sealBytes(versions.at(-1) as Uint8Array, plain) // there is one
    return given({ ciphertext: `vault:v${versions.length}:${sealed.toString('base64')}`, key_version: versions.length })
  }

  #decrypt(versions: readonly Uint8Array[], { ciphertext }: Readonly<Record<string, unknown>>): Answered {
    const [, version = '', text] = typeof ciphertext === 'string' ? (/^vault:v(\d+):(.+)$/.exec(ciphertext) ?? []) : []
    if (Number(version) < this.minDecryptionVersion) return refused(400, 'ciphertext version is disallowed by policy')
    const key = versions[Number(version) - 1]
    const sealed = strictBase64(text)
    const plain = key && sealed && openBytes(key, sealed)
    return plain === undefined ? refused(400, 'invalid ciphertext') : given({ plaintext: plain.toString('base64') })
  }
}

function given(data: object): Answered {
  return { status: 200, json: { request_id: 'r', lease_id: '', renewable: false, data, warnings: null } }
}

function refused(status: number, message: string): Answered {
  return { status, json: { errors: [message] } }
}
