import type { Fix, Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'

/** The text that an issue is about. */
export interface FixPlace {
  /** In the file, which may be another path than in the configuration. */
  readonly path: Path
  /** What stands there, as it is written. */
  readonly value: Value | undefined
  locate(path: Path, part: 'value' | 'key'): Span | undefined
}

/**
 * Makes changes of text out of suggestions: a mistyped key is renamed, a mistyped choice replaced. Two keys that would
 * get the same name are left alone but for the first, so one of these is for all issues of one file.
 */
export class Fixes {
  readonly #taken = new Set<string>()

  /** The issue with its fix, if the suggestion can be written in place of what is there. */
  add(issue: Issue, place: FixPlace): Issue {
    if (issue.suggestion === undefined || issue.fix !== undefined) return issue
    const fix = issue.code === 'KEY_UNKNOWN' ? this.#rename(issue.suggestion, place) : replaced(issue, issue.suggestion, place)
    return fix === undefined ? issue : { ...issue, fix }
  }

  #rename(name: string, { path, locate }: FixPlace): Fix | undefined {
    const key = String(path.at(-1))
    const span = within(locate(path, 'key'), key, name)
    if (span === undefined) return undefined
    const renamed = `${span.file}:${printPath([...path.slice(0, -1), name])}`
    if (this.#taken.has(renamed)) return undefined
    this.#taken.add(renamed)
    return { description: `rename ${JSON.stringify(key)} to ${JSON.stringify(name)}`, changes: [{ span, text: name }] }
  }
}

function replaced({ code }: Issue, choice: string, { path, value, locate }: FixPlace): Fix | undefined {
  if (code !== 'VALUE_CHOICE' || typeof value !== 'string') return undefined
  const span = within(locate(path, 'value'), value, choice)
  if (span === undefined) return undefined
  return { description: `replace ${JSON.stringify(value)} by ${JSON.stringify(choice)}`, changes: [{ span, text: choice }] }
}

/** Words that are the same text with and without quotes in every format. */
const plainWord = /^[A-Za-z][\w.-]*$/
const keywords = /^(?:true|false|null|yes|no|on|off|y|n|inf|nan)$/i

/** Where the letters of a word stand, inside of its quotes if it has any. */
function within(span: Span | undefined, before: string, after: string): Span | undefined {
  if (span === undefined || !isPlain(before) || !isPlain(after)) return undefined
  const { file, start, end } = span
  const quotes = end.offset - start.offset - before.length
  if (quotes === 0) return span
  if (quotes !== 2 || start.line !== end.line) return undefined
  return {
    file,
    start: { line: start.line, column: start.column + 1, offset: start.offset + 1 },
    end: { line: end.line, column: end.column - 1, offset: end.offset - 1 },
  }
}

function isPlain(word: string): boolean {
  return plainWord.test(word) && !keywords.test(word)
}
