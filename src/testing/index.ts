/** For tests of programs that use the library, and for those who write a source or a format of their own. */
export type { ContractCase } from './contracts/contract.ts'
export { type FormatSubject, formatContract } from './contracts/format.ts'
export {
  type SecretProviderSubject,
  type SecretStoreSubject,
  secretProviderContract,
  secretStoreContract,
} from './contracts/secret-store.ts'
export { type SourceSubject, sourceContract } from './contracts/source.ts'
export { type FakeClock, fakeClock } from './fake-clock.ts'
export { type MemorySecrets, memorySecrets } from './memory-secrets.ts'
export { type LogRecord, type RecordingLogger, recordingLogger } from './recording-logger.ts'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
