import { catalogue, type IssueCode } from '../../errors/catalogue.ts'
import type { Issue } from '../../errors/issue.ts'
import { closest } from '../../text/closest.ts'
import type { Span } from '../../text/position.ts'
import { didYouMean } from '../../text/words.ts'
import { type IgnoreComment, ignoreComments } from './comments.ts'
import { isAlwaysTold, isIssueCode } from './suppressible.ts'

/** What a comment asks for: that issues of some codes, on one line or in the whole file, do not count. */
export interface Suppression {
  readonly codes: readonly IssueCode[]
  readonly reason: string
  /** `2027-03-31`: the last day on which it holds. */
  readonly until: string | undefined
  /** Where the comment stands. */
  readonly span: Span
  /** The line it speaks of; `undefined` for the whole file. */
  readonly line: number | undefined
}

/** The suppressions of a file, and what is wrong with those that are none. */
export interface Suppressions {
  readonly suppressions: readonly Suppression[]
  readonly issues: readonly Issue[]
}

/**
 * Reads the `configmanage-ignore` comments of a text. Whether they have expired, or suppress anything, is asked later.
 * @param format the name of its format, where the name of the file does not tell
 */
export function readSuppressions(text: string, file: string, format?: string): Suppressions {
  const suppressions: Suppression[] = []
  const issues: Issue[] = []
  for (const comment of ignoreComments(text, file, format)) {
    const read = readComment(comment)
    issues.push(...read.issues)
    if (read.codes.length > 0)
      suppressions.push({ ...read, span: comment.span, line: comment.wholeFile ? undefined : comment.line })
  }
  return { suppressions, issues }
}

interface ReadComment {
  readonly codes: readonly IssueCode[]
  readonly reason: string
  readonly until: string | undefined
  readonly issues: readonly Issue[]
}

const nothing: ReadComment = { codes: [], reason: '', until: undefined, issues: [] }
const howTo = 'write configmanage-ignore CODE: reason, or CODE until 2027-03-31: reason'

function readComment(comment: IgnoreComment): ReadComment {
  const refuse = (message: string, hint = howTo): ReadComment => ({ ...nothing, issues: [invalid(comment, message, hint)] })
  if (comment.wholeFile && !comment.atTop)
    return refuse('configmanage-ignore-file stands below the first value', 'move it to the top')

  const colon = comment.text.indexOf(':')
  const reason = colon < 0 ? '' : comment.text.slice(colon + 1).trim()
  const head = (colon < 0 ? comment.text : comment.text.slice(0, colon)).trim()
  const [, named = head, until] = /^(.*?)\s*\buntil\b\s*(.*)$/.exec(head) ?? []
  const words = named.split(/[\s,]+/).filter((each) => each !== '')
  if (words.length === 0) return refuse('a suppression without a code')
  if (reason === '') return refuse('a suppression without a reason')
  if (until !== undefined && !isDate(until)) return refuse(`${JSON.stringify(until)} is no date`, 'write it as 2027-03-31')

  const codes = words.filter(isIssueCode).filter((code) => !isAlwaysTold(code))
  const issues = words.filter((each) => !(codes as readonly string[]).includes(each)).map((each) => wrongCode(comment, each))
  return { codes, reason, until, issues }
}

function wrongCode(comment: IgnoreComment, word: string): Issue {
  const name = JSON.stringify(word)
  if (isIssueCode(word)) return invalid(comment, `${name} cannot be suppressed`, 'correct what it reports')
  const near = didYouMean(closest(word, Object.keys(catalogue)))
  return invalid(comment, `there is no code ${name}`, near ?? 'take the code from the report')
}

function invalid({ span }: IgnoreComment, message: string, hint: string): Issue {
  return { code: 'SUPPRESSION_INVALID', severity: 'warning', message, span, hint }
}

/** A day that exists, as ISO 8601 writes it. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
