import { editDistance } from './edit-distance.ts'
import { isWordLike } from './word-like.ts'

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
    (a, b) =>
      a.distance - b.distance ||
      b.shared - a.shared ||
      Number(b.begins) - Number(a.begins) ||
      b.name.length - a.name.length ||
      (a.name < b.name ? -1 : 1),
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

  const shared = lettersShared(a, b)
  const begins = a[0] === b[0]
  return isClose({ a, b, distance, shared, begins }) ? { name, distance, shared, begins } : undefined
}

interface Pair {
  readonly a: string
  readonly b: string
  readonly distance: number
  readonly shared: number
  readonly begins: boolean
}

/**
 * Two slips change half of a short name, and then any other word is as near as the one that was meant. So they count
 * if nearly all of the letters are still there, or if nobody would have written this in earnest.
 */
function isClose({ a, b, distance, shared, begins }: Pair): boolean {
  const shorter = Math.min(a.length, b.length)
  if (distance <= 0.5) return true
  if (distance <= 1) return shorter > 2 || (shorter === 2 && shared === 2)
  if (shorter >= 6) return distance <= Math.max(2, Math.floor(shorter / 3))
  if (distance > 2) return false
  if (!isWordLike(a)) return shorter >= 4 || shared >= 2 || (shorter > 1 && (begins || a.at(-1) === b.at(-1)))
  return (shorter === 5 && shared >= 4) || (shared === shorter && (shorter >= 4 || begins))
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
