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
  // Looked for once for each that there is, and not once for each token.
  let hash = text.indexOf('#')
  for (const token of [...tokens, { start: text.length, end: text.length }]) {
    if (hash >= 0 && hash < from) hash = text.indexOf('#', from)
    if (hash < 0) break
    while (hash >= 0 && hash < token.start) {
      const isComment = hash === 0 || /\s/.test(text[hash - 1] as string)
      if (isComment) found.push(commentAt(text, hash))
      hash = text.indexOf('#', isComment ? lineEnd(text, hash) : hash + 1)
    }
    from = Math.max(from, token.end)
  }
  return found
}

function commentAt(text: string, at: number): FoundComment {
  const begin = lineStart(text, at)
  return { start: at + 1, end: lineEnd(text, at), ownLine: text.slice(begin, at).trim() === '', column: at - begin }
}
