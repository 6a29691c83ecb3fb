import { systemNow } from '../runtime/node-runtime.ts'
import { signatureOf } from '../runtime/read-file.ts'
import type { Chain } from './chain.ts'
import type { WatchedDisk } from './disk.ts'

/** What was seen at a path at one moment. */
export interface Sight {
  /** Device, inode, size and times; a word for what is no file. Equal: nothing changed, as far as times can tell. */
  readonly signature: string
  /** In bytes; `undefined` when there is nothing that could be read. */
  readonly size: number | undefined
  /** When the content was written, in milliseconds since 1970; `undefined` when the file system only counts seconds. */
  readonly writtenAt: number | undefined
  /** Only for a file so young that its times could stay the same while its content changes. */
  readonly hash?: number | undefined
}

/** The step in which a kernel counts time, with room. */
const tickMs = 25

/** Larger files are not read to compare them: a change within one tick of their arrival is left to the reader. */
const mostHashedBytes = 4 * 1024 * 1024

export function sightOf({ end, failure }: Pick<Chain, 'end' | 'failure'>): Sight {
  if (end === undefined) return { signature: failure ?? 'absent', size: undefined, writtenAt: undefined }
  if (!end.isFile()) return { signature: `no file ${end.dev}-${end.ino}`, size: undefined, writtenAt: undefined }
  const isCoarse = end.mtimeNs % 1_000_000_000n === 0n
  return {
    signature: `${end.dev}-${signatureOf(end)}`,
    size: Number(end.size),
    writtenAt: isCoarse ? undefined : Number(end.mtimeNs / 1_000_000n),
  }
}

/** The sight together with what is needed to know it again. */
export function remember(sight: Sight, path: string, disk: WatchedDisk): Sight {
  if (sight.size === undefined || !isYoung(sight)) return sight
  return { ...sight, hash: hashOf(path, sight.size, disk) }
}

/** Whether what is seen now is what was remembered. Reads the file only if times cannot decide. */
export function isSame(remembered: Sight, now: Sight, path: string, disk: WatchedDisk): boolean {
  if (remembered.signature !== now.signature) return false
  return remembered.hash === undefined || remembered.hash === hashOf(path, now.size ?? 0, disk)
}

/** Whole seconds may stay the same for long. A time in the future comes from another clock and says nothing of age. */
function isYoung({ writtenAt }: Sight): boolean {
  return writtenAt === undefined || systemNow() - writtenAt < tickMs
}

function hashOf(path: string, size: number, disk: WatchedDisk): number | undefined {
  if (size > mostHashedBytes) return undefined
  try {
    return hashed(disk.readFileSync(path))
  } catch {
    // Gone or locked since it was seen; the next look at it says so.
    return undefined
  }
}

/** Not for safety: to tell two contents of one file apart. The hashes of Node would load 4 ms of code first. */
function hashed(bytes: Uint8Array): number {
  const words = new Int32Array(Math.ceil(bytes.length / 4))
  new Uint8Array(words.buffer).set(bytes)
  let low = 0x2c1b3c6d
  let high = bytes.length
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number
    low = Math.imul(low ^ word, 0x9e3779b1)
    low ^= low >>> 15
    high = Math.imul(high ^ word, 0x5f356495)
    high ^= high >>> 13
  }
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0)
}
