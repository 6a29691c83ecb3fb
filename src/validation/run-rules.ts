import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { isEqual } from '../values/equal.ts'
import { getAt } from '../values/get.ts'
import { revealSecrets } from '../values/mask.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { secretTexts } from './redact.ts'
import type { Rule, RuleValues } from './rule.ts'
import { answerOf, ruleIssue } from './rule-issue.ts'
import { bound, matchesIn, trunkOf } from './rule-matches.ts'

/** One run of a rule, for one match of its `*`. */
interface Run {
  readonly values: readonly (Value | undefined)[]
  readonly issue: Issue | undefined
}

interface RunsOfRule {
  readonly tree: Value
  /** By match. */
  readonly runs: ReadonlyMap<string, Run>
  readonly issues: readonly Issue[]
}

/** What came of rules, and what is needed to run them again on a changed tree. */
export interface RuleRuns {
  readonly issues: readonly Issue[]
  /** How many checks were called this time. */
  readonly called: number
  readonly byRule: ReadonlyMap<Rule, RunsOfRule>
}

export interface RuleOptions {
  /** Tells secrets, which are kept out of what rules say. Values that are sealed already are known without it. */
  readonly root?: Field
  /** The runs on the tree before this one. */
  readonly previous?: RuleRuns
}

/**
 * Runs rules on a tree. With the runs before, a rule is called again only where one of its values is another one; what it
 * said elsewhere is kept. The issues are those of a full run, in the same order.
 */
export function runRules(rules: readonly Rule[], tree: Value, options: RuleOptions = {}): RuleRuns {
  const { root, previous } = options
  const byRule = new Map<Rule, RunsOfRule>()
  let called = 0
  for (const rule of rules) {
    const before = previous?.byRule.get(rule)
    if (before !== undefined && isUntouched(rule, before.tree, tree)) {
      byRule.set(rule, { ...before, tree })
      continue
    }
    const runs = new Map<string, Run>()
    for (const match of matchesIn(tree, rule.parsed)) {
      const key = JSON.stringify(match)
      const paths = rule.parsed.map((path) => bound(path, match))
      const values = paths.map((path) => getAt(tree, path))
      const known = before?.runs.get(key)
      if (known !== undefined && values.every((value, index) => isSame(value, known.values[index]))) {
        runs.set(key, { values, issue: known.issue })
        continue
      }
      called++
      runs.set(key, { values, issue: call(rule, tree, values, { paths, match, root }) })
    }
    byRule.set(rule, { tree, runs, issues: [...runs.values()].flatMap(({ issue }) => issue ?? []) })
  }
  return { issues: [...byRule.values()].flatMap(({ issues }) => issues), called, byRule }
}

/** Nothing a rule looks at is another object: the trunk of its `*`, and each path without one. */
function isUntouched(rule: Rule, before: Value, after: Value): boolean {
  const trunk = trunkOf(rule.parsed)
  return rule.parsed.every((path) => {
    const looked = path.includes('*') ? trunk : path
    return isSame(getAt(before, looked), getAt(after, looked))
  })
}

/** Maps and lists by identity: equal ones that were made anew are rare, and comparing them costs as much as a run. */
function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (Object.is(one, other)) return true
  if (one === undefined || other === undefined || isContainer(one) || isContainer(other)) return false
  return isEqual(one, other)
}

function isContainer(value: Value): boolean {
  return isMap(value) || isList(value)
}

interface Bound {
  readonly paths: readonly Path[]
  readonly match: readonly (string | number)[]
  readonly root: Field | undefined
}

function call(rule: Rule, tree: Value, values: readonly (Value | undefined)[], { paths, match, root }: Bound): Issue | undefined {
  const context = { name: rule.name, paths, match }
  return ruleIssue(
    answerOf(() => rule.check(named(rule.paths, values), context)),
    {
      name: rule.name,
      severity: rule.severity,
      rule: `rule:${rule.name}`,
      path: paths[0] ?? [],
      secrets: () => secretTexts(tree, paths, root),
    },
  )
}

/** The values under the paths as the rule wrote them, with secrets revealed. */
export function named(paths: readonly string[], values: readonly (Value | undefined)[]): RuleValues<string> {
  return Object.fromEntries(
    paths.map((path, index) => {
      const value = values[index]
      return [path, value === undefined ? undefined : revealSecrets(value)]
    }),
  )
}
