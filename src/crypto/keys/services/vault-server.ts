import { systemClock } from '../../../runtime/node-runtime.ts'
import { readFileBytes } from '../../../runtime/read-file.ts'
import { cryptoError } from '../../failures.ts'
import type { VaultWrite } from '../vault-transit.ts'
import { HttpFailure, postJson } from './post-json.ts'

/** What a server of Vault or OpenBao wants to see. */
export interface VaultAccess {
  /** Default: VAULT_TOKEN, else what `vault login` left in `~/.vault-token`. */
  readonly token?: string | (() => string | Promise<string>)
  /** Default: VAULT_NAMESPACE. */
  readonly namespace?: string
  /** A file with certificates that are trusted, in PEM. Default: VAULT_CACERT. */
  readonly caFile?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What an environment has of it, when it is needed. */
export function vaultAccess(env: Environment): VaultAccess {
  return {
    token: () => tokenIn(env),
    ...(env.VAULT_NAMESPACE && { namespace: env.VAULT_NAMESPACE }),
    ...(env.VAULT_CACERT && { caFile: env.VAULT_CACERT }),
  }
}

function tokenIn(env: Environment): string {
  if (env.VAULT_TOKEN) return env.VAULT_TOKEN
  const { join } = process.getBuiltinModule('node:path')
  const home = env.HOME || env.USERPROFILE
  const content = home && readFileBytes(join(home, '.vault-token'), { file: '~/.vault-token' })
  if (content) return Buffer.from(content.bytes).toString('utf8').trim()
  throw cryptoError('CRYPTO_KEY_SERVICE', 'there is no token for Vault', {
    hint: 'log in with "vault login", or set VAULT_TOKEN',
  })
}

/** Pauses before another attempt: a server that changes its leader answers again soon. */
const pauses = [200, 600]
const passing: readonly number[] = [429, 472, 473, 500, 502, 503, 504]

/** Writes to one server. Both questions that are asked can be asked twice without harm. */
export function vaultWriter(address: string, access: VaultAccess): VaultWrite {
  return async (path, body, signal) => {
    const url = new URL(`${address}/v1/${path}`)
    const request = { headers: await headersOf(access), ca: certificates(access.caFile), signal }
    for (let attempt = 0; ; attempt++) {
      try {
        return await postJson(url, body, request)
      } catch (error) {
        const pause = pauses[attempt]
        if (pause === undefined || !(error instanceof HttpFailure) || !mayPass(error)) throw error
        await systemClock.sleep(pause, signal)
      }
    }
  }
}

function mayPass({ status, code }: HttpFailure): boolean {
  return status === undefined ? code === 'ECONNRESET' : passing.includes(status)
}

async function headersOf({ token = '', namespace }: VaultAccess): Promise<Record<string, string>> {
  const value = typeof token === 'function' ? await token() : token
  // A token with a line break in it would be refused by node:http with an error that quotes it.
  if (!/^[\x21-\x7e]+$/.test(value))
    throw cryptoError('CRYPTO_KEY_SERVICE', 'the token for Vault is empty, or no token', {
      hint: 'log in with "vault login", or set VAULT_TOKEN',
    })
  return {
    'x-vault-token': value,
    'x-vault-request': 'true',
    ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
  }
}

function certificates(file: string | undefined): Uint8Array | undefined {
  if (file === undefined) return undefined
  const content = readFileBytes(file, { file })
  if (content !== undefined) return content.bytes
  throw cryptoError('CRYPTO_KEY_SERVICE', 'the file with certificates for Vault is not there', {
    file,
    hint: 'correct VAULT_CACERT',
  })
}
