import { indexOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { keysNamed } from './cell.ts'
import { directiveKey } from './directive-key.ts'
import { declaredStrategy } from './directives.ts'
import type { LayerValue } from './layer-value.ts'
import { isListStrategy, type Strategy } from './strategy.ts'
import { below, type StrategyTable } from './strategy-table.ts'
import { isUnset } from './unset.ts'

/** A value of one layer on the way to the path, and what it does to those below it. */
export interface Claim {
  readonly layer: number
  readonly path: Path
  readonly value: Value
  readonly directed: boolean
  /** How the value meets what lies below it: declared beside it, else by the table. */
  readonly strategy: Strategy | undefined
  /** True when the layer itself declares the strategy. */
  readonly declared: boolean
  /** What the table says from here on. It may differ between layers, which met in other places of a list. */
  readonly rules: StrategyTable | undefined
  /** Keys or elements that a removal of this layer names; they hide what lies below. */
  readonly removes: boolean
  effect: LayerValue['effect']
}

/** One step down in every layer that has the key, lowest first. */
export function childClaims(claims: readonly Claim[], part: string | number): Claim[] {
  const children: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'unsets') continue
    if (claim.effect === 'removes') {
      if (claim.removes || keysRemoved(claim).has(String(part))) children.push({ ...claim, removes: true })
      continue
    }
    const child = isList(claim.value) ? elementOf(claim, indexOf(part)) : memberOf(claim, String(part))
    if (child !== undefined) children.push(child)
  }
  return children
}

/** What the layer itself unsets or removes names nothing, and neither does its directive. */
function keysRemoved({ value, directed }: Claim): ReadonlySet<string> {
  if (!directed || !isMap(value)) return keysNamed(value)
  const named = (key: string) => key !== directiveKey && !isUnset(value[key]) && declaredStrategy(value, key) !== 'remove'
  return new Set(Object.keys(value).filter(named))
}

/** The element of a list; it has no strategy, because elements meet only by the strategy of their list. */
export function elementOf(claim: Claim, index: number): Claim | undefined {
  if (!isList(claim.value) || !(index in claim.value)) return undefined
  const rules = below(claim.rules, index)
  const value = claim.value[index] as Value
  return { ...claim, path: [...claim.path, index], value, strategy: undefined, declared: false, rules }
}

function memberOf(claim: Claim, key: string): Claim | undefined {
  const { value, directed } = claim
  if (!isMap(value) || !Object.hasOwn(value, key) || (directed && key === directiveKey)) return undefined
  const member = value[key]
  if (member === undefined) return undefined
  const rules = below(claim.rules, key)
  const declared = directed ? declaredStrategy(value, key) : undefined
  return {
    ...claim,
    path: [...claim.path, key],
    value: member,
    strategy: declared ?? rules?.strategy,
    declared: declared !== undefined,
    rules,
  }
}

/** Goes up through the layers and decides which claims stand, as the merge would. */
export function rank(claims: readonly Claim[]): void {
  let standing: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'hidden') continue
    if (claim.removes) {
      hideAll(standing)
      standing = []
    } else if (isUnset(claim.value) && claim.directed && typeof claim.path.at(-1) !== 'number') {
      hideAll(standing)
      standing = []
      claim.effect = 'unsets'
    } else if (claim.strategy === 'remove' && (claim.declared || standing.length > 0)) {
      claim.effect = 'removes'
      if (standing.length > 0) standing.push(claim)
    } else {
      if (!joins(claim, standing)) {
        hideAll(standing)
        standing = []
      }
      standing.push(claim)
    }
  }
}

function joins({ value, strategy }: Claim, lower: readonly Claim[]): boolean {
  const first = lower.find((claim) => claim.effect === 'sets')
  if (first === undefined || strategy === 'replace') return false
  if (isMap(value)) return isMap(first.value)
  return isList(value) && isList(first.value) && strategy !== undefined && isListStrategy(strategy)
}

function hideAll(claims: readonly Claim[]): void {
  for (const claim of claims) claim.effect = 'hidden'
}
