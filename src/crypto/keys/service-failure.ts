/** A failure of a key service in plain words, and what can be done. */
export interface Reason {
  /** Goes on after the name of the key: `refused the request (AccessDeniedException)`. */
  readonly what: string
  readonly hint: string
}

interface Kind extends Reason {
  /** Names and codes of errors, as the official clients have them. */
  readonly words: readonly string[]
  readonly statuses: readonly number[]
  /** Numbers of gRPC, which the client of Google gives. */
  readonly numbers: readonly number[]
}

const kinds: readonly Kind[] = [
  {
    what: 'could not be reached',
    hint: 'is the service reachable from here? look at network, proxy and certificates',
    words: [
      ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'],
      ...['TimeoutError', 'AbortError', 'REQUEST_SEND_ERROR', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      ...['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    statuses: [],
    numbers: [4, 14],
  },
  {
    what: 'did not accept the credentials',
    hint: 'they are missing, expired or of another account: log in again',
    words: [
      ...['CredentialsProviderError', 'ExpiredTokenException', 'ExpiredToken', 'UnrecognizedClientException'],
      ...['InvalidClientTokenId', 'InvalidSignatureException', 'IncompleteSignatureException', 'InvalidIdentityTokenException'],
      ...['MissingAuthenticationTokenException', 'TokenProviderError', 'AuthenticationError', 'AuthenticationRequiredError'],
      ...['CredentialUnavailableError', 'AggregateAuthenticationError', 'Unauthorized'],
    ],
    statuses: [401],
    numbers: [16],
  },
  {
    what: 'refused the request',
    hint: 'whoever you are logged in as may not use this key, or the token has expired',
    words: ['AccessDeniedException', 'AccessDenied', 'Forbidden'],
    statuses: [403],
    numbers: [7],
  },
  {
    what: 'is not there',
    hint: 'compare its name with the service; it may have been deleted',
    words: ['NotFoundException', 'KeyNotFound'],
    statuses: [404],
    numbers: [5],
  },
  {
    what: 'is disabled or about to be deleted',
    hint: 'enable it again in the service',
    words: ['DisabledException', 'KMSInvalidStateException', 'KeyUnavailableException', 'KeyDisabled'],
    statuses: [],
    numbers: [9],
  },
  {
    what: 'did not accept the sealed data key',
    hint: 'it was altered, or it is of another key or for another encryption context: restore the file from version control',
    words: ['InvalidCiphertextException', 'IncorrectKeyException', 'BadParameter'],
    statuses: [400],
    numbers: [3],
  },
  {
    what: 'cannot answer now',
    hint: 'try again later',
    words: ['ThrottlingException', 'Throttled', 'KMSInternalException', 'DependencyTimeoutException', 'LimitExceededException'],
    statuses: [429, 472, 473, 500, 502, 503, 504],
    numbers: [8, 13],
  },
]

/**
 * What is known of a failure by its name, code or status. Its text is never looked at.
 */
export function reasonOf(error: unknown): Reason {
  const { words, status, number } = marksOf(error)
  const kind =
    kinds.find((each) => each.words.some((word) => words.includes(word))) ??
    kinds.find((each) => (status !== undefined && each.statuses.includes(status)) || each.numbers.includes(number ?? -1))
  const word = words.find((each) => kind?.words.includes(each)) ?? (status === undefined ? undefined : `HTTP ${status}`)
  if (kind === undefined)
    return { what: `failed with ${word ?? words[0] ?? typeof error}`, hint: 'look at its credentials, permissions and logs' }
  return { what: word === undefined ? kind.what : `${kind.what} (${word})`, hint: kind.hint }
}

interface Marks {
  readonly words: readonly string[]
  readonly status: number | undefined
  readonly number: number | undefined
}

function marksOf(error: unknown): Marks {
  const { code, name, status, statusCode, cause, $metadata } = fieldsOf(error)
  const within = fieldsOf(cause)
  const words = [code, within.code, name, within.name].filter(
    (each): each is string => typeof each === 'string' && /^\w{1,60}$/.test(each),
  )
  const found = [status, statusCode, fieldsOf($metadata).httpStatusCode].find((each) => typeof each === 'number')
  return { words, status: found, number: typeof code === 'number' ? code : undefined }
}

type Fields = Readonly<Record<'code' | 'name' | 'status' | 'statusCode' | 'cause' | '$metadata' | 'httpStatusCode', unknown>>

function fieldsOf(value: unknown): Partial<Fields> {
  return typeof value === 'object' && value !== null ? value : {}
}
