/** What a text of a text-only format is meant as: only what nobody would mean as text, as coercion reads it beside text. */
export function readText(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{0,9}[1-9])?$/.test(text) && String(Number(text)) === text ? Number(text) : text
}
