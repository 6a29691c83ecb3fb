/**
 * The text of a file that is read as `text`, in the quotes asked for if they can hold it. Otherwise in the form
 * that most other tools read alike: plain, then single quotes, then double quotes with escapes.
 */
export function encodeValue(text: string, wanted?: '' | '"' | "'" | '`'): string {
  if (wanted === '"') return doubleQuoted(text)
  if (wanted === "'" && !/['\r]/.test(text)) return `'${text}'`
  if (wanted === '`' && !/[`\r]/.test(text)) return `\`${text}\``
  if (/^[\p{L}\p{N}_.,:/@%+=-]*$/u.test(text)) return text
  if (wanted === '' && isPlain(text)) return text
  return /['\r\n]/.test(text) ? doubleQuoted(text) : `'${text}'`
}

/** Blanks and quotes inside of a plain value are read as they stand, and a file that writes them so keeps it. */
function isPlain(text: string): boolean {
  return /^[^\s'"`#$\\](?:[^\r\n\\$#]*[^\s\\$#])?$/.test(text)
}

function doubleQuoted(text: string): string {
  const escaped = text.replace(/["\\$\n\r]/g, (char) => (char === '\n' ? '\\n' : char === '\r' ? '\\r' : `\\${char}`))
  return `"${escaped}"`
}
