import type { IssueCode } from '../../errors/catalogue.ts'
import { listOf } from '../../text/words.ts'
import type { Path } from '../../values/path.ts'
import { issuesIn, type LibraryIssue, nearestBranch, pathOf, type Translate, type Translated } from './library-issue.ts'

/** The issues of Zod 4 (https://zod.dev/error-formatting). */
export const fromZod: Translate = (issue, path) => {
  const one = (code: IssueCode, expected?: string): readonly Translated[] => [{ code, path, message: issue.message, expected }]
  switch (issue['code']) {
    case 'invalid_type':
      return one('VALUE_TYPE', textOf(issue['expected']))
    case 'too_small':
      return one(sizeCode(issue), sizeText(issue, issue['minimum'], 'at least', 'more than'))
    case 'too_big':
      return one(sizeCode(issue), sizeText(issue, issue['maximum'], 'at most', 'less than'))
    case 'not_multiple_of':
      return one('VALUE_RANGE', `a multiple of ${String(issue['divisor'])}`)
    case 'invalid_format':
      return issue['format'] === 'regex'
        ? one('VALUE_PATTERN', `a text that matches ${String(issue['pattern'])}`)
        : one('VALUE_FORMAT', textOf(issue['format']))
    case 'invalid_value':
      return one('VALUE_CHOICE', choices(issue['values']))
    case 'unrecognized_keys':
      return unknownKeys(issue, path)
    case 'invalid_union':
      return fromUnion(issue, path)
    case 'invalid_key':
      return one('KEY_UNKNOWN')
    default:
      return one('VALUE_RULE')
  }
}

function unknownKeys(issue: LibraryIssue, path: Path): readonly Translated[] {
  const keys = Array.isArray(issue['keys']) ? issue['keys'].map(String) : []
  return keys.map((key) => ({ code: 'KEY_UNKNOWN', path: [...path, key], message: issue.message }))
}

function fromUnion(issue: LibraryIssue, path: Path): readonly Translated[] {
  const branches = Array.isArray(issue['errors']) ? issue['errors'] : []
  const translated = branches.map((branch) => issuesIn(branch).flatMap((inner) => fromZod(inner, [...path, ...pathOf(inner)])))
  const alike = together(translated, path)
  if (alike !== undefined) return [{ ...alike, message: issue.message }]
  const nearest = nearestBranch(translated, path)
  if (nearest.length > 0) return nearest
  const code = issue['inclusive'] === false ? 'VALUE_RULE' : 'VALUE_CHOICE'
  return [{ code, path, message: issue.message, expected: choices(issue['options']) }]
}

/** Branches that all ask for another type, or all for another value, are one question. */
function together(branches: readonly (readonly Translated[])[], path: Path): Translated | undefined {
  const firsts = branches.map((branch) => (branch.length === 1 && branch[0]?.path.length === path.length ? branch[0] : undefined))
  const [first] = firsts
  if (first === undefined || (first.code !== 'VALUE_TYPE' && first.code !== 'VALUE_CHOICE')) return undefined
  if (firsts.some((other) => other?.code !== first.code)) return undefined
  return { ...first, expected: listOf([...new Set(firsts.map((other) => other?.expected ?? ''))], 'or') }
}

function sizeCode({ origin }: LibraryIssue): IssueCode {
  return origin === 'number' || origin === 'int' || origin === 'bigint' || origin === 'date' ? 'VALUE_RANGE' : 'VALUE_LENGTH'
}

function sizeText(issue: LibraryIssue, limit: unknown, inclusive: string, exclusive: string): string {
  const words = issue['exact'] === true ? 'exactly' : issue['inclusive'] === false ? exclusive : inclusive
  return `${words} ${String(limit)}`
}

function choices(values: unknown): string | undefined {
  if (!Array.isArray(values) || values.length === 0) return undefined
  return listOf(
    values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value))),
    'or',
  )
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
