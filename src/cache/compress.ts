/** How contents are made smaller on disk. The numbers stand in files: they are never given a new meaning. */
export const compressions = { none: 0, zstd: 1, gzip: 2 } as const
export type Compression = (typeof compressions)[keyof typeof compressions]

export interface Compressed {
  readonly compression: Compression
  readonly bytes: Uint8Array
}

/** zstd came with Node 22.15. */
function zlib(): typeof import('node:zlib') {
  return process.getBuiltinModule('node:zlib')
}

/** Compresses what has at least `threshold` bytes and becomes smaller by it: by zstd where Node has it, else by gzip. */
export function compress(bytes: Uint8Array, threshold: number): Compressed {
  if (!(bytes.length >= threshold)) return { compression: compressions.none, bytes }
  const { zstdCompressSync, gzipSync } = zlib()
  const packed: Compressed =
    typeof zstdCompressSync === 'function'
      ? { compression: compressions.zstd, bytes: zstdCompressSync(bytes) }
      : { compression: compressions.gzip, bytes: gzipSync(bytes) }
  return packed.bytes.length < bytes.length ? packed : { compression: compressions.none, bytes }
}

/**
 * The content, or `undefined` when the bytes are no whole stream of this kind, hold more than `length`, or need a later
 * version of Node. Stops at `length`, so that a small file cannot fill the memory.
 */
export function decompress(bytes: Uint8Array, compression: number, length: number): Uint8Array | undefined {
  if (compression === compressions.none) return bytes
  const { zstdDecompressSync, gunzipSync } = zlib()
  const unpack =
    compression === compressions.zstd ? zstdDecompressSync : compression === compressions.gzip ? gunzipSync : undefined
  try {
    return unpack?.(bytes, { maxOutputLength: Math.max(1, length) })
  } catch {
    return undefined // The caller says that it is damaged; what zlib has to say of it helps nobody.
  }
}
