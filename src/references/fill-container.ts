import { childOf } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, type Value, type ValueMap } from '../values/value.ts'
import { referringKeys } from './referring-keys.ts'
import { hasSameChildren } from './replace-values.ts'
import type { View } from './resolve.ts'
import type { Filled, Site } from './site.ts'

/** A text with references, and where it stands. */
export interface Leaf {
  readonly path: Path
  readonly text: string
}

/** Maps and lists that hold references, put together from what the texts in them came to; each once in a run. */
export class Filling {
  readonly filled: Map<string, Filled> = new Map()
  readonly #siteAt: (view: View, path: Path) => Site | undefined
  readonly #before: ReadonlyMap<string, Filled> | undefined

  constructor(siteAt: (view: View, path: Path) => Site | undefined, before: ReadonlyMap<string, Filled> | undefined) {
    this.#siteAt = siteAt
    this.#before = before
  }

  /** The texts with references in a value, in order, without those in maps and lists that are put together already. */
  leavesOf(view: View, at: Path, root: Value): readonly Leaf[] {
    const leaves: Leaf[] = []
    const stack: { readonly path: Path; readonly value: Value }[] = [{ path: at, value: root }]
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { path, value } = entry
      if (typeof value === 'string') leaves.push({ path, text: value })
      else if (!this.filled.has(keyOf(view, path))) {
        const keys = referringKeys(value)
        for (let place = keys.length - 1; place >= 0; place--) {
          const key = keys[place] as string | number
          stack.push({ path: [...path, key], value: childOf(value, key) as Value })
        }
      }
    }
    return leaves
  }

  /** The value with all its references filled in. Every text in it was computed before. */
  assemble(view: View, path: Path, value: Value): Filled {
    if (typeof value === 'string') {
      const site = this.#siteAt(view, path) as Site
      return { raw: value, outcome: site.outcome as Value, height: site.height }
    }
    const key = keyOf(view, path)
    const done = this.filled.get(key)
    if (done !== undefined) return done

    const keys = referringKeys(value)
    const children = keys.map((child) => this.assemble(view, [...path, child], childOf(value, child) as Value))
    const outcome = withChildren(value, keys, children, this.#before?.get(key))
    const filled = { raw: value, outcome, height: children.reduce((height, child) => Math.max(height, child.height), 0) }
    this.filled.set(key, filled)
    return filled
  }
}

/** What came out as it was last time is the object of last time, so that identity tells what changed. */
function withChildren(
  value: Value,
  keys: readonly (string | number)[],
  children: readonly Filled[],
  before: Filled | undefined,
): Value {
  const isAsBefore = (key: string | number, place: number): boolean =>
    Object.is(childOf((before as Filled).outcome, key), children[place]?.outcome)
  if (before !== undefined && before.raw === value && keys.every(isAsBefore)) return before.outcome
  const changed = isList(value) ? [...value] : { ...(value as ValueMap) }
  // A list takes numbers and a map texts, and the keys are those of the value.
  for (const [place, key] of keys.entries()) (changed as Record<string | number, Value>)[key] = children[place]?.outcome as Value
  return before !== undefined && hasSameChildren(changed, before.outcome) ? before.outcome : changed
}

function keyOf({ layers }: View, path: Path): string {
  return `${layers ?? ''} ${printPath(path)}`
}
