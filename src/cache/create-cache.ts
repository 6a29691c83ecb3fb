import { checkOptions } from '../errors/check-options.ts'
import type { Clock } from '../runtime/clock.ts'
import { coarseClock } from '../runtime/coarse-clock.ts'
import type { Logger } from '../runtime/logger.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { Value } from '../values/value.ts'
import type { Cache, LoadOptions } from './cache.ts'
import { CacheCounts } from './cache-counts.ts'
import type { CacheStore } from './cache-store.ts'
import { type CacheCore, CacheView } from './cache-view.ts'
import { type CacheCodec, jsonCodec } from './codecs.ts'
import { Flights } from './flights.ts'
import { foreverFresh, lifetimeOf } from './lifetime.ts'
import { checkStore, entryOptionNames, invalid, timeOf } from './limits.ts'
import { Loader } from './loader.ts'
import { memoryStore } from './memory-store.ts'

export interface CacheOptions<T> extends Omit<LoadOptions, 'signal' | 'tags'> {
  /** Default: a store in memory. */
  readonly store?: CacheStore | undefined
  /** Default: {@link jsonCodec}. */
  readonly codec?: CacheCodec<T> | undefined
  /** After a load in the background failed, the next one for its key waits so long. Default: 1 second. */
  readonly retryMs?: number | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

const optionNames = [
  ...entryOptionNames.filter((name) => name !== 'tags' && name !== 'signal'),
  ...['store', 'codec', 'retryMs', 'clock', 'logger'],
]

/**
 * A cache over a store. The times in the options are the defaults of its entries.
 * @throws ConfigError OPTION_INVALID
 */
export function createCache(options?: CacheOptions<Value> & { readonly codec?: undefined }): Cache<Value>
export function createCache<T>(options: CacheOptions<T> & { readonly codec: CacheCodec<T> }): Cache<T>
export function createCache<T>(options: CacheOptions<T> = {}): Cache<T | Value> {
  checkOptions(options, optionNames, 'createCache')
  const clock = options.clock ?? coarseClock
  const logger = options.logger ?? nodeRuntime().logger
  const store = options.store ?? memoryStore({ clock })
  checkStore(store, 'store')
  const retryMs = timeOf('retryMs', options.retryMs, 1000)
  // The signatures above: without a codec the values are those of JSON.
  const codec = (options.codec ?? jsonCodec) as CacheCodec<T | Value>
  if (typeof codec.encode !== 'function' || typeof codec.decode !== 'function')
    throw invalid('a codec has two functions, encode and decode', 'use jsonCodec, textCodec, bytesCodec, or one of your own')
  const core: CacheCore<T | Value> = {
    store,
    clock,
    loader: new Loader(store, codec, clock, logger, retryMs),
    reads: new Flights(),
    state: { isClosed: false },
  }
  return new CacheView(core, [], lifetimeOf(options, foreverFresh), new CacheCounts())
}
