import type { Range } from '../../../formats/yaml/problem.ts'
import { lineEnd, lineStart } from '../../../formats/yaml/scan.ts'

/** A comment of a YAML text: from behind its `#` to the end of the line. */
export interface FoundComment extends Range {
  /** Whether nothing but blanks stands before it on its line. */
  readonly ownLine: boolean
  /** Of its `#`, counted from 0. */
  readonly column: number
}

/** The comments of a text. They stand between the tokens, whose ranges come in the order of the text. */
export function findComments(text: string, tokens: readonly Range[]): readonly FoundComment[] {
  const found: FoundComment[] = []
  let from = 0
  for (const token of [...tokens, { start: text.length, end: text.length }]) {
    for (let at = text.indexOf('#', from); at >= 0 && at < token.start; at = text.indexOf('#', lineEnd(text, at))) {
      if (at > 0 && !/\s/.test(text[at - 1] as string)) {
        const next = text.slice(at + 1, token.start).search(/\s#/)
        if (next < 0) break
        at += next + 2
      }
      const begin = lineStart(text, at)
      found.push({ start: at + 1, end: lineEnd(text, at), ownLine: text.slice(begin, at).trim() === '', column: at - begin })
    }
    from = Math.max(from, token.end)
  }
  return found
}
