import { nextCount, type SealedWhole, withFileSeal } from './file-seal.ts'
import { type SopsMetadata, writeMetadata } from './metadata.ts'
import type { MetadataChange } from './stores/store.ts'

type Write = (change: MetadataChange) => string

/** A text with all of its metadata written anew, and with a file seal where it is to have one. */
export function putMetadata(whole: SealedWhole, metadata: SopsMetadata, count: number | undefined, write: Write): string {
  const put = (seal?: string): string => write({ kind: 'put', tree: writeMetadata({ ...metadata, seal }) })
  return count === undefined ? put() : withFileSeal(whole, count, put)
}

/** A text in which only what every edit changes of the metadata is new. A first file seal needs a new place. */
export function touchMetadata(whole: SealedWhole, metadata: SopsMetadata, count: number | undefined, write: Write): string {
  const { lastModified, mac, seal: before } = metadata
  if (count === undefined) return write({ kind: 'touch', lastModified, mac })
  if (before === undefined) return putMetadata(whole, metadata, count, write)
  return withFileSeal(whole, count, (seal) => write({ kind: 'touch', lastModified, mac, seal }))
}

/** The number of the file seal of a file that is written again; `undefined` where it has none and shall get none. */
export function countFor(before: string | undefined, isWanted: boolean, relative?: string): number | undefined {
  return before === undefined && !isWanted ? undefined : nextCount(before, relative)
}
