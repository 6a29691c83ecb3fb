/** Which characters a label of a host name may have beyond ASCII, and beside which others (RFC 5892). */
export function isLabelText(label: string): boolean {
  if (label.startsWith('-') || label.endsWith('-') || label.slice(2, 4) === '--') return false
  if (label !== label.normalize('NFC') || /^\p{M}/u.test(label)) return false
  if (/[\u0660-\u0669]/.test(label) && /[\u06f0-\u06f9]/.test(label)) return false
  const characters = [...label]
  return characters.every((character, index) => isAllowed(character, characters, index))
}

/** RFC 5892, section 2.6: letters that its rules would refuse, and others that they would let through. */
const allowed = '\u00df\u03c2\u06fd\u06fe\u0f0b\u3007'
const refused = '\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b'

function isAllowed(character: string, label: readonly string[], index: number): boolean {
  const rule = inContext[character]
  if (rule !== undefined) return rule(label, index)
  if (allowed.includes(character)) return true
  if (refused.includes(character)) return false
  if (character === '-') return true
  return /[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]/u.test(character) && isStable(character)
}

/** Characters that only stand for others are not allowed: capitals, wide forms, ligatures. */
function isStable(character: string): boolean {
  return character.normalize('NFKC').toLowerCase().normalize('NFKC') === character
}

type ContextRule = (label: readonly string[], index: number) => boolean

/** RFC 5892, appendix A. */
const inContext: Readonly<Record<string, ContextRule>> = {
  '\u00b7': (label, index) => label[index - 1] === 'l' && label[index + 1] === 'l',
  '\u0375': (label, index) => /\p{Script=Greek}/u.test(label[index + 1] ?? ''),
  '\u05f3': (label, index) => /\p{Script=Hebrew}/u.test(label[index - 1] ?? ''),
  '\u05f4': (label, index) => /\p{Script=Hebrew}/u.test(label[index - 1] ?? ''),
  '\u30fb': (label) => label.some((other) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(other)),
  '\u200d': isAfterVirama,
  '\u200c': (label, index) => isAfterVirama(label, index) || joinsLetters(label, index),
}

/** Signs that join consonants in the scripts of India (canonical combining class 9). */
const virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua8c4\ua953\ua9c0\uaaf6\uabed]/

function isAfterVirama(label: readonly string[], index: number): boolean {
  return virama.test(label[index - 1] ?? '')
}

/** Letters of the Arabic script that join only to the right, and hamza, which does not join. */
const joinsNoNext =
  /[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5]/
const joining = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}]/u

/** A mark between two letters that would otherwise join, with marks that do not count between. */
function joinsLetters(label: readonly string[], index: number): boolean {
  let before = index - 1
  while (/^\p{Mn}$/u.test(label[before] ?? '')) before--
  let after = index + 1
  while (/^\p{Mn}$/u.test(label[after] ?? '')) after++
  const [left = '', right = ''] = [label[before], label[after]]
  return joining.test(left) && !joinsNoNext.test(left) && joining.test(right) && right !== '\u0621'
}
