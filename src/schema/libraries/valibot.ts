import type { IssueCode } from '../../errors/catalogue.ts'
import type { Path } from '../../values/path.ts'
import { issuesIn, type LibraryIssue, nearestBranch, pathOf, type Translate, type Translated } from './library-issue.ts'

const ranges = /^(?:(?:min|max|gt|lt|not)_?values?|values?|not_values?|multiple_of)$/
const lengths = /^(?:(?:min_|max_|not_)?(?:length|size|bytes|words|graphemes|entries)|(?:non_)?empty)$/
const patterns = new Set(['regex', 'starts_with', 'ends_with', 'includes', 'excludes'])
const types = new Set(['integer', 'safe_integer', 'finite'])
const rules = new Set([
  'check',
  'raw_check',
  'raw_transform',
  'partial_check',
  'check_items',
  'some_item',
  'every_item',
  'custom',
])
const choices = new Set(['picklist', 'enum', 'literal', 'variant'])
const unions = new Set(['union', 'intersect'])

/** The issues of Valibot 1 (https://valibot.dev/guides/issues/). */
export const fromValibot: Translate = (issue, path) => {
  const type = String(issue['type'])
  const code = issue['kind'] === 'schema' ? schemaCode(issue, type, path) : actionCode(issue, type)
  if (unions.has(type)) {
    const inner = nearestBranch(branchesOf(issue, path), path)
    if (inner.some((one) => one.path.length > path.length)) return inner
  }
  return [{ code, path, message: issue.message, expected: expectedOf(issue) }]
}

function schemaCode(issue: LibraryIssue, type: string, path: Path): IssueCode {
  // What an object does not name is expected never to be there.
  if (issue['expected'] === 'never' && path.length > 0 && type.startsWith('strict_')) return 'KEY_UNKNOWN'
  if (choices.has(type)) return 'VALUE_CHOICE'
  return rules.has(type) ? 'VALUE_RULE' : 'VALUE_TYPE'
}

function actionCode(issue: LibraryIssue, type: string): IssueCode {
  if (issue['kind'] !== 'validation' || rules.has(type)) return 'VALUE_RULE'
  if (ranges.test(type)) return 'VALUE_RANGE'
  if (lengths.test(type)) return 'VALUE_LENGTH'
  if (patterns.has(type)) return 'VALUE_PATTERN'
  return types.has(type) ? 'VALUE_TYPE' : 'VALUE_FORMAT'
}

/** A list of what all branches said, one after the other: what lies at the same place in the list belongs together. */
function branchesOf(issue: LibraryIssue, path: Path): readonly (readonly Translated[])[] {
  return issuesIn(issue['issues']).map((inner) => fromValibot(inner, [...path, ...pathOf(inner)]))
}

function expectedOf(issue: LibraryIssue): string | undefined {
  const { expected, type } = issue
  if (typeof expected === 'string') return expected.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ')
  return issue['kind'] === 'validation' && typeof type === 'string' && !rules.has(type) ? type.replaceAll('_', ' ') : undefined
}
