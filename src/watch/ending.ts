import { nodePath } from '../runtime/file-system.ts'
import type { WatchedDisk } from './disk.ts'

/**
 * What the end of a text that was written in place says of its writer:
 *
 * ```text
 *  closed  a bracket text is complete: whatever part of it were missing, it would not be
 *  torn    a bracket text is not complete: more comes, or it is wrong
 *  line    the last line is complete, and the size is none that a full buffer leaves behind
 *  open    nothing, or that more may come
 * ```
 */
export type Ending = 'closed' | 'torn' | 'line' | 'open'

/** Larger files are not read to look at their end. */
const mostBytes = 2 * 1024 * 1024

/** Writers that fill a buffer and write it out leave a multiple of this until their last write. */
const bufferStep = 512

/** By the last part of the name. */
const bracketed: ReadonlySet<string> = new Set(['.json', '.jsonc', '.json5'])

/** `size` is what the file was just seen with. */
export function endingOf(path: string, size: number, disk: WatchedDisk): Ending {
  if (size === 0 || size > mostBytes) return 'open'
  let bytes: Uint8Array
  try {
    bytes = disk.readFileSync(path)
  } catch {
    // Gone or locked since it was seen; the next look at it says so.
    return 'open'
  }
  if (bytes.length !== size) return 'open'
  if (bracketed.has(nodePath().extname(path).toLowerCase())) return isClosed(bytes) ? 'closed' : 'torn'
  return bytes[size - 1] === lineFeed && size % bufferStep !== 0 ? 'line' : 'open'
}

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32]
const [quote, apostrophe, backslash, slash, star] = [0x22, 0x27, 0x5c, 0x2f, 0x2a]
const [squareOpen, squareClosed, curlyOpen, curlyClosed] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Whether the text is one map or list, closed by its own last bracket. Knows strings and comments, and nothing else. */
function isClosed(bytes: Uint8Array): boolean {
  let depth = 0
  let isEnded = false
  for (let at = bytes[0] === 0xef ? 3 : 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === space || (byte >= tab && byte <= carriageReturn)) continue
    if (byte === slash && (bytes[at + 1] === slash || bytes[at + 1] === star)) {
      at = endOfComment(bytes, at)
      continue
    }
    if (isEnded) return false
    if (byte === quote || byte === apostrophe) at = endOfString(bytes, at)
    else if (byte === curlyOpen || byte === squareOpen) depth++
    else if (byte === curlyClosed || byte === squareClosed) depth--
    if (depth <= 0) {
      if (byte !== curlyClosed && byte !== squareClosed) return false
      isEnded = true
    }
  }
  return isEnded && depth === 0
}

/** Where it ends, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  const end = bytes[start]
  let at = start + 1
  while (at < bytes.length && bytes[at] !== end) at += bytes[at] === backslash ? 2 : 1
  return at
}

/** The same. A line that is a comment may be the last one. */
function endOfComment(bytes: Uint8Array, start: number): number {
  const isLine = bytes[start + 1] === slash
  let at = start + 2
  while (at < bytes.length && !(isLine ? bytes[at] === lineFeed : bytes[at] === star && bytes[at + 1] === slash)) at++
  return isLine ? at : at + 1
}
