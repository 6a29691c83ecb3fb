import type { Path } from '../../values/path.ts'
import { commentEnd, isSpace, keyText, scalarEnd, skipTrivia } from './tokens.ts'
import { listIndex } from './tree.ts'

const space = 0x20
const doubleQuote = 0x22
const singleQuote = 0x27
const comma = 0x2c
const colon = 0x3a
const slash = 0x2f
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

type Range = readonly [start: number, end: number]

/**
 * Finds one value (or its key) in a text that its parser has accepted: one pass that builds nothing and jumps
 * over whatever the path does not lead through.
 */
export function findRange(text: string, path: Path, part: 'value' | 'key'): Range | undefined {
  const start = skipTrivia(text, 0)
  if (path.length === 0) return part === 'value' ? [start, valueEnd(text, start)] : undefined
  return isOpening(text.charCodeAt(start)) ? search(text, start, path, part) : undefined
}

function search(text: string, start: number, path: Path, part: 'value' | 'key'): Range | undefined {
  let found: Range | undefined
  // The containers on the path that are open: for each, the index of the element being read, or -1 in a map.
  const open: number[] = []
  let at = start
  let index = 0
  let keyStart = -1
  let keyEnd = -1
  let matches = true
  do {
    const code = text.charCodeAt(at)
    if (code <= space || code === colon || (code > 0x7e && isSpace(code))) at++
    else if (code === comma) {
      at++
      keyStart = -1
      matches = index >= 0 && isStep(++index, path[open.length - 1])
    } else if (isClosing(code)) {
      at++
      index = open.pop() ?? 0
      matches = false
    } else if (code === slash) at = commentEnd(text, at)
    else if (index < 0 && keyStart < 0) {
      keyStart = at
      keyEnd = scalarEnd(text, at)
      at = keyEnd
      matches = isKey(text, keyStart, keyEnd, String(path[open.length - 1]))
    } else if (!matches) at = valueEnd(text, at)
    else if (open.length < path.length && isOpening(code)) {
      // A key written again replaces what was found under it before.
      found = undefined
      open.push(index)
      index = code === openBracket ? 0 : -1
      matches = index === 0 && isStep(0, path[open.length - 1])
      keyStart = -1
      at++
    } else {
      const end = valueEnd(text, at)
      found = undefined
      if (open.length === path.length) found = part === 'value' ? [at, end] : index < 0 ? [keyStart, keyEnd] : undefined
      at = end
    }
  } while (open.length > 0)
  return found
}

function isOpening(code: number): boolean {
  return code === openBrace || code === openBracket
}

function isClosing(code: number): boolean {
  return code === closeBrace || code === closeBracket
}

function isStep(index: number, step: string | number | undefined): boolean {
  return step !== undefined && listIndex(step) === index
}

function isKey(text: string, start: number, end: number, name: string): boolean {
  const code = text.charCodeAt(start)
  const quotes = code === doubleQuote || code === singleQuote ? 1 : 0
  const surplus = end - start - 2 * quotes - name.length
  // An escape is longer than what it stands for.
  if (surplus > 0) return hasEscape(text, start, end) && keyText(text, start, end) === name
  if (surplus < 0) return false
  for (let at = 0; at < name.length; at++) {
    const code = text.charCodeAt(start + quotes + at)
    if (code !== name.charCodeAt(at) || code === backslash) return false
  }
  return true
}

function hasEscape(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === backslash) return true
  return false
}

/** Behind the value that starts at `from`, whatever is in it. */
function valueEnd(text: string, from: number): number {
  return isOpening(text.charCodeAt(from)) ? containerEnd(text, from) : scalarEnd(text, from)
}

/** One loop for everything, because most of the text is passed over here. */
function containerEnd(text: string, from: number): number {
  const { length } = text
  let depth = 0
  for (let at = from; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code <= space) continue
    if (code === doubleQuote || code === singleQuote) {
      for (at++; at < length; at++) {
        const inside = text.charCodeAt(at)
        if (inside === code) break
        if (inside === backslash) at++
      }
    } else if (code >= openBracket) {
      // `[` and `{` differ in one bit, and so do `]` and `}`.
      const brace = code | 0x20
      if (brace === openBrace) depth++
      else if (brace === closeBrace && --depth === 0) return at + 1
    } else if (code === slash) at = commentEnd(text, at) - 1
  }
  return length
}
