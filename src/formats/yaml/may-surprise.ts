import type { Value } from '../../values/value.ts'

/** Whether `surprise.ts` should look at a plain text: of a few more than it knows, and never of one less. */
export function maySurprise(text: string, value: Value): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return /^[-+]?0[0-9]/.test(text)
  if (typeof value !== 'string') return false
  if (text.length <= 3 && /^(?:y|yes|on|n|no|off)$/i.test(text)) return true
  const first = text.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  return mayBeNumber && /_|^[-+]?[0-9]+:|^[-+]?0b|^[0-9]{4}-|[eE]\+?[0-9]{3}/.test(text)
}
