/** How many cells of a terminal a text takes: two for wide characters, none for marks that sit on others. */
export function displayWidth(text: string): number {
  if (isPlainAscii.test(text)) return text.length
  let width = 0
  for (const character of text.replace(escapes, '')) width += cellsOf(character)
  return width
}

/** The cells of one character (a code point, not a UTF-16 unit). */
export function cellsOf(character: string): number {
  const code = character.codePointAt(0) as number
  if (code < 0x300) return 1
  if (noCells.test(character)) return 0
  return isWide(code) ? 2 : 1
}

const isPlainAscii = /^[\x20-\x7e]*$/
const escapes = /\x1b\[[0-9;]*m/g
const noCells = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d]|[\ufe00-\ufe0f])$/u

/** Blocks that East Asian Width (Unicode TR 11) calls wide, and pictographs. */
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

function isWide(code: number): boolean {
  return wideBlocks.some(([first, last]) => code >= first && code <= last)
}
