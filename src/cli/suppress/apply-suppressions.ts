import type { IssueCode } from '../../errors/catalogue.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf } from '../../errors/reading-order.ts'
import type { SuppressedIssue } from '../reporters/report.ts'
import { canBeSuppressed } from './suppressible.ts'
import { readSuppressions, type Suppression } from './suppression.ts'
import { TargetLines } from './target-lines.ts'

/** A text that was looked at, by the name that issues use. */
export interface SuppressionFile {
  readonly file: string
  readonly text: string
  /** Name of its format, where the name of the file does not tell. */
  readonly format?: string | undefined
}

export interface SuppressionOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** True if the check would have found such an issue in the file, were it there: else nothing is said of unused comments. */
  readonly covers: (code: IssueCode, file: string) => boolean
}

export interface Suppressed {
  /** What is left and counts, with what is wrong with the comments themselves. */
  readonly issues: readonly Issue[]
  readonly suppressed: readonly SuppressedIssue[]
}

/** Takes out the issues that comments in the files suppress. Comments that have expired, or that do nothing, are issues. */
export function applySuppressions(
  issues: readonly Issue[],
  files: readonly SuppressionFile[],
  { now, covers }: SuppressionOptions,
): Suppressed {
  const today = new Date(now).toISOString().slice(0, 10)
  const desks = new Map(files.map((each) => [each.file, new Desk(each, today)]))
  const left: Issue[] = []
  const suppressed: SuppressedIssue[] = []
  for (const issue of issues) {
    const by = desks.get(fileOf(issue) ?? '')?.suppressionOf(issue)
    if (by === undefined) left.push(issue)
    else suppressed.push({ issue, by: 'comment', reason: by.reason })
  }
  return { issues: [...left, ...[...desks.values()].flatMap((desk) => desk.complaints(covers))], suppressed }
}

/** The suppressions of one file, and which of their codes have been used. */
class Desk {
  readonly #file: string
  readonly #lines: TargetLines
  readonly #valid: readonly Suppression[]
  /** Those for the whole file stand under no line. */
  readonly #byLine: ReadonlyMap<number | undefined, readonly Suppression[]>
  readonly #expired: readonly Suppression[]
  readonly #invalid: readonly Issue[]
  readonly #used = new Map<Suppression, Set<IssueCode>>()

  constructor({ file, text, format }: SuppressionFile, today: string) {
    const { suppressions, issues } = readSuppressions(text, file, format)
    const hasExpired = ({ until }: Suppression): boolean => until !== undefined && today > until
    this.#file = file
    this.#lines = new TargetLines(text)
    this.#valid = suppressions.filter((each) => !hasExpired(each))
    this.#byLine = Map.groupBy(this.#valid, ({ line }) => line)
    this.#expired = suppressions.filter(hasExpired)
    this.#invalid = issues
  }

  suppressionOf(issue: Issue): Suppression | undefined {
    if (!canBeSuppressed(issue)) return undefined
    const near = [...this.#lines.of(issue), undefined].flatMap((line) => this.#byLine.get(line) ?? [])
    const found = near.find(({ codes }) => codes.includes(issue.code))
    if (found) this.#used.set(found, (this.#used.get(found) ?? new Set()).add(issue.code))
    return found
  }

  complaints(covers: SuppressionOptions['covers']): readonly Issue[] {
    const unused = this.#valid.flatMap((each) =>
      each.codes
        .filter((code) => !this.#used.get(each)?.has(code) && covers(code, this.#file))
        .map((code): Issue => unusedAt(each, code)),
    )
    return [...this.#invalid, ...this.#expired.map(expiredAt), ...unused]
  }
}

function unusedAt({ span, line }: Suppression, code: IssueCode): Issue {
  const where = line === undefined ? 'this file' : `line ${line}`
  const message = `there is no ${code} in ${where} that this comment could suppress`
  return { code: 'SUPPRESSION_UNUSED', severity: 'warning', message, span, hint: 'remove it' }
}

function expiredAt({ span, until, codes }: Suppression): Issue {
  const message = `the suppression of ${codes.join(', ')} ended on ${until}`
  const hint = 'correct what it suppressed, or decide on a later date'
  return { code: 'SUPPRESSION_EXPIRED', severity: 'error', message, span, hint }
}
