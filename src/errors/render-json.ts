import type { Span } from '../text/position.ts'
import { printPath } from '../values/path.ts'
import type { IssueCode } from './catalogue.ts'
import { docsLink } from './docs-link.ts'
import type { Issue } from './issue.ts'

/** An issue as machines get it. Keys are only ever added; what is not known is left out. */
export interface IssueJson {
  readonly code: IssueCode
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** As people write it: `servers[0].host`. */
  readonly path?: string
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** From 1, in UTF-16 units. */
  readonly column?: number
  readonly source?: string
  readonly name?: string
  readonly expected?: string
  readonly received?: string
  readonly hint?: string
  readonly related: readonly RelatedJson[]
  /** Place of the rule in the schema: `schema.json#/properties/port/maximum`. */
  readonly rule?: string
  /** What would mend it, where a program can know that: the description of the change. */
  readonly fix?: string
  readonly docs: string
}

/** Another place that matters for an issue. */
export interface RelatedJson {
  readonly message: string
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The order of keys is always the same. */
export function issueToJson(issue: Issue): IssueJson {
  return {
    code: issue.code,
    severity: issue.severity,
    message: issue.message,
    ...(issue.path && { path: printPath(issue.path) }),
    ...(issue.span ? placeOf(issue.span) : issue.file !== undefined && { file: issue.file }),
    ...pick(issue, 'source'),
    ...pick(issue, 'name'),
    ...pick(issue, 'expected'),
    ...pick(issue, 'received'),
    ...pick(issue, 'hint'),
    related: (issue.related ?? []).map(({ message, span }) => ({ message, ...placeOf(span) })),
    ...pick(issue, 'rule'),
    ...(issue.fix && { fix: issue.fix.description }),
    docs: docsLink(issue.code),
  }
}

function placeOf(span: Span): { readonly file: string; readonly line: number; readonly column: number } {
  return { file: span.file, line: span.start.line, column: span.start.column }
}

function pick<K extends 'source' | 'name' | 'expected' | 'received' | 'hint' | 'rule'>(
  issue: Issue,
  key: K,
): { readonly [key in K]?: string } {
  const value = issue[key]
  // The key is one of K by the line above; an object literal with a computed key is typed too widely.
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: string })
}
