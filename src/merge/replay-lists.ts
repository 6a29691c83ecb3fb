import { isList, isMap, type Value } from '../values/value.ts'
import { type Claim, elementOf } from './claim.ts'
import { fingerprint } from './fingerprint.ts'
import { mergeLayers } from './merge-layers.ts'
import { markOf } from './merge-lists.ts'
import { keyOfStrategy } from './strategy.ts'
import { below, type StrategyTable } from './strategy-table.ts'

/** True when what stands is a list to which several layers gave elements, or from which one took some away. */
export function isListOfSeveral(claims: readonly Claim[]): boolean {
  const lists = claims.filter((claim) => claim.effect === 'sets')
  if (lists.length === 0 || !lists.every((claim) => isList(claim.value))) return false
  return lists.length > 1 || claims.some((claim) => claim.effect === 'removes' && claim.layer > (lists[0] as Claim).layer)
}

/** Builds the list again, with claims for elements, and takes the one at `index`. */
export function elementClaims(claims: readonly Claim[], index: number): Claim[] {
  let slots: Slot[] | undefined
  const others: Claim[] = []
  for (const claim of claims) {
    if (claim.effect === 'unsets') continue
    if (claim.effect === 'hidden') {
      const element = elementOf(claim, index)
      if (element !== undefined) others.push(element)
    } else if (claim.removes) others.push(claim)
    else if (claim.effect === 'removes') slots = slots && withoutListed(slots, claim)
    else slots = slots === undefined ? elementsOf(claim).map((element) => new Slot(element)) : joined(slots, claim)
  }
  return [...others, ...(slots?.[index]?.claims ?? [])].sort((a, b) => a.layer - b.layer)
}

/** An element of a list made of several layers. */
class Slot {
  /** What went into it, lowest first. */
  readonly claims: Claim[]
  #value: Value | undefined

  constructor(claim: Claim) {
    this.claims = [claim]
  }

  add(claim: Claim): void {
    this.claims.push(claim)
    this.#value = undefined
  }

  /** The element as the merge has it between its layers: what it compares. */
  get value(): Value {
    this.#value ??= this.claims.reduce<Value | undefined>(merged, undefined) ?? null
    return this.#value
  }
}

function merged(lower: Value | undefined, { value, directed, rules }: Claim): Value {
  if (!isMap(value) && !isList(value)) return value
  const upper = { value, directives: directed }
  if (lower === undefined) return directed ? mergeLayers([upper]) : value
  return mergeLayers([{ value: lower, directives: false }, upper], { strategies: rules })
}

function elementsOf(claim: Claim): Claim[] {
  if (!isList(claim.value)) return []
  return claim.value.map((_, index) => elementOf(claim, index) as Claim) // every index of the list is in it
}

function joined(slots: Slot[], claim: Claim): Slot[] {
  const elements = elementsOf(claim)
  const key = keyOfStrategy(claim.strategy ?? 'append')
  if (key !== undefined) return joinedByKey(slots, claim, elements, key)
  const added = elements.map((element) => new Slot(element))
  if (claim.strategy === 'prepend') return [...added, ...slots]
  return [...slots, ...(claim.strategy === 'union' ? newOnes(slots, added) : added)]
}

/** Those that nothing equals, neither of the lower list nor before them. */
function newOnes(slots: readonly Slot[], added: readonly Slot[]): Slot[] {
  const seen = new Set(slots.map((slot) => fingerprint(slot.value)))
  return added.filter((slot) => {
    const before = seen.size
    return seen.add(fingerprint(slot.value)).size > before
  })
}

function joinedByKey(lower: readonly Slot[], claim: Claim, elements: readonly Claim[], key: string): Slot[] {
  const slots = [...lower]
  const places = new Map<string, number>()
  slots.forEach((slot, place) => {
    const mark = markOf(slot.value, key)
    if (mark !== undefined && !places.has(mark)) places.set(mark, place)
  })
  for (const element of elements) {
    const mark = markOf(element.value, key)
    const place = mark === undefined ? undefined : places.get(mark)
    if (place !== undefined) slots[place]?.add({ ...element, rules: deepBelow(claim.rules, place) })
    else {
      if (mark !== undefined) places.set(mark, slots.length)
      slots.push(new Slot(element))
    }
  }
  return slots
}

function withoutListed(slots: readonly Slot[], claim: Claim): Slot[] {
  const listed = isList(claim.value) ? elementsOf(claim) : [claim]
  const gone = new Set(listed.map((element) => fingerprint(new Slot(element).value)))
  return slots.filter((slot) => !gone.has(fingerprint(slot.value)))
}

/** What is declared inside of an element; elements that are the same by their key always merge deep themselves. */
function deepBelow(rules: StrategyTable | undefined, place: number): StrategyTable | undefined {
  const inner = below(rules, place)
  return inner && { ...inner, strategy: undefined }
}
