/** True for a text that has a reference in it, or an escaped one. */
export function hasReference(text: string): boolean {
  return text.includes('${')
}

/**
 * False when no value read from this text can hold a reference: it has neither a dollar sign nor an escape that
 * could stand for one.
 */
export function mayHoldReferences(text: string): boolean {
  return text.includes('$') || text.includes('\\')
}
