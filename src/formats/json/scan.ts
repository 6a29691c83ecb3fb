import { keyText, scalarEnd, skipTrivia } from './tokens.ts'

/** Is told what a text holds, in the order it is written. Offsets are of the text; ends are exclusive. */
export interface Visitor {
  readonly key?: (name: string, start: number, end: number) => void
  readonly open?: (kind: 'map' | 'list', start: number) => void
  readonly close?: (end: number) => void
  readonly scalar?: (start: number, end: number) => void
}

/** Walks a text that its parser has accepted, in one pass and without recursion. */
export function scan(text: string, visitor: Visitor): void {
  const inMap: boolean[] = []
  let expectsKey = false
  for (let at = skipTrivia(text, 0); at < text.length; at = skipTrivia(text, at)) {
    const mark = text[at]
    if (mark === '{' || mark === '[') {
      visitor.open?.(mark === '{' ? 'map' : 'list', at)
      expectsKey = mark === '{'
      inMap.push(expectsKey)
      at++
    } else if (mark === '}' || mark === ']') {
      at++
      inMap.pop()
      visitor.close?.(at)
    } else if (mark === ',') {
      expectsKey = inMap.at(-1) === true
      at++
    } else if (mark === ':') {
      expectsKey = false
      at++
    } else {
      const end = Math.max(at + 1, scalarEnd(text, at))
      if (expectsKey) visitor.key?.(keyText(text, at, end), at, end)
      else visitor.scalar?.(at, end)
      at = end
    }
  }
}
