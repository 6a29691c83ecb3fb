import type { StoreContent, StoredVersion } from './store-content.ts'

/** How many versions of a secret are kept: the current one and those before it. */
export const keptVersions = 10

export interface NewVersion {
  readonly value: StoredVersion['value']
  /** Milliseconds since 1970. */
  readonly now: number
  readonly expiresAt?: number | undefined
  /** For how long the version before stays good, in milliseconds. Default: 0. */
  readonly overlapMs?: number | undefined
}

/** The content with a new current version of a secret. */
export function withVersion(content: StoreContent, name: string, added: NewVersion): StoreContent {
  const { value, now, expiresAt, overlapMs = 0 } = added
  const before = versionsOf(content, name)
  const last = before.at(-1)
  const earlier = last === undefined ? [] : [...before.slice(0, -1), { ...last, validUntil: now + overlapMs }]
  const version = String(Math.max(Number(last?.version ?? 0), numberOf(content, name)) + 1)
  const current: StoredVersion = { version, value, createdAt: now, ...(expiresAt !== undefined && { expiresAt }) }
  return withVersions(withNumber(content, name, undefined), name, [...earlier, current].slice(-keptVersions))
}

/** The content without a secret, or without one version of it. The same content if there is no such thing. */
export function without(content: StoreContent, name: string, version?: string): StoreContent {
  const before = versionsOf(content, name)
  const left = version === undefined ? [] : before.filter((each) => each.version !== version)
  if (left.length === before.length) return content
  const newest = Math.max(Number(before.at(-1)?.version), numberOf(content, name))
  const isRemoved = left.at(-1)?.version !== String(newest)
  return withVersions(isRemoved ? withNumber(content, name, newest) : content, name, withoutEnd(left))
}

/** The number that a removed version had; 0 if none is known. */
function numberOf({ numbers = {} }: StoreContent, name: string): number {
  return Object.hasOwn(numbers, name) ? (numbers[name] ?? 0) : 0
}

function withNumber({ numbers = {}, ...content }: StoreContent, name: string, number: number | undefined): StoreContent {
  const others = Object.entries(numbers).filter(([each]) => each !== name)
  const all = number === undefined ? others : [...others, [name, number] as const]
  return all.length === 0 ? content : { ...content, numbers: Object.fromEntries(all) }
}

/** The last version is the current one: that there was a later one for a while does not end it. */
function withoutEnd(versions: readonly StoredVersion[]): readonly StoredVersion[] {
  const last = versions.at(-1)
  if (last === undefined) return versions
  const { validUntil: _, ...current } = last
  return [...versions.slice(0, -1), current]
}

export function versionsOf({ secrets }: StoreContent, name: string): readonly StoredVersion[] {
  return Object.hasOwn(secrets, name) ? (secrets[name] ?? []) : []
}

/** Built from entries: a name may be "__proto__". A new one goes before the first that is greater. */
function withVersions(content: StoreContent, name: string, versions: readonly StoredVersion[]): StoreContent {
  const entries: (readonly [string, readonly StoredVersion[]])[] = Object.entries(content.secrets)
  const own = entries.findIndex(([each]) => each === name)
  const next = own < 0 ? entries.findIndex(([each]) => each > name) : own
  const put = versions.length === 0 ? [] : [[name, versions] as const]
  entries.splice(next < 0 ? entries.length : next, own < 0 ? 0 : 1, ...put)
  return { ...content, secrets: Object.fromEntries(entries) }
}
