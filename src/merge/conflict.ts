import { kindOf, type Value } from '../values/value.ts'
import { type MergeRun, pathOf, type Trail } from './merge-run.ts'
import type { Strategy } from './strategy.ts'

/** Warns that a map or list of a lower layer is hidden by a value of another kind. */
export function reportConflict(
  lower: Value,
  lowerLayer: number,
  upper: Value,
  layer: number,
  trail: Trail | undefined,
  run: MergeRun,
): void {
  if (run.report === undefined || upper === null) return
  const hidden = kindOf(lower)
  // A text may stand for a list: `a,b,c`. It never stands for a map.
  if (run.textOnly[layer] && hidden === 'list') return
  const kind = kindOf(upper)
  if (hidden === kind || (hidden !== 'map' && hidden !== 'list')) return
  run.report(
    {
      code: 'MERGE_TYPE_CONFLICT',
      severity: 'warning',
      message: `a ${kind} replaces the ${hidden} of a lower layer, which hides everything in it`,
      path: pathOf(trail),
      expected: hidden,
      received: kind,
      hint: 'correct the path or the value; if it is meant, declare the strategy "replace" for it',
    },
    { layer, lower: lowerLayer < 0 ? undefined : lowerLayer },
  )
}

/** Says that a strategy for lists or maps is declared for something else. */
export function reportMisfit(strategy: Strategy, value: Value, layer: number, trail: Trail | undefined, run: MergeRun): void {
  if (run.report === undefined || run.textOnly[layer]) return
  const expected = strategy === 'remove' ? 'a list or a map' : 'a list'
  run.report(
    {
      code: 'MERGE_STRATEGY',
      severity: 'error',
      message: `the strategy "${strategy}" is for ${expected}, and this is a ${kindOf(value)}`,
      path: pathOf(trail),
      expected,
      received: kindOf(value),
      hint: `write ${expected}, or take the strategy away`,
    },
    { layer },
  )
}
