import { printPath } from '../values/path.ts'
import type { IssueCode } from './catalogue.ts'
import type { Issue } from './issue.ts'

const brand: unique symbol = Symbol.for('configmanage.ConfigError') as never

/** What is thrown: it carries the issues as data. */
export class ConfigError extends Error {
  /** The code of the only error, or CONFIG_INVALID when there are several. */
  readonly code: IssueCode
  /** Errors first, then warnings that were found on the way. */
  readonly issues: readonly [Issue, ...Issue[]]
  readonly [brand]: true = true

  constructor(issues: Issue | readonly Issue[], options?: { readonly cause?: unknown }) {
    const all = toNonEmpty(issues)
    const errors = errorsAmong(all)
    super(summarise(errors), options)
    this.name = 'ConfigError'
    this.issues = all
    this.code = errors.length === 1 ? errors[0].code : 'CONFIG_INVALID'
  }

  /** Works across two copies of the package: by a registered symbol, not by `instanceof`. */
  static is(error: unknown): error is ConfigError {
    return typeof error === 'object' && error !== null && brand in error
  }
}

function toNonEmpty(issues: Issue | readonly Issue[]): readonly [Issue, ...Issue[]] {
  const all = Array.isArray(issues) ? (issues as readonly Issue[]) : [issues as Issue]
  const [first, ...rest] = all
  if (first === undefined) throw new TypeError('a ConfigError needs at least one issue')
  return Object.freeze([first, ...rest] as [Issue, ...Issue[]])
}

/** Of warnings alone, all. */
function errorsAmong(issues: readonly [Issue, ...Issue[]]): readonly [Issue, ...Issue[]] {
  const [first, ...rest] = issues.filter(({ severity }) => severity === 'error')
  return first === undefined ? issues : [first, ...rest]
}

function summarise(issues: readonly [Issue, ...Issue[]]): string {
  if (issues.length === 1) return summariseOne(issues[0])
  const lines = issues.slice(0, 20).map((issue) => `  ${issue.code} ${summariseOne(issue)}`)
  const rest = issues.length > 20 ? [`  and ${issues.length - 20} more`] : []
  return [`${issues.length} problems`, ...lines, ...rest].join('\n')
}

function summariseOne(issue: Issue): string {
  const hint = issue.hint === undefined ? '' : ` (${issue.hint})`
  return `${placeOf(issue)}${issue.message}${hint}`
}

/** `config/app.yaml:3:7: `, the variable's name, or the path: whatever is known, nearest first. */
function placeOf(issue: Issue): string {
  if (issue.span) return `${issue.span.file}:${issue.span.start.line}:${issue.span.start.column}: `
  if (issue.file !== undefined) return `${issue.file}: `
  if (issue.name !== undefined) return `${issue.name}: `
  const path = issue.path === undefined ? '' : printPath(issue.path)
  const isSaid = issue.message.startsWith(`"${path}" `) || issue.message.startsWith(`${path}: `)
  return path === '' || isSaid ? '' : `${path}: `
}
