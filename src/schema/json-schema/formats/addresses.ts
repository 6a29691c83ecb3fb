import type { FormatTest } from './formats.ts'
import { isHostname, isInternationalHostname } from './hostname.ts'

/** Addresses on a network. */
export function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)
}

/** RFC 4291, section 2.2; without a zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)?.at(-1)
  const hasIpv4 = last?.includes('.') === true
  if (hasIpv4 && !isIpv4(last)) return false
  const all = groups.flat()
  if (!(hasIpv4 ? all.slice(0, -1) : all).every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false
  const size = all.length + (hasIpv4 ? 1 : 0)
  return halves.length === 2 ? size <= 7 : size === 8
}

/** An address and the number of its leading bits that count: `10.0.0.0/8`, `2001:db8::/32`. */
function isCidr(text: string): boolean {
  const match = /^([^/]{1,45})\/(0|[1-9]\d{0,2})$/.exec(text)
  const [, address = '', bits = ''] = match ?? []
  return (isIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128)
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && isLocalPart(text.slice(0, at), false) && isMailDomain(text.slice(at + 1), isHostname)
}

function isInternationalEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && isLocalPart(text.slice(0, at), true) && isMailDomain(text.slice(at + 1), isInternationalHostname)
}

/** RFC 5321, section 4.1.2: words joined by dots, or a quoted text. */
function isLocalPart(text: string, isInternational: boolean): boolean {
  // RFC 6531 allows every character beyond ASCII.
  const plain = isInternational ? text.replace(/[\u0080-\u{10ffff}]/gu, 'x') : text
  if (/^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/.test(plain)) return true
  return /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(plain)
}

function isMailDomain(text: string, isName: FormatTest): boolean {
  if (!text.startsWith('[')) return isName(text)
  if (!text.endsWith(']')) return false
  const literal = text.slice(1, -1)
  return /^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal)
}

/** A name or an address, as it stands before `:port`. */
function isHost(text: string): boolean {
  return isHostname(text) || isIpv4(text) || isIpv6(text)
}

export const addressFormats: Readonly<Record<string, FormatTest>> = {
  ipv4: isIpv4,
  ipv6: isIpv6,
  cidr: isCidr,
  email: isEmail,
  'idn-email': isInternationalEmail,
  hostname: isHostname,
  'idn-hostname': isInternationalHostname,
  host: isHost,
  port: (text) => /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535,
}
