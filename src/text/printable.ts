/**
 * Text that is safe to show in a terminal: a tab and what moves no cursor stay; control characters become their
 * pictures, and marks that reverse the reading direction become `�`, so that a file cannot disguise itself.
 */
export function printable(text: string): string {
  if (!suspicious.test(text)) return text
  return text.replace(everySuspicious, pictureOf)
}

const suspicious = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/
const everySuspicious = new RegExp(suspicious.source, 'g')

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}
