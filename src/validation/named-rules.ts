import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { namedRulesOf } from '../schema/fields/metadata.ts'
import { listNotes, type Notes, SubtreeMemo } from '../schema/fields/notes.ts'
import { reaching } from '../schema/fields/reaching.ts'
import { visitNamedFields } from '../schema/fields/visit-named-fields.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { revealSecrets } from '../values/mask.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { secretTexts } from './redact.ts'
import type { RuleAnswer } from './rule.ts'
import { answerOf, ruleIssue } from './rule-issue.ts'

/**
 * Checks that schemas name: `"x-rules": { "even": true }` calls `even` with the value and `true`. The answer follows from
 * these two alone; what it says is about the value itself.
 */
export type NamedValidators = Readonly<Record<string, (value: Value, argument: unknown) => RuleAnswer>>

/** The issues of a value that stands somewhere, without the way there. */
interface Found {
  readonly issues: readonly Issue[]
}

interface Memos {
  readonly open: SubtreeMemo<Field, { readonly notes: Notes<Found> | undefined }>
  readonly hidden: SubtreeMemo<Field, { readonly notes: Notes<Found> | undefined }>
}

const memos = new WeakMap<NamedValidators, Memos>()
const leadsByRoot = new WeakMap<Field, (field: Field) => boolean>()

interface Run {
  readonly validators: NamedValidators
  readonly memos: Memos
  readonly leads: (field: Field) => boolean
  readonly hidden: boolean
}

/** Runs the rules that a schema names. A subtree that was checked before by the same validators is not checked again. */
export function runNamedRules(tree: Value, root: Field, validators: NamedValidators): readonly Issue[] {
  const known = memos.get(validators) ?? { open: new SubtreeMemo(), hidden: new SubtreeMemo() }
  memos.set(validators, known)
  const leads = leadsByRoot.get(root) ?? reaching(root, (schema) => namedRulesOf(schema).length > 0)
  leadsByRoot.set(root, leads)
  const notes = check(tree, root, { validators, memos: known, leads, hidden: false })
  return listNotes(notes).flatMap(({ issues, path }) => issues.map((issue): Issue => ({ ...issue, path })))
}

/** Depth is bounded by the readers' limit, so recursion is no danger here. */
function check(value: Value, field: Field | undefined, run: Run): Notes<Found> | undefined {
  if (field === undefined || !run.leads(field)) return undefined
  const here = field.secret && !run.hidden ? { ...run, hidden: true } : run
  if (!isList(value) && !isMap(value)) return checkHere(value, field, here, [])
  const memo = here.hidden ? here.memos.hidden : here.memos.open
  const known = memo.get(field, value)
  if (known !== undefined) return known.notes

  const keys: readonly (string | number)[] = isList(value) ? [...value.keys()] : Object.keys(value)
  const below = keys.flatMap((key): readonly (readonly [string | number, Notes<Found>])[] => {
    // The key comes from the value itself.
    const notes = check((value as never)[key], field.child(key), here)
    return notes === undefined ? [] : [[key, notes]]
  })
  return memo.set(field, value, { notes: checkHere(value, field, here, below) }).notes
}

function checkHere(value: Value, field: Field, run: Run, below: Notes<Found>['below']): Notes<Found> | undefined {
  const issues = field.rules.flatMap(({ name, argument, place }) => {
    const validate = Object.hasOwn(run.validators, name) ? run.validators[name] : undefined
    if (validate === undefined) return []
    const answer = withoutPath(answerOf(() => validate(revealSecrets(value), argument)))
    const secrets = () => secretTexts(value, [[]], field, run.hidden)
    return ruleIssue(answer, { name, severity: 'error', rule: place, path: [], secrets }) ?? []
  })
  if (issues.length === 0) return below.length === 0 ? undefined : { below }
  return { own: { issues }, below }
}

/** The same value may stand in several places, so an answer cannot name one. */
function withoutPath(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'path' in answer ? { ...answer, path: undefined } : answer
}

/** A SCHEMA_INVALID issue for each rule that a schema names and nobody has defined. */
export function unknownRules(root: Field, validators: NamedValidators): readonly Issue[] {
  const names = Object.keys(validators)
  const issues = new Map<string, Issue>()
  const collect = (path: Path, field: Field) => {
    for (const { name, place } of field.rules)
      if (!Object.hasOwn(validators, name) && !issues.has(place)) issues.set(place, unknownRule(name, place, path, names))
  }
  collect([], root)
  visitNamedFields(root, collect)
  return [...issues.values()]
}

function unknownRule(name: string, place: string, path: Path, names: readonly string[]): Issue {
  const known = names.length === 0 ? 'define it beside the schema' : `known rules: ${listOf(names)}`
  return {
    code: 'SCHEMA_INVALID',
    severity: 'error',
    message: `the schema names a rule ${JSON.stringify(name)}, which nobody has defined`,
    path,
    rule: place,
    hint: didYouMean(closest(name, names)) ?? known,
  }
}
