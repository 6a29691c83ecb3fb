import type { Random } from './random.ts'

/** What the mutations draw from: other texts to splice in, and short texts that mean something in the language. */
export interface MutationMaterial {
  readonly corpus: readonly string[]
  readonly tokens?: readonly string[]
}

const longest = 4096

const commonTokens: readonly string[] = [
  ...'{}[]()<>:,;=#"\'`\\/|&*!%@$.+-_~^? \t\n\r',
  '\r\n',
  '\n\n',
  '  ',
  '\u0000',
  '\u0001',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud800',
  '😀',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '""',
  "''",
  '\\u0000',
  '\\ud834',
  '1e999',
  '-0',
  '0x1F',
  '9007199254740993',
  '123456789012345678901234567890',
  'true',
  'null',
  'NaN',
]

/** One to four small changes, so that most results are nearly right: those are the hard ones. */
export function mutateText(start: string, random: Random, material: MutationMaterial): string {
  let text = start
  for (let change = 1 + random.below(4); change > 0; change--) text = mutateOnce(text, random, material)
  return text.length > longest ? text.slice(0, longest) : text
}

function mutateOnce(text: string, random: Random, material: MutationMaterial): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + 1 + random.below(random.below(4) === 0 ? 60 : 4))
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(end)
    case 1:
      return text.slice(0, end) + text.slice(at)
    case 2:
      return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7))) + text.slice(at + 1)
    case 3:
      return splice(text, at, random.pick(material.corpus), random)
    case 4:
      return text.slice(0, at)
    case 5:
      return text.slice(0, at) + text.slice(at, end).repeat(2 + random.below(20)) + text.slice(end)
    case 6:
      return moveLine(text, random)
    default:
      return text.slice(0, at) + someToken(random, material) + text.slice(random.below(2) === 0 ? at : end)
  }
}

function splice(text: string, at: number, other: string, random: Random): string {
  const from = random.below(other.length + 1)
  return text.slice(0, at) + other.slice(from, from + 1 + random.below(80)) + text.slice(at)
}

function moveLine(text: string, random: Random): string {
  const lines = text.split('\n')
  const [line] = lines.splice(random.below(lines.length), 1)
  lines.splice(random.below(lines.length + 1), 0, line ?? '')
  return lines.join('\n')
}

function someToken(random: Random, material: MutationMaterial): string {
  const own = material.tokens ?? []
  return own.length > 0 && random.below(2) === 0 ? random.pick(own) : random.pick(commonTokens)
}

/** Rarely breaks the encoding itself. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0 || random.below(40) !== 0) return bytes
  const changed = bytes.slice()
  changed[random.below(changed.length)] = random.below(256)
  return changed
}
