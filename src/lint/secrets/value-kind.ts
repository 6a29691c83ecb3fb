import { isPlaceholder, isWellKnown } from './placeholder.ts'
import { entropyOf, isPublicForm, isWords, kindsOfLetters } from './randomness.ts'
import { kindOfName } from './secret-names.ts'
import { tokensIn } from './token-patterns.ts'

/** What a value was recognised as. Never the value itself. */
export interface SecretKind {
  /** `GitHub token`, `password`, `well-known password`. */
  readonly kind: string
  readonly length: number
  /** Certain enough to stop a build. A well-known password guards nothing, but is no leak either. */
  readonly certain: boolean
}

/** Longer texts are documents, and tokens in them are found by their form only. */
const longestValue = 500

/** Whether a text is a secret, told by its form or by the name of its key. */
export function secretKindOf(name: string | undefined, text: string): SecretKind | undefined {
  if (text.length < 4) return undefined
  const [token] = tokensIn(text)
  if (token !== undefined) return { kind: token.kind, length: token.end - token.start, certain: true }
  const inUrl = passwordInUrl(text)
  if (inUrl !== undefined) return inUrl
  return name === undefined ? undefined : byName(name, text)
}

const userInfo = /^[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@?#]{0,200}):([^\s/@?#]{1,500})@([^\s/?#]{1,300})/i

/** Hosts that only documentation has (RFC 2606, RFC 5737). */
const documented =
  /^(?:host(?:name)?|server|ip|address|domain)(?=[.:]|$)|(?:^|\.)(?:example|test|invalid)(?:\.(?:com|net|org))?(?=:|$)|^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./i

/** `postgres://shop:hunter2@db.internal/shop`. */
function passwordInUrl(text: string): SecretKind | undefined {
  const match = userInfo.exec(text)
  if (match === null) return undefined
  const [, user = '', password = '', host = ''] = match
  const isLocal = /^(?:localhost|127\.|\[::1\])/i.test(host)
  if (isPlaceholder(password) || documented.test(host)) return undefined
  const isTrivial = isWellKnown(password) || password === user || /^(?:pass|pwd|pw|password|secret|token)\w{0,3}$/i.test(password)
  if (isTrivial) return isLocal ? undefined : wellKnown(password)
  return { kind: 'password in a URL', length: password.length, certain: true }
}

function wellKnown(text: string): SecretKind {
  return { kind: 'well-known password', length: text.length, certain: false }
}

function byName(name: string, text: string): SecretKind | undefined {
  const kind = kindOfName(name)
  if (kind === undefined || text.length > longestValue || /\s/.test(text) || isAbout(name, text)) return undefined
  if (kind === 'password' && isWellKnown(text) && text === text.toLowerCase()) return wellKnown(text)
  if (isPlaceholder(text) || isPublicForm(text) || isWords(text)) return undefined
  return looksRandom(text, kind === 'password') ? { kind: kindWord(name, kind), length: text.length, certain: true } : undefined
}

/** A password is chosen by a person and may be short; a key is made by a machine. */
function looksRandom(text: string, isPassword: boolean): boolean {
  if (isPassword)
    return text.length >= 7 && kindsOfLetters(text) >= 2 && /[0-9]|[^A-Za-z0-9_.:/-]/.test(text) && entropyOf(text) > 2.2
  return text.length >= 16 && /[0-9]/.test(text) && entropyOf(text) >= 3 && !/[{}()<>;[\]]|::/.test(text)
}

/** `token: "access_token"`: the value speaks of the name. */
function isAbout(name: string, text: string): boolean {
  const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')
  const value = plain(text)
  return (
    value === plain(name) ||
    (/^(?:string|text|number|boolean|object|any|required|optional|password|secret|token)$/i.test(text) &&
      text !== text.toLowerCase())
  )
}

function kindWord(name: string, kind: 'password' | 'key'): string {
  if (kind === 'password') return 'password'
  return /token|bearer/i.test(name) ? 'token' : /secret/i.test(name) ? 'secret' : 'key'
}
