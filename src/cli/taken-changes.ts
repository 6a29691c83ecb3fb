import type { TextChange } from '../errors/issue.ts'

/** Characters of a stretch by which changes are looked up. */
const stretch = 256

/** Changes that have been decided on, and whether another one would touch them. Asked of thousands of fixes in a file. */
export class TakenChanges {
  readonly #byFile = new Map<string, TextChange[]>()
  readonly #byStretch = new Map<string, TextChange[]>()

  add(change: TextChange): void {
    push(this.#byFile, change.span.file, change)
    for (const key of stretchesOf(change)) push(this.#byStretch, key, change)
  }

  has(change: TextChange): boolean {
    return this.#near(change).some((other) => isSame(change, other))
  }

  touches(change: TextChange): boolean {
    return this.#near(change).some((other) => overlaps(change, other))
  }

  /** The files in the order in which they came, each with its changes from top to bottom. */
  files(): readonly (readonly [file: string, changes: readonly TextChange[]])[] {
    return [...this.#byFile].map(([file, changes]) => [file, inOrder(changes)])
  }

  #near(change: TextChange): readonly TextChange[] {
    return stretchesOf(change).flatMap((key) => this.#byStretch.get(key) ?? [])
  }
}

/** True if two of the changes touch each other. */
export function haveOverlap(changes: readonly TextChange[]): boolean {
  const ordered = inOrder(changes)
  return ordered.some((change, index) => {
    const next = ordered[index + 1]
    return next !== undefined && overlaps(change, next)
  })
}

function inOrder(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.toSorted((a, b) => (a.span.file < b.span.file ? -1 : a.span.file > b.span.file ? 1 : startOf(a) - startOf(b)))
}

function startOf({ span }: TextChange): number {
  return span.start.offset
}

function stretchesOf({ span }: TextChange): readonly string[] {
  const first = Math.floor(span.start.offset / stretch)
  const last = Math.floor(span.end.offset / stretch)
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index} ${span.file}`)
}

function push(map: Map<string, TextChange[]>, key: string, change: TextChange): void {
  const changes = map.get(key)
  if (changes) changes.push(change)
  else map.set(key, [change])
}

/** Two insertions at one place overlap too: nobody says which comes first. */
function overlaps(a: TextChange, b: TextChange): boolean {
  if (a.span.file !== b.span.file) return false
  const [first, second] = startOf(a) <= startOf(b) ? [a.span, b.span] : [b.span, a.span]
  return first.end.offset > second.start.offset || first.start.offset === second.start.offset
}

function isSame(a: TextChange, b: TextChange): boolean {
  return a.text === b.text && a.span.file === b.span.file && startOf(a) === startOf(b) && a.span.end.offset === b.span.end.offset
}
