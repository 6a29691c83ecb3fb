import { cryptoError } from '../failures.ts'
import type { AllowList } from './allow-list.ts'
import { awsKms } from './aws-kms.ts'
import { azureKeyVault } from './azure-key-vault.ts'
import { gcpKms } from './gcp-kms.ts'
import { fieldOf, type KeyKind, type KeyProvider, type KeyTarget } from './key-provider.ts'
import { sharedClients } from './services/shared-clients.ts'
import { vaultAccess } from './services/vault-server.ts'
import { vaultKeys } from './vault-transit.ts'

type Environment = Readonly<Record<string, string | undefined>>
type ServiceKind = Extract<KeyKind, 'kms' | 'gcp_kms' | 'azure_kv' | 'hc_vault'>

/**
 * How entries of a list begin, by service. Whatever decides where credentials are sent has to stand before a `*`: the
 * account, the project, the host.
 */
const beginnings: readonly (readonly [ServiceKind, RegExp])[] = [
  ['kms', /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:\*$|(?:key|alias)\/)/],
  ['kms', /^arn:aws[a-z-]*:iam::\d{12}:role\/[^*]/],
  ['gcp_kms', /^projects\/[^/*]+\/locations\//],
  ['hc_vault', /^https?:\/\/[^/*@?#]+\/v1\/[^/*]/],
  ['azure_kv', /^https:\/\/[^/*@?#]+\/keys\//],
]

/**
 * Providers for all services, which use the keys of a list and no others. Nothing is imported, and nobody is asked, before
 * a file needs one of them.
 * @throws ConfigError CRYPTO_KEY_INVALID for an entry that names no key
 */
export function keyServices(allow: AllowList, env: Environment): readonly KeyProvider[] {
  const lists: Record<ServiceKind, string[]> = { kms: [], gcp_kms: [], azure_kv: [], hc_vault: [] }
  for (const entry of allow) lists[serviceOf(entry)].push(entry)
  const { aws, gcp, azure } = sharedClients(env)
  return [
    awsKms({ client: aws, allow: lists.kms }),
    gcpKms({ client: gcp, allow: lists.gcp_kms }),
    azureKeyVault({ client: azure, allow: lists.azure_kv }),
    vaultKeys(lists.hc_vault, vaultAccess(env)),
  ]
}

function serviceOf(entry: string): ServiceKind {
  const found = beginnings.find(([, beginning]) => beginning.test(entry))
  // A "*" in the middle would be taken by its letter, which is not what was meant.
  if (found !== undefined && !entry.slice(0, -1).includes('*')) return found[0]
  throw noEntry(entry)
}

function noEntry(entry: string): Error {
  const shown = /^[\w:/.+*-]{1,200}$/.test(entry) ? JSON.stringify(entry) : 'an entry'
  return cryptoError('CRYPTO_KEY_INVALID', `${shown} does not name keys that may be used`, {
    hint: 'write the ARN, resource name or address of a key; a "*" may stand at its end, after the account, project or host',
  })
}

export function allowsAny(allow: AllowList, kind: KeyKind): boolean {
  return allow.some((entry) => serviceOf(entry) === kind)
}

/** What a list has to have for a key: its name, and the role it is used in. None for keys that no service holds. */
export function allowedNames(key: KeyTarget): AllowList {
  const { kind, fields } = key
  switch (kind) {
    case 'kms':
      return [fieldOf(key, 'arn'), fieldOf(key, 'role')].filter((name) => name !== '')
    case 'gcp_kms':
      return [fieldOf(key, 'resource_id')]
    case 'azure_kv':
      return [`${fields.vault_url}/keys/${fields.name}`]
    case 'hc_vault':
      return [`${fields.vault_address}/v1/${fields.engine_path}/keys/${fields.key_name}`]
    default:
      return []
  }
}

/** The keys that CONFIGMANAGE_ALLOW_KEYS allows: names with commas or white space between them. */
export function allowedIn(env: Environment): AllowList {
  return (env.CONFIGMANAGE_ALLOW_KEYS ?? '').split(/[\s,]+/).filter((entry) => entry !== '')
}
