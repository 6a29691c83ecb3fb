/** Escapes of .properties: `\t \n \r \f`, `\u00e9`; a backslash in front of anything else is dropped. */

const letters: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/** The text that is meant, or the index of an escape that is broken off. */
export function decodeEscapes(raw: string): string | { readonly brokenAt: number } {
  if (!raw.includes('\\')) return raw
  let brokenAt = -1
  const text = raw.replace(
    /\\(?:u([0-9a-fA-F]{4})|([\s\S]|$))/g,
    (_, digits: string | undefined, char: string, offset: number) => {
      if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
      if (char === 'u' && brokenAt < 0) brokenAt = offset
      return letters[char] ?? char
    },
  )
  return brokenAt < 0 ? text : { brokenAt }
}

/** A key that is read back as `text`. Everything beyond ASCII is escaped: many readers take the file as Latin-1. */
export function escapeKey(text: string): string {
  return escapeCommon(text).replace(/[ =:#!]/g, '\\$&')
}

export function escapeValue(text: string): string {
  return escapeCommon(text).replace(/^ /, '\\ ')
}

function escapeCommon(text: string): string {
  return text.replace(/[^ -[\]-~]/g, (char) => {
    if (char === '\\') return '\\\\'
    const letter = Object.keys(letters).find((each) => letters[each] === char)
    return letter === undefined ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${letter}`
  })
}
