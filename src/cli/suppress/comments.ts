import { formatOfFile } from '../../formats/choose.ts'
import { LineIndex, type Span } from '../../text/position.ts'

/** A comment of ours in a file: `# configmanage-ignore ...`, not yet understood. */
export interface IgnoreComment {
  /** What stands behind the word, to the end of the comment. */
  readonly text: string
  readonly span: Span
  /** True for `configmanage-ignore-file`. */
  readonly wholeFile: boolean
  /** The line it speaks of: its own, or the next one that is no comment. */
  readonly line: number
  /** True if only comments and empty lines stand above it. */
  readonly atTop: boolean
}

interface CommentSyntax {
  /** What begins a comment on a line of its own. */
  readonly own: string
  /** What begins one behind a value. */
  readonly behind: string
}

const hash: CommentSyntax = { own: '#', behind: '#' }
/** A value behind a comment in one line makes the line its own. */
const slashes: CommentSyntax = { own: '//|/\\*(?!.*\\*/[ \\t]*[^ \\t])', behind: '//|/\\*' }
const syntaxes: Readonly<Record<string, CommentSyntax>> = {
  yaml: hash,
  toml: hash,
  dotenv: hash,
  ini: { own: '[;#]', behind: '[;#]' },
  // Behind a value, both are part of it.
  properties: { own: '[#!]', behind: '(?!)' },
  json: slashes,
  jsonc: slashes,
  json5: slashes,
}
/** Of a format that somebody brings: what begins most comments, on lines of their own. */
const anySyntax: CommentSyntax = { own: '[#;!]|//|/\\*', behind: '(?!)' }

const word = 'configmanage-ignore'

/** The suppressions in a text, in order. They are looked for line by line, as the comments of the format are written. */
export function ignoreComments(
  text: string,
  file: string,
  format: string | undefined = formatOfFile(file),
): readonly IgnoreComment[] {
  if (!text.includes(word)) return []
  const { own, behind } = syntaxes[format ?? ''] ?? anySyntax
  const comment = new RegExp(`(?:^[ \\t\\ufeff]*(?:${own})|[ \\t](?:${behind}))[ \\t]*${word}(-file)?(?![\\w-])(.*)$`)
  const isComment = new RegExp(`^[ \\t\\ufeff]*(?:$|(?:${own}))`)
  const lines = new LineIndex(text)
  const found: IgnoreComment[] = []
  const waiting: number[] = []
  let atTop = true
  for (let number = 1; number <= lines.lineCount; number++) {
    const line = lines.line(number)
    const isOwnLine = isComment.test(line)
    const match = line.includes(word) ? comment.exec(line) : null
    if (match !== null && !isQuoted(line, match, isOwnLine)) {
      if (isOwnLine) waiting.push(found.length)
      found.push(commentAt(lines, file, { match, number, atTop: atTop && isOwnLine }))
    }
    if (isOwnLine) continue
    atTop = false
    for (const index of waiting.splice(0)) found[index] = { ...(found[index] as IgnoreComment), line: number }
  }
  return found
}

/** Behind an odd number of quotes stands a text, not a comment. */
function isQuoted(line: string, match: RegExpExecArray, isOwnLine: boolean): boolean {
  return !isOwnLine && (line.slice(0, match.index).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1
}

function commentAt(
  lines: LineIndex,
  file: string,
  { match, number, atTop }: { readonly match: RegExpExecArray; readonly number: number; readonly atTop: boolean },
): IgnoreComment {
  const line = lines.line(number)
  const from = line.indexOf(word, match.index)
  const [, isFile, rest = ''] = match
  const content = rest.replace(/\*\/.*$/, '')
  const end = from + word.length + (isFile?.length ?? 0) + content.trimEnd().length
  const start = lines.offsetAt(number, 1)
  return {
    text: content.trim(),
    span: lines.span(file, start + from, start + end),
    wholeFile: isFile !== undefined,
    line: number,
    atTop,
  }
}
