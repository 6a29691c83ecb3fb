/**
 * The names nearest to what somebody typed, best first; empty when nothing is near. Two letters swapped count
 * as one edit, and a difference in case or in `-`, `_`, `.` as less than one, because that is how people mistype.
 */
export function closest(typed: string, names: Iterable<string>, limit = 3): readonly string[] {
  const found: { name: string; distance: number }[] = []
  for (const name of names) {
    if (name === typed) continue
    const distance = mistypeDistance(typed, name)
    if (distance <= allowance(typed, name)) found.push({ name, distance })
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return found.slice(0, limit).map((entry) => entry.name)
}

/** One edit in three letters, at most three: `prot` is near `port`, `log` is not near `web`. */
function allowance(typed: string, name: string): number {
  const shorter = Math.min(typed.length, name.length)
  return shorter <= 2 ? 0.5 : Math.min(3, Math.max(1, Math.floor(shorter / 3)))
}

/** Nobody types a longer name, and comparing takes time in proportion to the square of the length. */
const longestName = 200

function mistypeDistance(typed: string, name: string): number {
  if (Math.abs(typed.length - name.length) > 3 || typed.length > longestName) return Number.POSITIVE_INFINITY
  const a = fold(typed)
  const b = fold(name)
  return a === b ? 0.5 : editDistance(a, b)
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
