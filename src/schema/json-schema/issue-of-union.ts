import type { Issue } from '../../errors/issue.ts'
import { listOf } from '../../text/words.ts'
import { Secret } from '../../values/secret.ts'
import type { Finding } from './finding.ts'
import type { IssueContext } from './issue-of-finding.ts'
import { isObject } from './kind.ts'
import { choicesText, nearChoice, typeText } from './words/type-words.ts'
import { choice, shown, subject } from './words/words.ts'

/** What is wrong with a value of a union: in the words of the nearest branch, or of all of them where they ask for the same kind of thing. */
export function unionIssues(
  finding: Finding,
  context: IssueContext,
  issuesOf: (finding: Finding, context: IssueContext) => readonly Issue[],
): readonly Issue[] | undefined {
  const { branches, nearest, keyword } = finding
  if (branches === undefined || nearest === undefined || (keyword !== 'anyOf' && keyword !== 'oneOf')) return undefined
  const together = typesTogether(finding, context) ?? choicesTogether(finding, context)
  if (together !== undefined) return [together]
  const issues = branches[nearest]?.flatMap((inner) => issuesOf(inner, context))
  if (issues === undefined || issues.length === 0) return undefined
  const [first, ...rest] = issues as [Issue, ...Issue[]]
  const others = otherForms(finding, nearest)
  const hint = [first.hint, others].filter((text) => text !== undefined).join('; ')
  return [{ ...first, hint: hint === '' ? undefined : hint }, ...rest]
}

/** Every branch asks for another type. */
function typesTogether(finding: Finding, { secret }: IssueContext): Issue | undefined {
  const firsts = onlyFindings(finding, ['type'])
  if (firsts === undefined) return undefined
  const types = [...new Set(firsts.flatMap(({ wanted }) => (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted])))]
  return {
    ...basis(finding, secret),
    code: 'VALUE_TYPE',
    message: `${subject(finding.path)} must be ${typeText(types)}`,
    expected: typeText(types),
  }
}

/** Every branch asks for other values. */
function choicesTogether(finding: Finding, { secret }: IssueContext): Issue | undefined {
  const firsts = onlyFindings(finding, ['const', 'enum'])
  if (firsts === undefined) return undefined
  const choices = firsts.flatMap(({ keyword, wanted }) =>
    keyword === 'enum' && Array.isArray(wanted) ? (wanted as unknown[]) : [wanted],
  )
  const text = choicesText(choices)
  return {
    ...basis(finding, secret),
    code: 'VALUE_CHOICE',
    message: `${subject(finding.path)} must be one of ${text}`,
    expected: text,
    ...nearChoice(finding.value, choices, finding.value instanceof Secret || secret(finding.path)),
  }
}

function basis(finding: Finding, secret: IssueContext['secret']): Pick<Issue, 'severity' | 'path' | 'received' | 'rule'> {
  const isSecret = finding.value instanceof Secret || secret(finding.path)
  return { severity: 'error', path: finding.path, received: isSecret ? '[secret]' : shown(finding.value), rule: finding.rule }
}

/** The one finding of each branch, if all are of these keywords and about the value itself. */
function onlyFindings({ branches = [], path }: Finding, keywords: readonly string[]): readonly Finding[] | undefined {
  const firsts = branches.map((branch) => (branch.length === 1 ? branch[0] : undefined))
  const isAlike = firsts.every(
    (first) => first !== undefined && keywords.includes(first.keyword) && first.path.length === path.length,
  )
  return isAlike && firsts.length > 0 ? (firsts as readonly Finding[]) : undefined
}

const mostNames = 5

function otherForms(finding: Finding, nearest: number): string | undefined {
  const schemas = Array.isArray(finding.wanted) ? (finding.wanted as unknown[]) : []
  const names = [...new Set(schemas.filter((_, index) => index !== nearest).map(nameOf))].filter((name) => name !== undefined)
  if (names.length === 0) return undefined
  const first = names.slice(0, mostNames)
  return `it may also be ${listOf(names.length > first.length ? [...first, 'something else'] : first, 'or')}`
}

/** What people call a branch: its title, its type, the last word of its reference. */
function nameOf(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined
  const { title, type, $ref } = schema
  if (typeof title === 'string') return JSON.stringify(title)
  if (typeof type === 'string' || Array.isArray(type)) return type === 'object' ? kindName(schema) : typeText(type)
  if (typeof $ref === 'string') return JSON.stringify($ref.slice($ref.lastIndexOf('/') + 1))
  return 'const' in schema || Array.isArray(schema['enum'])
    ? choicesText(Array.isArray(schema['enum']) ? schema['enum'] : [schema['const']])
    : undefined
}

/** A map by the constant that tells it from others: `a map with "kind": "file"`. */
function kindName({ properties }: Readonly<Record<string, unknown>>): string {
  for (const [key, schema] of isObject(properties) ? Object.entries(properties) : []) {
    if (isObject(schema) && Object.hasOwn(schema, 'const')) return `a map with ${JSON.stringify(key)}: ${choice(schema['const'])}`
  }
  return 'a map'
}
