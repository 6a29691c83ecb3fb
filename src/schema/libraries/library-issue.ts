import type { IssueCode } from '../../errors/catalogue.ts'
import type { Path } from '../../values/path.ts'

/** What Standard Schema says of an issue, and whatever else a library adds. */
export interface LibraryIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  readonly [more: string]: unknown
}

/** One problem in our terms. */
export interface Translated {
  readonly code: IssueCode
  readonly path: Path
  /** The library's own sentence. It may show a value, so it is printed only where no secret is in it. */
  readonly message: string
  /** From the schema, never from the value. */
  readonly expected?: string | undefined
}

/** How the issues of one library are understood. */
export type Translate = (issue: LibraryIssue, path: Path) => readonly Translated[]

/** Keys as we write them: a place in a list is a number, everything else a text. */
export function pathOf(issue: LibraryIssue): Path {
  // A list of our own: what a library gives may be more than a list.
  return Array.from(issue.path ?? [], (part) => {
    const key = typeof part === 'object' ? part.key : part
    return typeof key === 'number' ? key : String(key)
  })
}

/** A library that we do not know: what it says is a rule of its own. */
export const asRule: Translate = (issue, path) => [{ code: 'VALUE_RULE', path, message: issue.message }]

export function issuesIn(value: unknown): readonly LibraryIssue[] {
  return Array.isArray(value) ? (value as readonly LibraryIssue[]) : [] // each has been made by the same library
}

/** Of several branches, the one whose complaints lie deepest, and are fewest: the one that was most likely meant. */
export function nearestBranch(branches: readonly (readonly Translated[])[], at: Path): readonly Translated[] {
  const scored = branches.filter((branch) => branch.length > 0).map((branch) => ({ branch, score: score(branch, at) }))
  scored.sort((one, other) => other.score - one.score)
  return scored[0]?.branch ?? []
}

/** Another kind of value altogether weighs most, then another tag, then each complaint. */
function score(branch: readonly Translated[], at: Path): number {
  const weights = branch.map(({ code, path }) => {
    if (path.length === at.length) return code === 'VALUE_TYPE' || code === 'VALUE_CHOICE' ? 10_000 : 100
    return code === 'VALUE_CHOICE' && path.length === at.length + 1 ? 1000 : 1
  })
  return -weights.reduce((sum, weight) => sum + weight, 0)
}
