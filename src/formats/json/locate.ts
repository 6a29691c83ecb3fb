import type { Path } from '../../values/path.ts'
import { commentEnd, keyText, scalarEnd, skipTrivia, stringEnd } from './tokens.ts'
import { listIndex } from './tree.ts'

type Range = readonly [start: number, end: number]

/**
 * Finds one value (or its key) in a text that its parser has accepted: one pass that builds nothing and jumps
 * over whatever the path does not lead through.
 */
export function findRange(text: string, path: Path, part: 'value' | 'key'): Range | undefined {
  let at = skipTrivia(text, 0)
  if (path.length === 0) return part === 'value' ? [at, valueEnd(text, at)] : undefined

  let found: Range | undefined
  // The containers on the path that are open now: for each, the index of its next element, or -1 in a map.
  const open: number[] = []
  const enter = (): void => {
    open.push(text[at] === '[' ? 0 : -1)
    at = skipTrivia(text, at + 1)
  }
  if (!isOpening(text, at)) return undefined
  enter()
  while (open.length > 0) {
    const mark = text[at]
    if (mark === '}' || mark === ']') {
      open.pop()
      at = skipComma(text, at + 1)
      continue
    }
    const depth = open.length - 1
    const step = path[depth] as string | number
    const index = open[depth] as number
    const keyStart = at
    let keyEnd = at
    let matches: boolean
    if (index < 0) {
      keyEnd = scalarEnd(text, at)
      matches = isKey(text, keyStart, keyEnd, String(step))
      at = skipTrivia(text, skipTrivia(text, keyEnd) + 1)
    } else {
      matches = index === listIndex(step)
      open[depth] = index + 1
    }
    if (!matches) {
      at = skipComma(text, valueEnd(text, at))
      continue
    }
    // A key written again replaces what was found under it before.
    found = undefined
    if (depth === path.length - 1) {
      const end = valueEnd(text, at)
      if (part === 'value') found = [at, end]
      else if (index < 0) found = [keyStart, keyEnd]
      at = skipComma(text, end)
    } else if (isOpening(text, at)) {
      enter()
    } else {
      at = skipComma(text, valueEnd(text, at))
    }
  }
  return found
}

function isOpening(text: string, at: number): boolean {
  return text[at] === '{' || text[at] === '['
}

function isKey(text: string, start: number, end: number, name: string): boolean {
  const isQuoted = text[start] === '"' || text[start] === "'"
  const isSame = isQuoted && end - start === name.length + 2 && text.startsWith(name, start + 1)
  return isSame ? !name.includes('\\') : keyText(text, start, end) === name
}

function skipComma(text: string, from: number): number {
  const at = skipTrivia(text, from)
  return text[at] === ',' ? skipTrivia(text, at + 1) : at
}

/** Behind the value that starts at `from`, whatever is in it. */
function valueEnd(text: string, from: number): number {
  if (!isOpening(text, from)) return scalarEnd(text, from)
  let depth = 0
  let at = from
  while (at < text.length) {
    switch (text.charCodeAt(at)) {
      case 0x22:
      case 0x27:
        at = stringEnd(text, at)
        break
      case 0x2f:
        at = commentEnd(text, at)
        break
      case 0x5b:
      case 0x7b:
        depth++
        at++
        break
      case 0x5d:
      case 0x7d:
        at++
        if (--depth === 0) return at
        break
      default:
        at++
    }
  }
  return at
}
