/** For tests of programs that use the library, and for those who write a source, a format or a cache store of their own. */
export { type CacheStoreSubject, cacheStoreContract } from './contracts/cache-store.ts'
export type { ContractCase } from './contracts/contract.ts'
export { type FormatSubject, formatContract } from './contracts/format.ts'
export { type SourceSubject, sourceContract } from './contracts/source.ts'
export { type FakeClock, fakeClock } from './fake-clock.ts'
export { type LogRecord, type RecordingLogger, recordingLogger } from './recording-logger.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
