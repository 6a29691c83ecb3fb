import { readFileBytes } from '../../runtime/read-file.ts'
import { type AgeKeys, noAgeKeys, parseIdentities, readIdentities } from '../age/age-keys.ts'
import { ageProvider } from '../age/age-provider.ts'
import { cryptoError } from '../failures.ts'
import type { SealPolicy } from '../sops/file-seal.ts'
import type { AllowList } from './allow-list.ts'
import type { KeyProvider } from './key-provider.ts'
import { allowedIn, allowsAny, keyServices } from './key-services.ts'

/** Where keys come from, besides the environment. */
export interface KeyOptions {
  /** Files with age identities. Each must be there. */
  readonly identityFiles?: readonly string[]
  /** Key services with clients of the caller, or of his own. They are asked before those of `allow`. */
  readonly providers?: readonly KeyProvider[]
  /**
   * Keys in AWS KMS, Google Cloud KMS, Azure Key Vault and Vault that files may be sealed for: ARN, resource name or address,
   * with a `*` at the end for any ending. Besides those of CONFIGMANAGE_ALLOW_KEYS. No other is ever asked.
   */
  readonly allow?: AllowList
  /**
   * Refuse sealed SOPS files without a file seal, so that nobody can take it off unnoticed. One that is there is always
   * verified. Default: as CONFIGMANAGE_REQUIRE_SEAL says, else false.
   */
  readonly requireSeal?: boolean
}

/** Everything that can open or wrap a data key now. */
export interface Keyring {
  readonly age: AgeKeys
  /** age among them. */
  readonly providers: readonly KeyProvider[]
  /** Default: `verified`. */
  readonly seals?: SealPolicy
}

type Environment = Readonly<Record<string, string | undefined>>

/** Wraps for age recipients and for keys in services that may be used, and opens nothing that age sealed. */
export function wrappingKeys(env: Environment, options: KeyOptions = {}): Keyring {
  return { age: noAgeKeys, providers: [ageProvider(noAgeKeys), ...findServices(env, options)] }
}

/**
 * The keys of the options, then of the environment: SOPS_AGE_KEY, SOPS_AGE_KEY_FILE and the key file of the `sops` command.
 * @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_NO_KEY for a key file that was named and is not there
 */
export async function findKeys(env: Environment, cwd: string, options: KeyOptions = {}): Promise<Keyring> {
  const passphrases = env.AGE_PASSPHRASE ? [env.AGE_PASSPHRASE] : []
  const named = [...(options.identityFiles ?? []), ...(env.SOPS_AGE_KEY_FILE ? [env.SOPS_AGE_KEY_FILE] : [])]
  const identities = [
    ...(await identitiesOf(named, env, cwd)),
    ...parseIdentities(env.SOPS_AGE_KEY ?? '', 'SOPS_AGE_KEY'),
    ...(await identitiesIn(defaultKeyFile(env), cwd, passphrases, false)),
  ]
  const age: AgeKeys = { identities: [...new Set(identities)], passphrases }
  const seals = options.requireSeal || requiresSeal(env) ? 'required' : 'verified'
  return { age, providers: [ageProvider(age), ...findServices(env, options)], seals }
}

/** The identities of files that were named, and of no other place. @throws ConfigError CRYPTO_KEY_INVALID, CRYPTO_NO_KEY */
export async function identitiesOf(files: readonly string[], env: Environment, cwd: string): Promise<readonly string[]> {
  const passphrases = env.AGE_PASSPHRASE ? [env.AGE_PASSPHRASE] : []
  const found = await Promise.all(files.map((file) => identitiesIn(file, cwd, passphrases, true)))
  return [...new Set(found.flat())]
}

/** Whether every sealed file must have a file seal. A word that is not known asks for more safety, and not for less. */
export function requiresSeal({ CONFIGMANAGE_REQUIRE_SEAL: word = '' }: Environment): boolean {
  return !/^(?:|0|false|no|off)$/i.test(word.trim())
}

/**
 * Key services, those of the caller first. Where there is one of a kind, ours is only there for what the list allows.
 * @throws ConfigError CRYPTO_KEY_INVALID
 */
export function findServices(env: Environment, { providers = [], allow = [] }: KeyOptions = {}): readonly KeyProvider[] {
  const list = [...allow, ...allowedIn(env)]
  const own = new Set(providers.map(({ kind }) => kind))
  return [...providers, ...keyServices(list, env).filter(({ kind }) => !own.has(kind) || allowsAny(list, kind))]
}

async function identitiesIn(
  file: string | undefined,
  cwd: string,
  passphrases: readonly string[],
  isRequired: boolean,
): Promise<readonly string[]> {
  if (file === undefined) return []
  const { resolve } = process.getBuiltinModule('node:path')
  const content = readFileBytes(resolve(cwd, file), { file })
  if (content !== undefined) return readIdentities(content.bytes, file, passphrases)
  if (!isRequired) return []
  throw cryptoError('CRYPTO_NO_KEY', 'the key file is not there', { file, hint: 'correct its name' })
}

/** Where the `sops` command keeps the keys of a person; `undefined` where there is no home. */
export function defaultKeyFile(env: Environment, platform: string = process.platform): string | undefined {
  const { join } = process.getBuiltinModule('node:path')
  const folder = configFolder(env, platform, join)
  return folder === undefined ? undefined : join(folder, 'sops', 'age', 'keys.txt')
}

function configFolder(env: Environment, platform: string, join: (...parts: string[]) => string): string | undefined {
  if (platform === 'win32') return env.AppData ?? env.APPDATA
  if (env.XDG_CONFIG_HOME) return env.XDG_CONFIG_HOME
  if (!env.HOME) return undefined
  return platform === 'darwin' ? join(env.HOME, 'Library', 'Application Support') : join(env.HOME, '.config')
}
