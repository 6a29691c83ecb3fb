import { closest } from '../text/closest.ts'
import { editDistance } from '../text/edit-distance.ts'
import type { Path } from '../values/path.ts'
import { canonical } from './canonical.ts'
import { type Known, mostSteps } from './env-names.ts'

const longestName = 200

/** Finds the keys for which a name that fits none may be a mistyped word. */
export class NearNames {
  readonly #root: readonly Known[]
  readonly #byLevels: (levels: readonly string[]) => readonly Path[]
  #paths: readonly Path[] | undefined

  constructor(root: readonly Known[], byLevels: (levels: readonly string[]) => readonly Path[]) {
    this.#root = root
    this.#byLevels = byLevels
  }

  /** `known` is as much of the name as exists, `siblings` the keys below that. */
  of(name: string, levels: readonly string[], known: Path, siblings: readonly Known[]): readonly Path[] {
    if (levels.length > 1) {
      const rest = levels.slice(known.length + 1)
      const names = closest(
        (levels[known.length] as string).toLowerCase(),
        siblings.flatMap(({ part }) => (typeof part === 'string' ? [part] : [])),
      )
      const near = names.flatMap((part) => this.#byLevels([...known.map(String), part, ...rest]))
      if (near.length > 0) return near
    }
    const typed = canonical(name)
    if (typed.length > longestName) return []
    const allowed = typed.length < 6 ? 1 : 2
    return this.#leafPaths()
      .filter((path) => {
        const text = path.map((part) => canonical(String(part))).join('')
        return Math.abs(text.length - typed.length) <= allowed && editDistance(text, typed) <= allowed
      })
      .slice(0, 3)
  }

  #leafPaths(): readonly Path[] {
    if (this.#paths !== undefined) return this.#paths
    const paths: Path[] = []
    const open: { path: Path; children: readonly Known[] }[] = [{ path: [], children: this.#root }]
    for (let at = open.pop(); at !== undefined && paths.length < mostSteps; at = open.pop()) {
      for (const known of at.children) {
        if (typeof known.part === 'number') continue
        const path = [...at.path, known.part]
        const children = known.children().filter((child) => typeof child.part === 'string')
        if (children.length === 0) paths.push(path)
        else open.push({ path, children })
      }
    }
    this.#paths = paths
    return paths
  }
}
