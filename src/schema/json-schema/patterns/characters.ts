/** A set of characters, as ranges of code points in order; `opaque` ones name properties that only the engine knows. */
export interface Characters {
  readonly ranges: readonly (readonly [first: number, last: number])[]
  /** The source of the set, where it names Unicode properties. */
  readonly opaque?: string | undefined
}

export const lastCode = 0x10_ffff

export function charactersOf(ranges: readonly (readonly [number, number])[]): Characters {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0])
  const joined: [number, number][] = []
  for (const [first, last] of sorted) {
    const before = joined.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else joined.push([first, last])
  }
  return { ranges: joined }
}

export function allBut({ ranges }: Characters): Characters {
  const rest: [number, number][] = []
  let next = 0
  for (const [first, last] of ranges) {
    if (first > next) rest.push([next, first - 1])
    next = last + 1
  }
  if (next <= lastCode) rest.push([next, lastCode])
  return { ranges: rest }
}

export function union(sets: readonly Characters[]): Characters {
  const opaque = sets.find((set) => set.opaque !== undefined)?.opaque
  return { ...charactersOf(sets.flatMap(({ ranges }) => ranges)), opaque }
}

/** True if a character may be in both. */
export function meet(a: Characters, b: Characters): boolean {
  if (isEmpty(a) || isEmpty(b)) return false
  if (a.opaque !== undefined || b.opaque !== undefined) return true
  let [left, right] = [0, 0]
  for (;;) {
    const [one, two] = [a.ranges[left], b.ranges[right]]
    if (one === undefined || two === undefined) return false
    if (one[0] <= two[1] && two[0] <= one[1]) return true
    if (one[1] < two[1]) left++
    else right++
  }
}

export function isEmpty({ ranges, opaque }: Characters): boolean {
  return ranges.length === 0 && opaque === undefined
}

const of = (...codes: readonly (readonly [number, number])[]): Characters => charactersOf(codes)

/** What JavaScript means by `\d`, `\w`, `\s` and `.`. */
export const digits = of([0x30, 0x39])
export const wordCharacters = of([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a])
export const blanks = of(
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
)
export const anyButLineEnds = allBut(of([0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]))
