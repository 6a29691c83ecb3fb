import { isIpv6 } from './addresses.ts'
import type { FormatTest } from './formats.ts'

/** URIs and IRIs, whole and relative (RFC 3986, RFC 3987), and URI templates (RFC 6570). */
interface Characters {
  /** Of a path, without `/`. */
  readonly path: RegExp
  readonly user: RegExp
  readonly name: RegExp
  readonly query: RegExp
  readonly fragment: RegExp
}

const beyondAscii = '\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}\\u{10000}-\\u{efffd}'
const privateUse = '\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}'

function charactersOf(more: string, moreInQuery: string): Characters {
  const of = (signs: string): RegExp => new RegExp(`^(?:[\\w\\-.~!$&'()*+,;=${signs}${more}]|%[0-9a-fA-F]{2})*$`, 'u')
  return { path: of(':@\\/'), user: of(':'), name: of(''), query: of(`:@\\/?${moreInQuery}`), fragment: of(':@\\/?') }
}

const uri = charactersOf('', '')
const iri = charactersOf(beyondAscii, privateUse)

function isReference(text: string, characters: Characters, isWhole: boolean): boolean {
  const match = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(text)
  if (match === null) return false
  const [, scheme, authority, path = '', query = '', fragment = ''] = match
  if (scheme === undefined ? isWhole : !/^[a-z][a-z\d+.-]*$/i.test(scheme)) return false
  return (
    (authority === undefined || isAuthority(authority, characters)) &&
    characters.path.test(path) &&
    characters.query.test(query) &&
    characters.fragment.test(fragment)
  )
}

function isAuthority(authority: string, characters: Characters): boolean {
  const at = authority.indexOf('@')
  if (at >= 0 && !characters.user.test(authority.slice(0, at))) return false
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::\d*)?$/.exec(authority.slice(at + 1))
  const host = match?.[1]
  if (host === undefined) return false
  return host.startsWith('[') ? isLiteral(host.slice(1, -1)) : characters.name.test(host)
}

/** An address in brackets, of version 6 or of one that is still to come. */
function isLiteral(address: string): boolean {
  return isIpv6(address) || /^v[\da-f]+\.[\w\-.~!$&'()*+,;=:]+$/i.test(address)
}

function isTemplate(text: string): boolean {
  const literal = `[^\\u{0}-\\u{20}"%<>\\\\^\`{|}\\u{7f}-\\u{9f}]|%[\\da-fA-F]{2}`
  const letter = '(?:\\w|%[\\da-fA-F]{2})'
  const variable = `${letter}+(?:\\.${letter}+)*(?:\\*|:[1-9]\\d{0,3})?`
  return new RegExp(`^(?:${literal}|\\{[+#./;?&=,!@|]?${variable}(?:,${variable})*\\})*$`, 'u').test(text)
}

export const uriFormats: Readonly<Record<string, FormatTest>> = {
  uri: (text) => isReference(text, uri, true),
  'uri-reference': (text) => isReference(text, uri, false),
  iri: (text) => isReference(text, iri, true),
  'iri-reference': (text) => isReference(text, iri, false),
  'uri-template': isTemplate,
}
