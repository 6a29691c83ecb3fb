import { systemNow } from '../../runtime/node-runtime.ts'
import { cryptoError } from '../failures.ts'
import { askService, withMoment } from './allow-list.ts'
import { describeKey, type KeyProvider, type KeyTarget } from './key-provider.ts'

export interface VaultTransitOptions {
  /** The server whose token `write` sends: `https://vault.example.com:8200`. Files that name another are refused. */
  readonly address: string
  /** Writes to a path and gives what the server answers: `(path, body) => vault.write(path, body)`. */
  readonly write: (path: string, body: Readonly<Record<string, string>>) => Promise<unknown>
}

/** Keys in the transit engine of HashiCorp Vault or OpenBao. */
export function vaultTransit({ address, write }: VaultTransitOptions): KeyProvider {
  const own = address.replace(/\/+$/, '')
  const ask = (
    key: KeyTarget,
    action: 'encrypt' | 'decrypt',
    body: Readonly<Record<string, string>>,
    field: string,
  ): Promise<string> => {
    const { vault_address: named = '', engine_path: engine, key_name: name } = key.fields
    if (named.replace(/\/+$/, '') !== own)
      throw cryptoError('CRYPTO_KEY_SERVICE', `${describeKey(key)} is on another server than ${own}`, {
        hint: 'if you trust it, add a key provider for its address',
      })
    return askService(key, async () => textIn(await write(`${engine}/${action}/${name}`, body), field))
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

/** The server wraps its answer into `data`. */
function textIn(answer: unknown, field: string): string | undefined {
  const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined
  const text = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[field] : undefined // JSON
  return typeof text === 'string' ? text : undefined
}
