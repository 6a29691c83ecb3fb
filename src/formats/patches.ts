/** A stretch of a text and what shall stand there instead. */
export interface Patch {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with all patches applied. Patches at the same place are applied in the order given. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  const ordered = [...patches].sort((a, b) => a.start - b.start)
  const pieces: string[] = []
  let offset = 0
  for (const patch of ordered) {
    pieces.push(text.slice(offset, Math.max(offset, patch.start)), patch.text)
    offset = Math.max(offset, patch.end)
  }
  pieces.push(text.slice(offset))
  return pieces.join('')
}

/**
 * Whole lines put in at the start of a line, or at the end of the text. A text without a final line end stays
 * without one.
 */
export function insertLines(text: string, offset: number, lines: readonly string[], lineEnd: string): Patch {
  const behindOpenLine = offset === text.length && text !== '' && !/[\r\n]$/.test(text)
  const body = lines.join(lineEnd)
  return { start: offset, end: offset, text: behindOpenLine ? lineEnd + body : body + lineEnd }
}

/** Takes away the line end that removing the last line of a text without a final line end leaves behind. */
export function keepFinalLineEnd(before: string, after: string): string {
  return before === '' || /[\r\n]$/.test(before) ? after : after.replace(/(?:\r\n|\n|\r)$/, '')
}
