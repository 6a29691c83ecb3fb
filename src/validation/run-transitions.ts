import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { isEqual } from '../values/equal.ts'
import { getAt } from '../values/get.ts'
import type { Value } from '../values/value.ts'
import { secretTexts } from './redact.ts'
import type { Transition } from './rule.ts'
import { answerOf, ruleIssue } from './rule-issue.ts'
import { bound, matchesIn } from './rule-matches.ts'
import { named } from './run-rules.ts'

/**
 * Runs rules about changes. A rule is called where one of its values differs between the trees; for a `*`, for each key
 * that either tree has. Neither side of a change tells a secret.
 */
export function runTransitions(transitions: readonly Transition[], before: Value, after: Value, root?: Field): readonly Issue[] {
  if (Object.is(before, after)) return []
  return transitions.flatMap((rule) => {
    const matches = new Map(
      [...matchesIn(before, rule.parsed), ...matchesIn(after, rule.parsed)].map((match) => [JSON.stringify(match), match]),
    )
    return [...matches.values()].flatMap((match) => changed(rule, match, before, after, root) ?? [])
  })
}

function changed(
  rule: Transition,
  match: readonly (string | number)[],
  before: Value,
  after: Value,
  root: Field | undefined,
): Issue | undefined {
  const paths = rule.parsed.map((path) => bound(path, match))
  const previous = paths.map((path) => getAt(before, path))
  const next = paths.map((path) => getAt(after, path))
  const first = paths.findIndex((_, index) => !isSame(previous[index], next[index]))
  if (first < 0) return undefined

  const context = { name: rule.name, paths, match }
  return ruleIssue(
    answerOf(() => rule.check(named(rule.paths, previous), named(rule.paths, next), context)),
    {
      name: rule.name,
      severity: rule.severity,
      rule: `rule:${rule.name}`,
      path: paths[first] ?? [],
      secrets: () => longestFirst([...secretTexts(before, paths, root), ...secretTexts(after, paths, root)]),
    },
  )
}

function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return one === undefined || other === undefined ? one === other : isEqual(one, other)
}

function longestFirst(texts: readonly string[]): readonly string[] {
  return texts.toSorted((a, b) => b.length - a.length)
}
