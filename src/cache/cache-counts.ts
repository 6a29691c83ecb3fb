/** How often what happened; what happens in a namespace happened in the whole as well. */
export class CacheCounts {
  readonly #above: CacheCounts | undefined
  hits = 0
  negativeHits = 0
  staleHits = 0
  misses = 0
  loads = 0
  failedLoads = 0
  sharedLoads = 0

  constructor(above?: CacheCounts) {
    this.#above = above
  }

  add(what: 'hits' | 'negativeHits' | 'staleHits' | 'misses' | 'loads' | 'failedLoads' | 'sharedLoads'): void {
    this[what]++
    this.#above?.add(what)
  }

  get hitRate(): number {
    const served = this.hits + this.staleHits
    return served === 0 ? 0 : served / (served + this.misses)
  }
}
