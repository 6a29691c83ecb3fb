import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ResolveOptions, resolveReferences } from '../../src/references/resolve.ts'
import type { Value } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'

const options: ResolveOptions = {
  resolvers: { ask: (argument) => argument },
  below: (path, { layers = 2 }) =>
    layers === 0 ? undefined : { tree: { [String(path[0])]: `<${layers}\${a.b:-}>` }, layers: layers - 1 },
  locate: () => undefined,
  seal: (value) => value,
  suggest: () => undefined,
  maxExpansion: 10_000,
  maxNodes: 1_000,
}

const name = fc.constantFrom('a', 'b', 'c')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))
const reference: fc.Arbitrary<string> = fc.oneof(
  path.map((to) => `\${${to}}`),
  path.map((to) => `\${.${to}}`),
  path.map((to) => `\${..${to}}`),
  fc.tuple(path, path).map(([to, other]) => `\${${to}:-\${${other}:-d}}`),
  name.map((to) => `\${ask:${to}}`),
)
const leaf: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: reference, weight: 3 },
  { arbitrary: fc.tuple(reference, reference).map(([one, two]) => `${one}-${two}`), weight: 1 },
  { arbitrary: fc.constantFrom<Value>(1, 'x', null, '', '$${a}'), weight: 3 },
)
const { tree } = fc.letrec<{ tree: Value; map: Value }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, leaf, tie('map'), fc.array(tie('tree'), { maxLength: 3 })),
  map: fc.dictionary(name, tie('tree'), { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<Value>,
}))
const trees = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<Value>

describe('references', () => {
  it('come out of a run that continues another as they come out of a first one', () => {
    fc.assert(
      fc.property(trees, trees, (one, two) => {
        const before = resolveReferences(one, options)
        const mixed = { ...(one as object), ...(two as object) } as Value
        for (const next of [one, mixed, two]) {
          const fresh = resolveReferences(next, options)
          const again = resolveReferences(next, options, before.evaluated)
          expect(again.issues.map(({ code }) => code)).toEqual(fresh.issues.map(({ code }) => code))
          expect(again.value).toEqual(fresh.value)
          expect([...again.derived]).toEqual([...fresh.derived])
          if (next === one && before.issues.length === 0) {
            expect(again.value).toBe(before.value)
            expect(again.evaluated?.computed ?? 0).toBe(0)
          }
        }
      }),
      { numRuns: runsOr(5_000) },
    )
  })

  it('leave no reference unfilled, and nothing of the tree they were given changed', () => {
    fc.assert(
      fc.property(trees, (given) => {
        const text = JSON.stringify(given)
        const { value, issues } = resolveReferences(given, options)
        expect(JSON.stringify(given)).toBe(text)
        // What is left is the escaped one, which came out as a literal.
        if (issues.length === 0) expect(JSON.stringify(value).replaceAll('${a}', '')).not.toContain('${')
      }),
      { numRuns: runsOr(5_000) },
    )
  })
})
