import { ConfigError } from '../errors/config-error.ts'
import { type CacheStore, maxTags } from './cache-store.ts'

/**
 * A limit that was given, or its default. Counts are whole and at least 1.
 * @throws ConfigError OPTION_INVALID
 */
export function limitOf(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback
  if (Number.isSafeInteger(given) && given >= 1) return given
  throw invalid(`${name} must be a whole number of at least 1`, `leave it out for ${fallback}`)
}

/** A time that was given in milliseconds, or its default; `Infinity` is allowed. */
export function timeOf(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback
  if (typeof given === 'number' && given >= 0) return given
  throw invalid(`${name} must be a number of milliseconds, not negative`, 'use Infinity for "never"')
}

/** @throws ConfigError OPTION_INVALID */
export function checkTagNames(tags: readonly string[]): void {
  if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string'))
    throw invalid('tags must be a list of texts', "write ['team:red']")
}

/** @throws ConfigError OPTION_INVALID */
export function checkTags(tags: readonly string[]): void {
  if (tags.length > maxTags)
    throw invalid(`an entry can carry ${maxTags} tags, not ${tags.length}`, 'tag what is invalidated together')
}

/** Stores are written by others, in JavaScript too: what one lacks should be told when it is given, not when it is missed. */
export function checkStore(store: CacheStore, which: string): void {
  const lacking = storeMethods.find((name) => typeof (store as Partial<CacheStore> | undefined)?.[name] !== 'function')
  if (lacking !== undefined)
    throw invalid(
      `${which} is no store: it has no method "${lacking}"`,
      'give memoryStore(), fileStore(…), or a CacheStore of your own',
    )
}

const storeMethods = ['get', 'set', 'delete', 'invalidate', 'clear', 'prune', 'statistics', 'close'] as const

/** What a single entry may be given; from JavaScript it may be anything. */
export const entryOptionNames = [
  'ttlMs',
  'staleMs',
  'staleIfErrorMs',
  'negativeTtlMs',
  'refreshAheadMs',
  'tags',
  'signal',
] as const

export function invalid(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
