/** What keeps a text from being read as one of these types, as an instruction; `undefined` if it is nothing like them. */
export function textHint(text: string, types: readonly unknown[]): string | undefined {
  if (text.length > mostLetters) return undefined
  if (types.includes('number') || types.includes('integer')) return numberHint(text, types.includes('number'))
  if (types.includes('boolean') && /^(?:true|false)$/.test(text.trim())) return text === text.trim() ? unquote : trim
  if (types.includes('array') && /^\s*\[/.test(text)) return 'in brackets it has to be JSON: ["a", "b"]'
  if (types.includes('object') && /^\s*\{/.test(text)) return 'in braces it has to be JSON: {"a": 1}'
  return undefined
}

/** Nobody writes longer numbers and words by hand. */
const mostLetters = 1000

const unquote = 'take the quotes away'
const trim = 'remove the blanks around it'

function numberHint(text: string, fractions: boolean): string | undefined {
  const bare = text.trim()
  const number = Number(bare)
  if (bare === '' || !/\d/.test(bare)) return undefined
  if (/^[+-]?\d+(?:[_,' ]\d{3})+(?:\.\d+)?$/.test(bare)) return 'write the digits without anything between them'
  if (Number.isNaN(number)) return undefined
  if (bare !== text) return trim
  if (/^0[box]/i.test(bare)) return `write it in decimal: ${number}`
  if (/^\+/.test(bare)) return 'leave the "+" out'
  if (/^-?0\d/.test(bare)) return 'leave the zeros in front out'
  if (!fractions) return Number.isInteger(number) ? exactHint(bare) : undefined
  return exactHint(bare)
}

/** Of a number that is written as it should be. */
function exactHint(text: string): string | undefined {
  if (/^-?(?:0|[1-9]\d*)$/.test(text))
    return Number.isSafeInteger(Number(text))
      ? unquote
      : 'no number holds it exactly: let the schema ask for "integer" or for a text'
  return undefined
}
