/** Random numbers that a seed repeats (mulberry32): a failing input can be had again. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new TypeError('nothing to pick from')
    // In range by construction.
    return items[this.below(items.length)] as T
  }
}

/**
 * The seed for one test, whose own number keeps it apart from the others. The same in every ordinary run; the long
 * form (npm run campaign) looks at other inputs.
 */
export function seedOf(own: number): number {
  const { FUZZ_SEED, PROPERTY_SEED } = process.env
  return own + 1000 * Number(FUZZ_SEED ?? PROPERTY_SEED ?? 0)
}
