import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { keysNamed } from './cell.ts'
import { declaredStrategy } from './directives.ts'
import { fingerprint } from './fingerprint.ts'
import { directiveKey, hasDirectives } from './has-directives.ts'
import type { LayerValue, Replay } from './layer-value.ts'
import { mergeLayers } from './merge-layers.ts'
import { markOf } from './merge-lists.ts'
import type { MergeLayer } from './merge-run.ts'
import { isListStrategy, keyOfStrategy, type Strategy } from './strategy.ts'
import { below, type StrategyTable } from './strategy-table.ts'
import { isUnset } from './unset.ts'

/** A value of one layer on the way to the path, and what it does to those below it. */
interface Claim {
  readonly layer: number
  readonly path: Path
  readonly value: Value
  readonly directed: boolean
  readonly declared: Strategy | undefined
  /** Keys or elements that a removal of this layer names; they hide what lies below. */
  readonly removes: boolean
  effect: LayerValue['effect']
}

/** The replay where strategies or directives take part: one step of the path at a time, over all layers. */
export function replayByRules(layers: readonly MergeLayer[], path: Path, strategies: StrategyTable | undefined): Replay {
  let rules = strategies
  let claims = layers.map((layer, index): Claim => {
    const directed = layer.directives ?? hasDirectives(layer.value)
    return { layer: index, path: [], value: layer.value, directed, declared: undefined, removes: false, effect: 'sets' }
  })
  rank(claims, rules)
  for (const part of path) {
    const strategy = rules?.strategy
    rules = below(rules, part)
    const next = isListOfSeveral(claims) ? elementClaims(claims, Number(part), strategy, rules) : childClaims(claims, part)
    rank(next, rules)
    claims = next
  }
  return replayOf(claims)
}

function replayOf(claims: readonly Claim[]): Replay {
  const found = claims
    .map(({ layer, path, value, effect }): LayerValue => ({ layer, path, value, effect }))
    .sort((a, b) => b.layer - a.layer)
  const winner = found.find((claim) => claim.effect === 'sets')
  return { winner, shadowed: found.filter((claim) => claim !== winner) }
}

function isListOfSeveral(claims: readonly Claim[]): boolean {
  const standing = claims.filter((claim) => claim.effect === 'sets' || claim.effect === 'removes')
  return standing.length > 1 && standing.every((claim) => claim.effect === 'removes' || isList(claim.value))
}

/** One step down in every layer that has the key. */
function childClaims(claims: readonly Claim[], part: string | number): Claim[] {
  const children: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'unsets') continue
    if (claim.effect === 'removes') {
      if (claim.removes || keysRemoved(claim).has(String(part))) children.push({ ...claim, removes: true })
      continue
    }
    const child = childOfClaim(claim, part)
    if (child !== undefined) children.push(child)
  }
  return children
}

/** What the layer itself unsets names nothing, and neither does its directive. */
function keysRemoved({ value, directed }: Claim): ReadonlySet<string> {
  if (!directed || !isMap(value)) return keysNamed(value)
  return new Set(Object.keys(value).filter((key) => key !== directiveKey && !isUnset(value[key])))
}

function childOfClaim(claim: Claim, part: string | number): Claim | undefined {
  const { value, directed } = claim
  if (isList(value)) {
    const index = Number(part)
    return index in value
      ? { ...claim, path: [...claim.path, index], value: value[index] as Value, declared: undefined }
      : undefined
  }
  const key = String(part)
  if (!isMap(value) || !Object.hasOwn(value, key) || (directed && key === directiveKey)) return undefined
  const declared = directed ? declaredStrategy(value, key) : undefined
  return { ...claim, path: [...claim.path, key], value: value[key] as Value, declared }
}

/** Goes up through the layers and decides which claims stand, as the merge would. */
function rank(claims: Claim[], rules: StrategyTable | undefined): void {
  let standingNow: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'hidden') continue
    const strategy = claim.declared ?? rules?.strategy
    if (claim.removes) {
      hideAll(standingNow)
      standingNow = []
    } else if (isUnset(claim.value) && claim.directed && typeof claim.path.at(-1) !== 'number') {
      hideAll(standingNow)
      standingNow = []
      claim.effect = 'unsets'
    } else if (strategy === 'remove' && (claim.declared !== undefined || standingNow.length > 0)) {
      claim.effect = 'removes'
      if (standingNow.length > 0) standingNow.push(claim)
    } else {
      if (!joins(claim.value, standingNow, strategy)) {
        hideAll(standingNow)
        standingNow = []
      }
      standingNow.push(claim)
    }
  }
}

function joins(value: Value, lower: readonly Claim[], strategy: Strategy | undefined): boolean {
  const first = lower.find((claim) => claim.effect === 'sets')
  if (first === undefined || strategy === 'replace') return false
  if (isMap(value)) return isMap(first.value)
  return isList(value) && isList(first.value) && strategy !== undefined && isListStrategy(strategy)
}

function hideAll(claims: readonly Claim[]): void {
  for (const claim of claims) claim.effect = 'hidden'
}

/** An element of a list made of several layers: the claims that went into it, lowest first. */
type Slot = Claim[]

/** Builds the list again, with claims for elements, and takes the one at `index`. */
function elementClaims(
  claims: readonly Claim[],
  index: number,
  strategy: Strategy | undefined,
  rules: StrategyTable | undefined,
): Claim[] {
  let slots: Slot[] | undefined
  const hidden: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'unsets') continue
    const elements = elementsOf(claim)
    const how = claim.declared ?? strategy
    if (claim.effect === 'hidden') hidden.push(...elements.filter((element) => element.path.at(-1) === index))
    // The lowest list stays as it is, also where its own elements are equal.
    else if (slots === undefined) slots = elements.map((element) => [element])
    else if (claim.effect === 'removes') slots = withoutListed(slots, claim, rules)
    else if (how === 'prepend') slots = [...elements.map((element) => [element]), ...slots]
    else if (how === 'union') addNew(slots, elements, rules)
    else if (how !== undefined && keyOfStrategy(how) !== undefined) addByKey(slots, elements, keyOfStrategy(how) as string)
    else slots.push(...elements.map((element) => [element]))
  }
  return [...hidden, ...(slots?.[index] ?? [])].sort((a, b) => a.layer - b.layer)
}

function elementsOf(claim: Claim): Claim[] {
  if (!isList(claim.value)) return []
  return claim.value.map((value, index) => ({ ...claim, path: [...claim.path, index], value, declared: undefined }))
}

function addNew(slots: Slot[], elements: readonly Claim[], rules: StrategyTable | undefined): void {
  const seen = new Set(slots.map((slot) => markOfSlot(slot, rules)))
  for (const element of elements) {
    const mark = markOfSlot([element], rules)
    if (!seen.has(mark)) slots.push([element])
    seen.add(mark)
  }
}

function addByKey(slots: Slot[], elements: readonly Claim[], key: string): void {
  const places = new Map<string, Slot>()
  for (const slot of slots) {
    const mark = markOf((slot[0] as Claim).value, key)
    if (mark !== undefined && !places.has(mark)) places.set(mark, slot)
  }
  for (const element of elements) {
    const mark = markOf(element.value, key)
    const slot = mark === undefined ? undefined : places.get(mark)
    if (slot !== undefined) slot.push(element)
    else {
      const added = [element]
      slots.push(added)
      if (mark !== undefined) places.set(mark, added)
    }
  }
}

function withoutListed(slots: readonly Slot[], claim: Claim, rules: StrategyTable | undefined): Slot[] {
  const listed = isList(claim.value) ? elementsOf(claim) : [claim]
  const gone = new Set(listed.map((element) => markOfSlot([element], rules)))
  return slots.filter((slot) => !gone.has(markOfSlot(slot, rules)))
}

/** What the merge would compare: the element as all its layers together make it. */
function markOfSlot(slot: Slot, strategies: StrategyTable | undefined): string {
  const [first] = slot
  if (first !== undefined && !isMap(first.value) && !isList(first.value)) return fingerprint(first.value)
  return fingerprint(
    mergeLayers(
      slot.map(({ value, directed }) => ({ value, directives: directed })),
      { strategies },
    ),
  )
}
