/** What is sent besides the body. */
export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>
  /** Certificates that are trusted instead of those of Node. */
  readonly ca?: Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
}

/** A request that failed: by its status, or by the code of the network's error. It holds nothing that was sent. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure'
  readonly status: number | undefined
  readonly code: string | undefined

  constructor(status: number | undefined, code: string | undefined) {
    super(status === undefined ? 'the request failed' : `HTTP ${status}`)
    this.status = status
    this.code = code
  }
}

/** Answers of key services are short. */
const largestAnswer = 64 * 1024

/**
 * Posts JSON and gives the JSON of the answer. A redirection is a failure: a token goes to the server that was meant, and
 * to no other.
 * @throws HttpFailure
 */
export async function postJson(url: URL, body: unknown, { headers, ca, signal }: PostOptions): Promise<unknown> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const text = JSON.stringify(body)
  const sent = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const fail = (error: NodeJS.ErrnoException): void => reject(new HttpFailure(undefined, error.code))
  const options = { method: 'POST', headers: sent, ...(ca !== undefined && { ca: Buffer.from(ca) }), ...(signal && { signal }) }
  const outgoing = request(url, options, (response) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > largestAnswer) outgoing.destroy(new HttpFailure(undefined, 'ANSWER_TOO_LARGE'))
      else chunks.push(chunk)
    })
    response.on('error', fail)
    response.on('end', () => {
      const { statusCode: status = 0 } = response
      if (status < 200 || status > 299) return reject(new HttpFailure(status, undefined))
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')))
      } catch {
        reject(new HttpFailure(undefined, 'NOT_JSON'))
      }
    })
  })
  outgoing.on('error', fail)
  outgoing.setTimeout(10_000, () => outgoing.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
  outgoing.end(text)
  return promise
}
