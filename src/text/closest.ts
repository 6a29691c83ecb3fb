/**
 * The names nearest to what somebody typed, best first; empty when nothing is near. Two letters swapped count
 * as one edit, and a difference in case or in `-`, `_`, `.` as less than one, because that is how people mistype.
 */
export function closest(typed: string, names: Iterable<string>, limit = 3): readonly string[] {
  const found: Near[] = []
  for (const name of names) {
    const near = name === typed ? undefined : nearness(typed, name)
    if (near !== undefined) found.push(near)
  }
  found.sort(
    (a, b) => a.distance - b.distance || b.shared - a.shared || Number(b.begins) - Number(a.begins) || (a.name < b.name ? -1 : 1),
  )
  // Beside a name that is one slip away, those that are two away are not what was meant.
  const furthest = Math.max(1, found[0]?.distance ?? 0)
  return found
    .filter(({ distance }) => distance <= furthest)
    .slice(0, limit)
    .map(({ name }) => name)
}

/** A name that may have been meant. */
interface Near {
  readonly name: string
  readonly distance: number
  /** Letters that both have. */
  readonly shared: number
  /** True if both begin with the same letter: people rarely mistype the first one. */
  readonly begins: boolean
}

/** Nobody types a longer name, and comparing takes time in proportion to the square of the length. */
const longestName = 200

function nearness(typed: string, name: string): Near | undefined {
  if (Math.abs(typed.length - name.length) > 3 || typed.length > longestName) return undefined
  const a = fold(typed)
  const b = fold(name)
  const distance = a === b ? 0.5 : editDistance(a, b)
  const shorter = Math.min(a.length, b.length)
  if (distance > Math.max(2, Math.min(3, shorter / 3))) return undefined

  // Two edits change half of a short name. They count as slips if all but one of the letters are still there.
  const shared = lettersShared(a, b)
  const isClose =
    distance <= 0.5 ||
    (shorter > 2 && distance <= Math.max(1, Math.floor(shorter / 3))) ||
    (distance <= 2 && shared >= Math.max(2, shorter - 1))
  return isClose ? { name, distance, shared, begins: a[0] === b[0] } : undefined
}

function lettersShared(a: string, b: string): number {
  let rest = b
  let shared = 0
  for (const letter of a) {
    const at = rest.indexOf(letter)
    if (at < 0) continue
    rest = rest.slice(0, at) + rest.slice(at + 1)
    shared++
  }
  return shared
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '')
}

/** Optimal string alignment: insert, delete, replace, or swap two neighbours. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let best = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] as number) + 1)
      }
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] as number
}
