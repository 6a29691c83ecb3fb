/** Bits of information in each character, by how often each occurs: 0 for one letter repeated, about 4.7 for random ones. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const amount of counts.values()) {
    const share = amount / text.length
    bits -= share * Math.log2(share)
  }
  return bits
}

/** How many of lower case, upper case, digits and other signs occur. */
export function kindsOfLetters(text: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length
}

/** Words of a language, joined: `error.token.expired`, `client_secret_basic`, `Access-Token`. */
export function isWords(text: string): boolean {
  return /^[A-Za-z]+(?:[-_.:/ ,][A-Za-z]+)*[-_.:]?\d{0,2}$/.test(text) && !hasMixedRuns(text)
}

/** Random letters change between cases within a word; camel case does so once a word. */
function hasMixedRuns(text: string): boolean {
  const changes = text.match(/[a-z][A-Z]|[A-Z]{2,}[a-z]/g)?.length ?? 0
  return changes > Math.max(2, text.length / 6)
}

/** Published on purpose, or made from other data: hashes by their name, UUIDs, versions, dates, e-mail, plain URLs. */
export function isPublicForm(text: string): boolean {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ||
    /^(?:sha1|sha256|sha384|sha512|md5|crc32)[-:=]/i.test(text) ||
    /^\$(?:2[aby]|argon2|scrypt|5|6)\$/.test(text) ||
    /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) /.test(text) ||
    text.startsWith('-----BEGIN PUBLIC') ||
    text.startsWith('-----BEGIN CERT') ||
    text.startsWith('age1') ||
    /^v?\d+(?:\.\d+)+/.test(text) ||
    /^\d{4}-\d\d-\d\d/.test(text) ||
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text) ||
    /^[\w.+-]+@[\w-]+\.[\w.]+$/.test(text) ||
    /^(?:\.{0,2}\/|[A-Za-z]:\\|~\/)/.test(text) ||
    /^-?\d+(?:\.\d+)?$/.test(text)
  )
}
