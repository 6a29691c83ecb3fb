import type { IssueCode } from '../../errors/catalogue.ts'
import { issuesIn, nearestBranch, pathOf, type Translate } from './library-issue.ts'

const codes: Readonly<Record<string, IssueCode>> = {
  required: 'VALUE_MISSING',
  domain: 'VALUE_TYPE',
  proto: 'VALUE_TYPE',
  unit: 'VALUE_CHOICE',
  min: 'VALUE_RANGE',
  max: 'VALUE_RANGE',
  divisor: 'VALUE_RANGE',
  after: 'VALUE_RANGE',
  before: 'VALUE_RANGE',
  minLength: 'VALUE_LENGTH',
  maxLength: 'VALUE_LENGTH',
  exactLength: 'VALUE_LENGTH',
  pattern: 'VALUE_FORMAT',
}

/** How ArkType says of a value that it is of another kind. */
const kindWords = /^(?:an? )?(?:string|number|boolean|object|array|bigint|Date|null|undefined|true|false)\b/

/** The issues of ArkType 2 (https://arktype.io/docs/traversal-api). Their paths are whole, also inside of others. */
export const fromArkType: Translate = (issue, path) => {
  const expected = expectedOf(issue)
  const one = (code: IssueCode) => [{ code, path, message: issue.message, expected }]
  const inner = () => issuesIn(issue['errors']).map((error) => fromArkType(error, pathOf(error)))
  switch (issue['code']) {
    case 'intersection':
      return inner().flat()
    case 'union': {
      const nearest = nearestBranch(inner(), path)
      if (nearest.some((below) => below.path.length > path.length)) return nearest
      return one(
        inner()
          .flat()
          .some(({ code }) => code === 'VALUE_CHOICE')
          ? 'VALUE_CHOICE'
          : 'VALUE_TYPE',
      )
    }
    case 'pattern':
      return one(expected?.startsWith('matched by') === true ? 'VALUE_PATTERN' : 'VALUE_FORMAT')
    case 'predicate':
      if (expected === 'removed') return one('KEY_UNKNOWN')
      return one(expected !== undefined && kindWords.test(expected) ? 'VALUE_TYPE' : 'VALUE_RULE')
    default:
      return one(codes[String(issue['code'])] ?? 'VALUE_RULE')
  }
}

/** Without what was found, which may be secret: `a string (was 5)`. For several branches it is a whole sentence. */
function expectedOf(issue: { readonly [key: string]: unknown }): string | undefined {
  const { expected } = issue
  if (typeof expected !== 'string') return undefined
  const text = expected.replace(/ \(was [\s\S]*\)$/, '').replace(/^[\s\S]*? must be /, '')
  return text.includes(' (was ') ? undefined : text
}
