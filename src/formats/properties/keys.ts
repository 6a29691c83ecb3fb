import type { Path } from '../../values/path.ts'
import { decodeEscapes, escapeKey } from './escapes.ts'

/**
 * The path of a raw key: dots separate maps, `[0]` behind a name is an element of a list. An escaped dot or
 * bracket (`a\.b`) belongs to the name, as Java has no other use for that escape.
 */
export function pathOfKey(raw: string): Path {
  const path: (string | number)[] = []
  for (const part of splitAtDots(raw)) {
    const nameEnd = startOfIndexes(part)
    path.push(decoded(part.slice(0, nameEnd)))
    for (const [, digits] of part.slice(nameEnd).matchAll(/\[(\d+)\]/g)) path.push(Number(digits))
  }
  return path
}

/** The key for a path, as `pathOfKey` reads it. */
export function keyOfPath(path: Path, flat: boolean): string {
  if (flat) return escapeKey(String(path[0]))
  let key = ''
  for (const [index, part] of path.entries()) {
    if (typeof part === 'number') key += `[${part}]`
    else key += (index === 0 ? '' : '.') + escapePart(part)
  }
  return key
}

function escapePart(part: string): string {
  return escapeKey(part)
    .replace(/\./g, '\\.')
    .replace(/\[(?=\d+\])/g, '\\[')
}

function splitAtDots(raw: string): readonly string[] {
  if (!raw.includes('\\')) return raw.split('.')
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '\\') at++
    else if (raw[at] === '.') {
      parts.push(raw.slice(start, at))
      start = at + 1
    }
  }
  parts.push(raw.slice(start))
  return parts
}

/** Where the `[0][1]` at the end of a part begins. The name in front of it may be empty, as any name may. */
function startOfIndexes(part: string): number {
  let start = part.length
  while (part[start - 1] === ']') {
    const open = part.lastIndexOf('[', start - 1)
    const isIndex = open >= 0 && /^(?:0|[1-9]\d{0,8})$/.test(part.slice(open + 1, Math.min(start - 1, open + 11)))
    if (!isIndex || start - open > 11 || isEscaped(part, open)) break
    start = open
  }
  return start
}

/** Behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let start = at
  while (start > 0 && text[start - 1] === '\\') start--
  return (at - start) % 2 === 1
}

/** Broken escapes were reported before. */
function decoded(raw: string): string {
  const text = decodeEscapes(raw)
  return typeof text === 'string' ? text : raw
}
