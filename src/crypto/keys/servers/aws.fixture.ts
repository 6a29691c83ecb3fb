import { createHash, createHmac, randomBytes } from 'node:crypto'
import { type Answered, type Asked, jsonOf, type Listening, listen, strictBase64 } from './listen.fixture.ts'
import { openBytes, sealBytes } from './seal-bytes.fixture.ts'

const secret = 'canary-secret-access-key'

/** Speaks for AWS KMS: signatures are recomputed, bodies are those of the protocol, contexts are bound. */
export class AwsServer {
  readonly credentials = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: 'canary-session' }
  readonly #key = randomBytes(32)
  readonly #arn: string
  listening: Listening = { address: '', asked: [] }
  /** Types of errors that are answered first. */
  readonly failures: string[] = []

  constructor(arn: string) {
    this.#arn = arn
  }

  async start(): Promise<this> {
    this.listening = await listen((asked) => this.#answer(asked))
    return this
  }

  #answer(asked: Asked): Answered {
    const failure = this.failures.shift()
    if (failure !== undefined) return refused(failure, `${failure} of ${asked.headers.authorization}`)
    const { method, path, headers, body } = asked
    if (method !== 'POST' || path !== '/' || headers['content-type'] !== 'application/x-amz-json-1.1')
      return refused('UnknownOperationException')
    if (headers['x-amz-security-token'] !== this.credentials.AWS_SESSION_TOKEN) return refused('UnrecognizedClientException')
    if (!isSigned(asked, this.#arn.split(':')[3] ?? '')) return refused('InvalidSignatureException')
    const json = jsonOf(body)
    if (json === undefined) return refused('SerializationException')
    if (json.KeyId !== this.#arn) return refused('NotFoundException')
    const context = contextOf(json.EncryptionContext)
    if (headers['x-amz-target'] === 'TrentService.Encrypt') return this.#encrypt(strictBase64(json.Plaintext), context)
    if (headers['x-amz-target'] === 'TrentService.Decrypt') return this.#decrypt(strictBase64(json.CiphertextBlob), context)
    return refused('UnknownOperationException')
  }

  #encrypt(plain: Buffer | undefined, context: string): Answered {
    if (plain === undefined || plain.length === 0 || plain.length > 4096) return refused('ValidationException')
    const CiphertextBlob = sealBytes(this.#key, plain, context).toString('base64')
    return { status: 200, json: { CiphertextBlob, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyId: this.#arn } }
  }

  #decrypt(sealed: Buffer | undefined, context: string): Answered {
    const plain = sealed && openBytes(this.#key, sealed, context)
    if (plain === undefined) return refused('InvalidCiphertextException')
    const Plaintext = plain.toString('base64')
    return { status: 200, json: { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyId: this.#arn, Plaintext } }
  }
}

function refused(type: string, message = type): Answered {
  return { status: type === 'KMSInternalException' ? 500 : 400, json: { __type: type, message } }
}

function contextOf(context: unknown): string {
  return typeof context === 'object' && context !== null ? JSON.stringify(Object.entries(context).sort()) : ''
}

/** Signature Version 4, from its specification. */
function isSigned({ method, path, query, headers, body }: Asked, region: string): boolean {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=AKIATEST\/(\d{8})\/([^/]+)\/kms\/aws4_request, SignedHeaders=([^,]+), Signature=(.+)$/
  const [, day = '', named, signed = '', signature] = pattern.exec(headers.authorization ?? '') ?? []
  if (named !== region || !signed.split(';').includes('host')) return false
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`)
  const request = [method, path, query, lines.join(''), signed, hash(body)].join('\n')
  const scope = `${day}/${region}/kms/aws4_request`
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(request)].join('\n')
  const key = [day, region, 'kms', 'aws4_request'].reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex') === signature
}

const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
