import type { Limits } from '../format.ts'

/** Longer texts are worth a walk through their values. */
const shortText = 16_384

/**
 * True for strict JSON of which the text alone shows that `checkTree` finds nothing in its values. The engine
 * searches a text much faster than anything walks a tree for the first time.
 */
export function isSoundText(text: string, limits: Limits): boolean {
  return (
    text.length < shortText &&
    text.length <= limits.maxNodes &&
    !text.includes('\\') &&
    !text.includes('__proto__') &&
    !text.includes('prototype') &&
    text.split('{').length + text.split('[').length <= limits.maxDepth
  )
}
