/**
 * The elements of a comma separated list. Blanks around an element do not count. An element in double quotes may hold
 * commas and blanks; in it `\"` is a quote and `\\` a backslash. Elsewhere `\,` is a comma, and every other backslash stands
 * for itself. `undefined` if a quote is not closed, or something stands behind one.
 */
export function splitList(text: string): readonly string[] | undefined {
  const elements: string[] = []
  let offset = 0
  for (;;) {
    offset = skipBlanks(text, offset)
    const found = text[offset] === '"' ? readQuoted(text, offset + 1) : readPlain(text, offset)
    if (found === undefined) return undefined
    elements.push(found.element)
    const end = skipBlanks(text, found.end)
    if (end === text.length) return elements
    if (text[end] !== ',') return undefined
    offset = end + 1
  }
}

interface Found {
  readonly element: string
  readonly end: number
}

function skipBlanks(text: string, offset: number): number {
  let at = offset
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

function readQuoted(text: string, start: number): Found | undefined {
  let element = ''
  for (let at = start; at < text.length; at++) {
    const next = text[at + 1]
    if (text[at] === '"') return { element, end: at + 1 }
    if (text[at] === '\\' && (next === '"' || next === '\\')) at++
    element += text[at]
  }
  return undefined
}

function readPlain(text: string, start: number): Found {
  let element = ''
  let at = start
  for (; at < text.length && text[at] !== ','; at++) {
    if (text[at] === '\\' && text[at + 1] === ',') at++
    element += text[at]
  }
  return { element: element.trimEnd(), end: at }
}
