import type { Issue } from '../../errors/issue.ts'
import type { Field } from '../../schema/fields/field.ts'
import { redact, secretTexts, shortestSecret } from '../../validation/redact.ts'
import { getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'

/**
 * Issues that tell no secret of the tree, whatever they are about: the content of a secret may also be a part of another
 * value, and what rules and libraries say of a map is their own affair.
 */
export function hideSecretTexts(issues: readonly Issue[], tree: Value, root: Field): readonly Issue[] {
  let known: readonly string[] | undefined
  const all = (): readonly string[] => {
    // Shorter ones turn up by chance. Next to the secret itself, even those are not told.
    known ??= secretTexts(tree, [[]], root).filter((text) => text.length >= shortestSecret)
    return known
  }
  return issues.map((issue) => {
    const { received, path } = issue
    const isTold = received !== undefined && received !== '[secret]' && isIn(all(), received, path && getAt(tree, path))
    const hidden = isTold ? { ...issue, received: '[secret]' } : issue
    return issue.code === 'VALUE_RULE' && path !== undefined ? withoutTexts(hidden, path, tree, root, all()) : hidden
  })
}

/** What is shown of a long text is its beginning, which may end in the middle of a secret. */
function isIn(texts: readonly string[], received: string, value: Value | undefined): boolean {
  return texts.some((text) => received.includes(text) || (typeof value === 'string' && value.includes(text)))
}

function withoutTexts(issue: Issue, path: Path, tree: Value, root: Field, all: readonly string[]): Issue {
  const near = path.length === 0 ? [] : secretTexts(tree, [path], root)
  const texts = [...near, ...all]
  if (texts.length === 0) return issue
  return {
    ...issue,
    message: redact(issue.message, texts) ?? 'the value does not keep the rule',
    path: getAt(tree, path) === undefined ? pathUntil(path, texts) : path,
    ...(issue.expected !== undefined && { expected: redact(issue.expected, texts) }),
    ...(issue.hint !== undefined && { hint: redact(issue.hint, texts) }),
  }
}

/** A library may name a path that there is not. */
function pathUntil(path: Path, texts: readonly string[]): Path {
  const telling = path.findIndex((part) => redact(String(part), texts) !== String(part))
  return telling < 0 ? path : path.slice(0, telling)
}
