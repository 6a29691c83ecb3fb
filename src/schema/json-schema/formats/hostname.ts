import { isLabelText } from './label.ts'
import { fromPunycode, toPunycode } from './punycode.ts'

/** Names of hosts: RFC 1123, and RFC 5890 to 5892 for letters beyond ASCII. */
export function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isAsciiLabel)
}

/** The same with labels written in any script, between any of the four dots of RFC 3490. */
export function isInternationalHostname(text: string): boolean {
  if (text.length > 253) return false
  const labels = text.split(/[.\u3002\uff0e\uff61]/)
  const encoded = labels.map((label) => (isAscii(label) ? label : `xn--${toPunycode(label)}`))
  return labels.every(isAnyLabel) && encoded.join('.').length <= 253 && encoded.every((label) => label.length <= 63)
}

function isAsciiLabel(label: string): boolean {
  if (label.length > 63 || !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label)) return false
  if (!/^xn--/i.test(label)) return true
  const decoded = fromPunycode(label.slice(4).toLowerCase())
  return decoded !== undefined && !isAscii(decoded) && isLabelText(decoded)
}

function isAnyLabel(label: string): boolean {
  return isAscii(label) ? isAsciiLabel(label) : isLabelText(label)
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
