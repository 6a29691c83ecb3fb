/** What has a time. */
export interface Timed {
  readonly usedAt: number
}

/** So few are sorted sooner by comparing them. */
const few = 24

/** From so many on, times are looked at in larger pieces. */
const many = 2048

const noNumbers = new Uint32Array(0)

/**
 * Places in a list, in the order of the times that stood there at some moment. Sorts digit by digit, which takes time in
 * proportion to the length. The loops count, because they are long and often run before the engine has made them fast.
 */
export class TimeOrder {
  nodes = noNumbers
  times = noNumbers
  #otherNodes = noNumbers
  #otherTimes = noNumbers
  /** By digit. */
  #places = noNumbers

  get length(): number {
    return this.nodes.length
  }

  clear(): void {
    this.nodes = noNumbers
    this.times = noNumbers
    this.#otherNodes = noNumbers
    this.#otherTimes = noNumbers
  }

  /** No time stands there twice. */
  take(entries: readonly (Timed | undefined)[]): void {
    const count = entries.length
    if (count !== this.length) {
      this.nodes = new Uint32Array(count)
      this.times = new Uint32Array(count)
    }
    const { nodes, times } = this
    let isAscending = true
    let [lowest, highest] = [Number.POSITIVE_INFINITY, 0]
    for (let node = 0; node < count; node++) {
      const time = (entries[node] as Timed).usedAt
      nodes[node] = node
      times[node] = time
      if (time < lowest) lowest = time
      if (time > highest) highest = time
      else isAscending = false
    }
    if (isAscending) return
    if (count <= few) this.#sortFew()
    else this.#sort(lowest, highest)
  }

  #sortFew(): void {
    const { nodes, times } = this
    for (let index = 1; index < nodes.length; index++) {
      const node = nodes[index] as number
      const time = times[index] as number
      let place = index
      for (; place > 0 && (times[place - 1] as number) > time; place--) {
        nodes[place] = nodes[place - 1] as number
        times[place] = times[place - 1] as number
      }
      nodes[place] = node
      times[place] = time
    }
  }

  #sort(lowest: number, highest: number): void {
    const bits = this.length < many ? 8 : 11
    if (this.#places.length !== 2 ** bits + 1) this.#places = new Uint32Array(2 ** bits + 1)
    if (this.#otherNodes.length !== this.length) {
      this.#otherNodes = new Uint32Array(this.length)
      this.#otherTimes = new Uint32Array(this.length)
    }
    for (let shift = 0; shift < 32 && (highest - lowest) >>> shift > 0; shift += bits) this.#placeByDigit(lowest, shift)
  }

  /** Those of the same digit keep their order. */
  #placeByDigit(lowest: number, shift: number): void {
    const [nodes, times, places] = [this.nodes, this.times, this.#places]
    const [otherNodes, otherTimes] = [this.#otherNodes, this.#otherTimes]
    const last = places.length - 2
    places.fill(0)
    for (let index = 0; index < times.length; index++) {
      const next = ((((times[index] as number) - lowest) >>> shift) & last) + 1
      places[next] = (places[next] as number) + 1
    }
    for (let digit = 1; digit <= last; digit++) places[digit] = (places[digit] as number) + (places[digit - 1] as number)
    for (let index = 0; index < times.length; index++) {
      const time = times[index] as number
      const digit = ((time - lowest) >>> shift) & last
      const place = places[digit] as number
      places[digit] = place + 1
      otherNodes[place] = nodes[index] as number
      otherTimes[place] = time
    }
    this.nodes = otherNodes
    this.times = otherTimes
    this.#otherNodes = nodes
    this.#otherTimes = times
  }
}
