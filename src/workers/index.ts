/** One configuration for several threads and processes: shared where it is loaded, received where it is read. */
export { ConfigMirror, type MirroredSnapshot } from './config-mirror.ts'
export type { ProcessEnd } from './process-channel.ts'
export { type ReceiveOptions, receiveConfig } from './receive-config.ts'
export { type SharedConfig, type ShareOptions, shareConfig } from './share-config.ts'
