import { nodeRuntime, systemNow } from '../../runtime/node-runtime.ts'
import { cryptoError } from '../failures.ts'
import { type AllowList, checkAllowed } from './allow-list.ts'
import { askService, withMoment } from './ask-service.ts'
import { describeKey, fieldOf, type KeyProvider, type KeyTarget } from './key-provider.ts'
import { type VaultAccess, vaultAccess, vaultWriter } from './services/vault-server.ts'

/** Writes to a path of Vault's interface and gives what the server answers: `(path, body) => vault.write(path, body)`. */
export type VaultWrite = (path: string, body: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<unknown>

export interface VaultTransitOptions extends VaultAccess {
  /** The server that is asked: `https://vault.example.com:8200`. Files that name another are refused. */
  readonly address: string
  /** Instead of the requests that are made here, with a token. */
  readonly write?: VaultWrite
}

/** Keys in the transit engine of HashiCorp Vault or OpenBao, on one server. */
export function vaultTransit({ address, write, ...access }: VaultTransitOptions): KeyProvider {
  const own = withoutSlash(address)
  const asked = write ?? vaultWriter(own, { ...vaultAccess(nodeRuntime().env), ...access })
  return providerOf((key) => {
    if (withoutSlash(fieldOf(key, 'vault_address')) === own) return asked
    throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} is on another server than ${own}`, {
      hint: 'if you trust it, add a key provider for its address',
    })
  })
}

/** Keys of any Vault that the list allows. */
export function vaultKeys(allow: AllowList, access: VaultAccess): KeyProvider {
  return providerOf((key) => {
    const address = withoutSlash(fieldOf(key, 'vault_address'))
    checkAllowed(allow, `${address}/v1/${fieldOf(key, 'engine_path')}/keys/${fieldOf(key, 'key_name')}`, key)
    return vaultWriter(address, access)
  })
}

function providerOf(writerFor: (key: KeyTarget) => VaultWrite): KeyProvider {
  const ask = async (key: KeyTarget, action: string, body: Readonly<Record<string, string>>, field: string): Promise<string> => {
    const write = writerFor(key)
    const path = pathOf(key, action)
    return askService(key, async (signal) => textIn(await write(path, body, signal), field))
  }
  return {
    kind: 'hc_vault',
    unwrap: async (wrapped) => Buffer.from(await ask(wrapped, 'decrypt', { ciphertext: wrapped.enc }, 'plaintext'), 'base64'),
    wrap: async (target, share) => {
      const enc = await ask(target, 'encrypt', { plaintext: Buffer.from(share).toString('base64') }, 'ciphertext')
      const { kind, fields } = withMoment(target, systemNow())
      return { kind, fields, enc }
    },
  }
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '')
}

/** A name such as `../../sys/seal` in a file would lead elsewhere, with the token. */
function pathOf(key: KeyTarget, action: string): string {
  const parts = [...fieldOf(key, 'engine_path').split('/'), action, fieldOf(key, 'key_name')]
  if (parts.every((part) => /^[\w-][\w.-]*$/.test(part))) return parts.join('/')
  throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} is not the name of a key of Vault`, {
    hint: 'restore the file from version control',
  })
}

/** The server wraps its answer into `data`. */
function textIn(answer: unknown, field: string): string | undefined {
  const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined
  const text = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[field] : undefined // JSON
  return typeof text === 'string' && text !== '' ? text : undefined
}
