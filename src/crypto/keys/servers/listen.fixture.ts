import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { certificate, certificateKey } from './certificate.fixture.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface Answered {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json: unknown
}

export interface Listening {
  readonly address: string
  /** Everything that was asked. */
  readonly asked: readonly Asked[]
}

/** A server on this machine until the test ends. `undefined` as an answer: none ever comes. */
export async function listen(answer: (asked: Asked) => Answered | undefined, isSecure = false): Promise<Listening> {
  const asked: Asked[] = []
  const serve: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?')
      const one = { method: request.method ?? '', path, query, headers: request.headers, body: Buffer.concat(chunks) }
      asked.push(one)
      const answered = answer(one)
      if (answered === undefined) return
      response.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers })
      response.end(JSON.stringify(answered.json))
    })
  }
  const server = isSecure ? createSecureServer({ key: certificateKey, cert: certificate }, serve) : createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `http${isSecure ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`, asked } // listens on a port
}

/** An address that nobody listens on. */
export const nobody = 'http://127.0.0.1:2'

export function jsonOf(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined // an object
  } catch {
    return undefined
  }
}

/** The bytes of base64 that is written exactly as it should be. */
export function strictBase64(text: unknown, encoding: 'base64' | 'base64url' = 'base64'): Buffer | undefined {
  if (typeof text !== 'string') return undefined
  const bytes = Buffer.from(text, encoding)
  return bytes.toString(encoding) === text ? bytes : undefined
}
