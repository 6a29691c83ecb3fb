import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rootField } from '../../src/schema/fields/field-space.ts'
import { runNamedRules } from '../../src/validation/named-rules.ts'
import { defineRule, defineTransition, type Rule } from '../../src/validation/rule.ts'
import { type RuleRuns, runRules } from '../../src/validation/run-rules.ts'
import { runTransitions } from '../../src/validation/run-transitions.ts'
import { deepFreeze } from '../../src/values/freeze.ts'
import { withValue } from '../../src/values/set.ts'
import type { Value } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'
import { key, plain, scalar } from './trees.ts'

const numRuns = runsOr(10_000)

/** A check that depends on all values: right for some of them, wrong for others, and failing for a few. */
function judge(values: readonly unknown[]): string | undefined {
  const text = JSON.stringify(values)
  let sum = 0
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 1009
  if (sum % 11 === 0) throw new Error(`failed on ${text}`)
  return sum % 3 === 0 ? undefined : `said of ${text}`
}

const part = fc.oneof({ arbitrary: key, weight: 4 }, { arbitrary: fc.constant('*'), weight: 1 })
const lead = fc.array(part, { minLength: 1, maxLength: 3 })
/** Paths of one rule: where they have a `*`, they begin as the first one does. */
const paths = fc
  .tuple(lead, fc.array(fc.tuple(fc.nat(3), fc.array(key, { minLength: 1, maxLength: 2 })), { maxLength: 2 }))
  .map(([first, more]) =>
    [first, ...more.map(([length, rest]) => [...first.slice(0, length), ...rest])].map((path) => path.join('.')),
  )
const ruleList = fc
  .array(paths, { minLength: 1, maxLength: 3 })
  .map((lists) =>
    lists.map((list, index) =>
      defineRule({ name: `rule${index}`, paths: list, check: (values) => judge(Object.values(values)) }),
    ),
  )

/** One change somewhere: a value that is set, or everything anew. */
const edit = fc.oneof(
  fc.record({ path: fc.array(fc.oneof(key, fc.nat(2)), { minLength: 1, maxLength: 4 }), value: fc.oneof(scalar, plain) }),
  fc.record({ path: fc.constant([]), value: plain }),
)

function applied(tree: Value, { path, value }: { readonly path: readonly (string | number)[]; readonly value: Value }): Value {
  return deepFreeze(path.length === 0 ? value : withValue(tree, path, value))
}

const withoutCount = ({ issues }: RuleRuns) => issues

describe('running rules again', () => {
  it('says what a full run says, after any row of edits', () => {
    let saved = 0
    fc.assert(
      fc.property(ruleList, plain, fc.array(edit, { minLength: 1, maxLength: 5 }), (rules: readonly Rule[], start, edits) => {
        let tree: Value = deepFreeze(start)
        let previous = runRules(rules, tree)
        for (const change of edits) {
          tree = applied(tree, change)
          const again = runRules(rules, tree, { previous })
          const full = runRules(rules, tree)
          expect(withoutCount(again)).toEqual(withoutCount(full))
          expect(again.called).toBeLessThanOrEqual(full.called)
          saved += full.called - again.called
          previous = again
        }
      }),
      { numRuns },
    )
    expect(saved).toBeGreaterThan(numRuns)
  })

  it('calls transition rules for exactly the values that differ', () => {
    fc.assert(
      fc.property(paths, plain, edit, (list, start, change) => {
        const before: Value = deepFreeze(start)
        const after = applied(before, change)
        const rule = defineTransition({ name: 'any', paths: list, check: () => 'changed' })
        const same = runTransitions([rule], before, structuredClone(before))
        expect(same).toEqual([])
        for (const issue of runTransitions([rule], before, after)) expect(issue.path).toBeDefined()
        expect(runTransitions([rule], before, after).length).toBe(runTransitions([rule], after, before).length)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })

  it('holds for the rules that schemas name', () => {
    const named = { 'x-rules': { judge: true } }
    const root = rootField({
      ...named,
      properties: { a: { ...named, items: named }, b: named },
      additionalProperties: { $ref: '#' },
    })
    const validators = { judge: (value: Value) => judge([value]) }
    fc.assert(
      fc.property(plain, edit, (start, change) => {
        const before: Value = deepFreeze(start)
        runNamedRules(before, root, validators)
        const after = applied(before, change)
        expect(runNamedRules(after, root, validators)).toEqual(runNamedRules(after, root, { ...validators }))
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    )
  })
})
