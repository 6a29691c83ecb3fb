import { malformed } from '../failures.ts'
import { type KeyKind, keyKinds, type WrappedKey } from '../keys/key-provider.ts'
import { sealField } from './file-seal.ts'
import { isMetadataMap, type MetadataMap, type MetadataTree } from './metadata-tree.ts'
import { defaultRule, ruleNames, type SelectionRule } from './rules.ts'

/** The version of SOPS whose rules are followed; the command compares it, so it is none of ours. */
export const sopsVersion = '3.13.3'

/** What a sealed file says about its sealing. Not authenticated by the format. */
export interface SopsMetadata {
  /** Each group holds the data key, or with several groups a share of it. */
  readonly groups: readonly (readonly WrappedKey[])[]
  /** How many groups are needed; 0 for all. */
  readonly threshold: number
  /** RFC 3339 with seconds: the additional data of the authentication code. */
  readonly lastModified: string
  /** Sealed. Empty when the file has none. */
  readonly mac: string
  readonly rule: SelectionRule
  readonly macOnlyEncrypted: boolean
  readonly version: string
  /** The file seal as it stands there. It is ours; the `sops` command drops it when it writes a file. */
  readonly seal?: string | undefined
}

/** @throws ConfigError CRYPTO_MALFORMED */
export function readMetadata(tree: MetadataTree, file: string): SopsMetadata {
  if (!isMetadataMap(tree)) throw malformed('"sops" must be a map with the metadata of the sealing', { file })
  const groups = readGroups(tree, file)
  if (groups.length === 0) throw malformed('the metadata names no key', { file })
  return {
    groups,
    threshold: readThreshold(tree.shamir_threshold, groups.length, file),
    lastModified: readMoment(tree.lastmodified, file),
    mac: textField(tree, 'mac', file) ?? '',
    rule: readRule(tree, file),
    macOnlyEncrypted: readFlag(tree.mac_only_encrypted, file),
    version: textField(tree, 'version', file) ?? '',
    seal: textField(tree, sealField, file),
  }
}

/** With the names in alphabetical order, as SOPS writes them. */
export function writeMetadata(metadata: SopsMetadata): MetadataMap {
  const { groups, threshold, lastModified, mac, rule, macOnlyEncrypted, version, seal } = metadata
  const [only, second] = groups.map(writeGroup)
  return sorted({
    ...(second === undefined ? only : { key_groups: groups.map(writeGroup) }),
    ...(threshold > 0 && second !== undefined && { shamir_threshold: threshold }),
    lastmodified: lastModified,
    mac,
    [rule.name]: rule.pattern,
    ...(macOnlyEncrypted && { mac_only_encrypted: true }),
    version,
    ...(seal !== undefined && { [sealField]: seal }),
  })
}

function sorted(map: MetadataMap): MetadataMap {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Blocks at the top are one group and win over `key_groups`. */
function readGroups(tree: MetadataMap, file: string): readonly (readonly WrappedKey[])[] {
  const top = readGroup(tree, file)
  if (top.length > 0) return [top]
  const groups = tree.key_groups ?? []
  if (!Array.isArray(groups)) throw malformed('"key_groups" must be a list', { file })
  return groups.map((group: MetadataTree) => {
    if (!isMetadataMap(group)) throw malformed('a key group must be a map', { file })
    return readGroup(group, file)
  })
}

function readGroup(tree: MetadataMap, file: string): readonly WrappedKey[] {
  return keyKinds.flatMap((kind) => {
    const records = tree[kind] ?? []
    if (!Array.isArray(records)) throw malformed(`"${kind}" must be a list`, { file })
    return records.map((record: MetadataTree) => readKey(kind, record, file))
  })
}

/** What a record must say to name its key. */
const requiredFields: Readonly<Record<KeyKind, readonly string[]>> = {
  kms: ['arn'],
  gcp_kms: ['resource_id'],
  hckms: ['key_id'],
  azure_kv: ['vault_url', 'name', 'version'],
  hc_vault: ['vault_address', 'engine_path', 'key_name'],
  pgp: ['fp'],
  age: ['recipient'],
}

function readKey(kind: KeyKind, record: MetadataTree, file: string): WrappedKey {
  if (!isMetadataMap(record)) throw malformed(`a key under "${kind}" must be a map`, { file })
  const { enc, context, ...rest } = record
  const fields = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (isText(value) ? [[name, String(value)]] : [])),
  )
  if (typeof enc !== 'string' || enc === '' || requiredFields[kind].some((name) => fields[name] === undefined))
    throw malformed(`a key under "${kind}" is incomplete`, { file })
  return { kind, fields, enc, ...(isMetadataMap(context) && { context: textsOf(context) }) }
}

function isText(value: MetadataTree | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function textsOf(map: MetadataMap): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, isText(value) ? String(value) : '']))
}

function writeGroup(group: readonly WrappedKey[]): MetadataMap {
  const blocks = keyKinds.flatMap((kind): (readonly [string, MetadataTree])[] => {
    const keys = group.filter((key) => key.kind === kind)
    return keys.length === 0 ? [] : [[kind, keys.map(writeKey)]]
  })
  return Object.fromEntries(blocks)
}

function writeKey({ kind, fields, context, enc }: WrappedKey): MetadataMap {
  const hasContext = context !== undefined && Object.keys(context).length > 0
  return sorted({ ...(kind === 'kms' && { aws_profile: '' }), ...fields, ...(hasContext && { context: sorted(context) }), enc })
}

function readThreshold(value: MetadataTree | undefined, groups: number, file: string): number {
  const threshold = value === undefined || value === null || value === '' ? 0 : Number(value)
  if (Number.isInteger(threshold) && threshold >= 0 && threshold <= groups) return threshold
  throw malformed('"shamir_threshold" must be a number of key groups', { file })
}

function readRule(tree: MetadataMap, file: string): SelectionRule {
  const given = ruleNames.flatMap((name) => {
    const pattern = textField(tree, name, file)
    return pattern === undefined || pattern === '' ? [] : [{ name, pattern }]
  })
  if (given.length > 1) throw malformed(`${given.map(({ name }) => name).join(' and ')} exclude each other`, { file })
  return given[0] ?? defaultRule
}

function readFlag(value: MetadataTree | undefined, file: string): boolean {
  if (value === undefined || value === null || value === '') return false
  const text = String(value).toLowerCase()
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw malformed('"mac_only_encrypted" must be true or false', { file })
}

function textField(tree: MetadataMap, name: string, file: string): string | undefined {
  const value = tree[name]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw malformed(`"${name}" must be a text`, { file })
}

const moment = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|z|[+-]\d\d:\d\d)$/

/** A time without its fraction of a second, as the authentication code has it. */
function readMoment(value: MetadataTree | undefined, file: string): string {
  const match = typeof value === 'string' ? moment.exec(value) : null
  if (match === null || Number.isNaN(Date.parse(String(value)))) throw malformed('"lastmodified" must be a time', { file })
  const [, day, time, zone = ''] = match
  return `${day}T${time}${/^(?:z|[+-]00:00)$/i.test(zone) ? 'Z' : zone}`
}

/** A moment as files have it. */
export function momentText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
