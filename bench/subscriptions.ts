import { diffPaths, type TreeChange } from '../src/merge/diff-paths.ts'
import { silentLogger } from '../src/runtime/logger.ts'
import { Subscriptions } from '../src/subscriptions/subscriptions.ts'
import { getAt } from '../src/values/get.ts'
import type { Path } from '../src/values/path.ts'
import { withValue } from '../src/values/set.ts'
import type { Value } from '../src/values/value.ts'
import { measure, ratioOf } from './measure.ts'
import type { Effort, Row } from './row.ts'

/** Telling subscribers of a step, against asking each of them whether its value changed (G17). */
export function subscriptionsRows(effort: Effort): readonly Row[] {
  const { before, paths } = wideTree(effort.quick ? 20_000 : 100_000)
  const every = paths.filter((_, index) => index % (paths.length / 10_000) === 0)
  const few = every.filter((_, index) => index % 1_000 === 0)
  const one = withValue(before, few[5] as Path, 'other')
  const many = every.reduce<Value>((tree, path) => withValue(tree, path, 'other'), before)

  const [oneChange, manyChanges] = [diffPaths(before, one), diffPaths(before, many)]
  const all = subscribed(every)
  const ten = subscribed(few)
  const samples = measure(
    [
      { name: 'tell 1', run: () => all.tell(before, one, oneChange) },
      { name: 'tell 1 of 10', run: () => ten.tell(before, one, oneChange) },
      { name: 'ask 1', run: () => askEach(every, before, one) },
      { name: 'tell 10k', run: () => all.tell(before, many, manyChanges) },
      { name: 'ask 10k', run: () => askEach(every, before, many) },
    ],
    effort.calls,
  )
  return [
    {
      goal: 'G17',
      what: 'asking each of 10,000 subscribers after 1 change / telling the one it concerns',
      ratio: ratioOf(samples, 'ask 1', 'tell 1'),
      unit: 'x',
      target: { atLeast: 200 },
    },
    {
      goal: 'G17',
      what: 'asking each of 10,000 subscribers after 10,000 changes / telling all',
      ratio: ratioOf(samples, 'ask 10k', 'tell 10k'),
      unit: 'x',
      target: { atLeast: 1 },
    },
    {
      goal: 'G17',
      what: 'telling of 1 change with 10,000 subscribers / with 10',
      ratio: ratioOf(samples, 'tell 1', 'tell 1 of 10'),
      unit: 'x',
      target: { atMost: 2 },
    },
  ]
}

/** Maps of 10 and 100 keys in turn, down to texts. */
function wideTree(leaves: number): { readonly before: Value; readonly paths: readonly Path[] } {
  const paths: Path[] = []
  const groups = Array.from({ length: leaves / 1_000 }, (_, group) => {
    const sections = Array.from({ length: 100 }, (_, section) => {
      const keys = Array.from({ length: 10 }, (_, key) => {
        paths.push([`group${group}`, `section${section}`, `key${key}`])
        return [`key${key}`, `value ${group}.${section}.${key}`] as const
      })
      return [`section${section}`, Object.fromEntries(keys)] as const
    })
    return [`group${group}`, Object.fromEntries(sections)] as const
  })
  return { before: Object.fromEntries(groups), paths }
}

/** What a reload does after the swap. The changes are known by then: `changed` events and the caller of `reload()` get them. */
function subscribed(paths: readonly Path[]) {
  const subscriptions = new Subscriptions(silentLogger)
  let told = 0
  for (const path of paths) subscriptions.listen(path.join('.'), () => told++)
  return {
    tell: (before: Value, after: Value, changes: readonly TreeChange[]): number => {
      subscriptions.tell({ before, after, changes, generation: 2 })
      return told
    },
  }
}

/** The obvious way: every subscriber looks at its value before and after. */
function askEach(paths: readonly Path[], before: Value, after: Value): number {
  let told = 0
  for (const path of paths) if (getAt(before, path) !== getAt(after, path)) told++
  return told
}
