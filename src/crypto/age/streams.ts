import type { ReadableStream as Bytes } from 'node:stream/web'

/**
 * Bytes as the library takes and gives them in streams. Given bytes, it would gather the result by `new Response()`, for
 * which Node loads its whole HTTP client: as long a wait as for all of age.
 */
export function streamOf(bytes: Uint8Array): Bytes<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}

/** All of it, when it has ended well: what fails half-way gives out nothing. */
export async function bytesOf(stream: Bytes<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
