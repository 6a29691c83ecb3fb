import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import { checkRecipient } from '../age/age-file.ts'
import { cryptoError } from '../failures.ts'
import type { KeyKind, KeyTarget } from '../keys/key-provider.ts'

/** Reads what stands under one name of a rule or group; `around` is the map it stands in. */
export type KeyNames = Readonly<Record<string, (value: Value, around: ValueMap) => readonly KeyTarget[]>>

/** The names of keys in creation rules and key groups, in the order that a group is built in. */
export const keyNames: KeyNames = {
  age: (value) => texts(value).map(ageTarget),
  pgp: (value) => texts(value).map((fp) => target('pgp', { fp })),
  kms: (value, around) => entries(value).map((entry) => (typeof entry === 'string' ? kmsText(entry, around) : kmsMap(entry))),
  gcp_kms: (value) =>
    entries(value).map((entry) =>
      target('gcp_kms', { resource_id: typeof entry === 'string' ? entry : field(entry, 'resource_id') }),
    ),
  hckms: (value) =>
    entries(value).map((entry) => target('hckms', { key_id: typeof entry === 'string' ? entry : field(entry, 'key_id') })),
  azure_keyvault: (value) => entries(value).map((entry) => (typeof entry === 'string' ? azureTarget(entry) : azureMap(entry))),
  hc_vault: (value) => texts(value).map(vaultTarget),
  hc_vault_transit_uri: (value) => texts(value).map(vaultTarget),
}

export const topKeys = ['age', 'pgp', 'kms', 'aws_profile', 'gcp_kms', 'hckms', 'azure_keyvault', 'hc_vault_transit_uri']
export const groupKeys = ['age', 'pgp', 'kms', 'gcp_kms', 'hckms', 'azure_keyvault', 'hc_vault']

export function ageTarget(recipient: string): KeyTarget {
  checkRecipient(recipient)
  return target('age', { recipient })
}

/** `arn:aws:kms:…`, with `+arn:aws:iam:…` behind it for a role. */
export function kmsText(text: string, around: ValueMap = {}): KeyTarget {
  const [arn = '', role] = text.split('+').map((part) => part.trim())
  if (!/^arn:aws[\w-]*:kms:[^:]+:[^:]*:(?:key|alias)\/.+$/.test(arn)) throw noKey(text, 'the ARN of a key in AWS KMS')
  const profile = typeof around.aws_profile === 'string' ? around.aws_profile : ''
  return target('kms', { arn, aws_profile: profile, ...(role !== undefined && { role }) })
}

function kmsMap(map: ValueMap): KeyTarget {
  refuseOthers(map, ['arn', 'role', 'context', 'aws_profile'])
  const role = map.role === undefined ? '' : `+${field(map, 'role')}`
  const key = kmsText(field(map, 'arn') + role, map)
  if (map.context === undefined || map.context === null) return key
  if (!isMap(map.context)) throw noKey('context', 'a map of texts')
  return { ...key, context: Object.fromEntries(Object.entries(map.context).map(([name, value]) => [name, String(value)])) }
}

/** `https://name.vault.azure.net/keys/key/version`. */
export function azureTarget(text: string): KeyTarget {
  const match = /^(https:\/\/[^/]+)\/keys\/([^/]+)(?:\/([^/]+))?\/?$/.exec(text.trim())
  if (match === null) throw noKey(text, 'the address of a key in Azure Key Vault')
  const [, url = '', name = '', version = ''] = match
  return target('azure_kv', { vault_url: url, name, version })
}

function azureMap(map: ValueMap): KeyTarget {
  refuseOthers(map, ['vaultUrl', 'key', 'version'])
  const version = map.version === undefined || map.version === null ? '' : field(map, 'version')
  return target('azure_kv', { vault_url: field(map, 'vaultUrl'), name: field(map, 'key'), version })
}

/** `https://host:8200/v1/transit/keys/key`; the path of the engine may have several parts. */
export function vaultTarget(text: string): KeyTarget {
  const match = /^(https?:\/\/[^/]+)\/v1\/(.+)\/keys\/([^/]+)\/?$/.exec(text.trim())
  if (match === null) throw noKey(text, 'the address of a key of Vault: https://host:8200/v1/transit/keys/name')
  const [, address = '', engine = '', name = ''] = match
  return target('hc_vault', { vault_address: address, engine_path: engine, key_name: name })
}

export function target(kind: KeyKind, fields: KeyTarget['fields']): KeyTarget {
  return { kind, fields }
}

/** A list of texts, or one text with commas. */
function texts(value: Value): readonly string[] {
  return entries(value).map((entry) => {
    if (typeof entry === 'string') return entry
    throw noKey('', 'a text')
  })
}

function entries(value: Value): readonly (string | ValueMap)[] {
  const list = isList(value) ? value : typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value]
  return list.flatMap((entry): readonly (string | ValueMap)[] => {
    if (typeof entry === 'string') return entry.trim() === '' ? [] : [entry.trim()]
    if (isMap(entry)) return [entry]
    throw noKey('', 'a text or a map')
  })
}

function field(map: ValueMap, name: string): string {
  const value = map[name]
  if (typeof value === 'string' && value !== '') return value
  throw noKey('', `a map with "${name}"`)
}

function refuseOthers(map: ValueMap, names: readonly string[]): void {
  const other = Object.keys(map).find((key) => !names.includes(key))
  if (other === undefined) return
  throw cryptoError('CRYPTO_RULES', `the key ${JSON.stringify(other)} is not known`, { hint: `known are ${names.join(', ')}` })
}

function noKey(text: string, expected: string): Error {
  const shown = /^[\w:/.+-]{1,200}$/.test(text) ? JSON.stringify(text) : 'this'
  return cryptoError('CRYPTO_RULES', `${shown} is not ${expected}`, { hint: 'correct it' })
}
