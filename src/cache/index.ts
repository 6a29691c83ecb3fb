/** Values that are costly to get, kept for as long as they are good: in memory, in files, or in stores of your own. */
export type {
  Cache,
  CacheStatistics,
  EntryOptions,
  Load,
  LoadContext,
  LoadOptions,
  WarmItem,
  WarmOptions,
  WarmReport,
} from './cache.ts'
export { cacheFolder } from './cache-folder.ts'
/** Where entries are kept. Add your own by implementing {@link CacheStore}. */
export type { CacheEntry, CacheStore, PruneReport, StoreStatistics } from './cache-store.ts'
export { bytesCodec, type CacheCodec, jsonCodec, textCodec } from './codecs.ts'
export { type CacheOptions, createCache } from './create-cache.ts'
export { type FailOverStoreOptions, failOverStore } from './fail-over-store.ts'
export { type FileStoreOptions, fileStore } from './file-store.ts'
export type { CacheKey, KeyMap, KeyPart } from './key.ts'
export { type EvictionPolicy, type MemoryStore, type MemoryStoreOptions, memoryStore } from './memory-store.ts'
export type { SealKey } from './seal-key.ts'
/** One file that is read whole or not at all. */
export { type SealedFile, type SealedFileOptions, type SealedReading, sealedFile } from './sealed-file.ts'
export { tieredStore } from './tiered-store.ts'
