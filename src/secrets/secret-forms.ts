/** Shorter texts turn up by chance in everything; hiding them would hide the text around them too. */
export const shortestSecret = 4

/** A part of encoded text this short is no trace of a secret. */
const shortestEncoded = 8

/**
 * The ways in which a secret may stand in the output of a program: as it is, line by line when it has several, as in
 * JSON, also where that stands in JSON again, in the quotes of a program, in an address (RFC 3986, and form encoding), in
 * hexadecimal digits, and in base64 (RFC 4648, both alphabets) by itself or inside something longer. Longest first.
 */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8')
  const json = JSON.stringify(secret).slice(1, -1)
  const addresses = inAddresses(secret.toWellFormed())
  const hex = bytes.toString('hex')
  const lines = secret.split(/\r?\n/).filter((line) => line.trim().length >= shortestEncoded)
  const plain = [
    secret,
    secret.trim(),
    ...lines,
    json,
    ...escapedSigns.flatMap((signs) => escaped(json, signs)),
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('\\"', '"'),
    json.replaceAll('\\"', '"').replaceAll("'", "\\'"),
    ...addresses,
  ]
  const encoded = [
    hex,
    hex.toUpperCase(),
    ...addresses.map((address) => address.toLowerCase()),
    ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift)),
  ]
  const forms = [
    ...plain.filter((form) => form.length >= shortestSecret),
    ...encoded.filter((form) => form.length >= shortestEncoded),
  ]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** Encoders differ in what they leave as it is: a whole address, `!'()*`, or next to nothing. */
function inAddresses(secret: string): readonly string[] {
  const address = encodeURIComponent(secret)
  const strict = address.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams([['', secret]]).toString().slice(1)
  return [encodeURI(secret), address, address.replaceAll('%20', '+'), strict, strict.replaceAll('%20', '+'), form]
}

/**
 * What printers of JSON escape although they need not: what is not ASCII; signs of HTML, as Go does; both and more, as .NET
 * does.
 */
const escapedSigns = [/[^\x20-\x7e]/g, /[<>&\u2028\u2029]/g, /[^\x20-\x7e]|[<>&'+`]/g]

/** With small and with capital digits. */
function escaped(json: string, signs: RegExp): readonly string[] {
  const digits = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0')
  return [json.replace(signs, (unit) => `\\u${digits(unit)}`), json.replace(signs, (unit) => `\\u${digits(unit).toUpperCase()}`)]
}

/** What of a base64 text is made of the secret alone, when `shift` bytes (mod 3) stand before it. */
function base64At(bytes: Uint8Array, shift: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const start = Math.ceil((shift * 8) / 6)
  const end = Math.floor(((shift + bytes.length) * 8) / 6)
  // In the middle of a text, and at its end: there the last character holds the rest of the secret.
  const parts = [padded.slice(start, end), padded.slice(start).replace(/=+$/, ''), padded.slice(start)]
  return parts.flatMap((part) => [part, part.replaceAll('+', '-').replaceAll('/', '_')])
}
