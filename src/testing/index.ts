/** For tests of programs that use the library, and for those who write a source, a format or a cache store of their own. */

export { pollingWatcher } from '../watch/polling-watcher.ts'
export type {
  FileTarget,
  GroupTarget,
  Listing,
  WatchContext,
  WatchEvent,
  Watcher,
  Watching,
  WatchTarget,
} from '../watch/watcher.ts'
export type { WatcherOptions } from '../watch/watcher-options.ts'
export { type CacheStoreSubject, cacheStoreContract } from './contracts/cache-store.ts'
export type { ContractCase } from './contracts/contract.ts'
export { type FormatSubject, formatContract } from './contracts/format.ts'
export {
  type SecretProviderSubject,
  type SecretStoreSubject,
  secretProviderContract,
  secretStoreContract,
} from './contracts/secret-store.ts'
export { type SourceSubject, sourceContract } from './contracts/source.ts'
export { type WatcherSubject, watcherContract } from './contracts/watcher.ts'
export { type FakeClock, fakeClock } from './fake-clock.ts'
export { type FakeWatcher, fakeWatcher } from './fake-watcher.ts'
export { type MemorySecrets, memorySecrets } from './memory-secrets.ts'
export { type LogRecord, type RecordingLogger, recordingLogger } from './recording-logger.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
