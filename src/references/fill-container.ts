import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { type Keys, referringKeys } from './referring-keys.ts'
import { hasSameChildren } from './replace-values.ts'
import type { View } from './resolve.ts'
import type { Filled, Site } from './site.ts'

/** A text with references, and where it stands. */
export interface Leaf {
  readonly path: Path
  readonly text: string
}

/** A path that grows at its end without being copied: trees may be deep, and only the paths of texts are needed. */
interface Trail {
  readonly above: Trail | undefined
  readonly key: string | number
}

/** What was put together of a map or list, and the place for which that holds. */
interface Done {
  readonly view: View
  readonly trail: Trail | undefined
  readonly filled: Filled
}

/** Maps and lists that hold references, put together from what the texts in them came to; each once in a run. */
export class Filling {
  readonly #siteAt: (view: View, path: Path) => Site
  readonly #done = new Map<Value, Done>()

  constructor(siteAt: (view: View, path: Path) => Site) {
    this.#siteAt = siteAt
  }

  /** The texts with references in a value, in order, without those in maps and lists that are put together already. */
  leavesOf(view: View, at: Path, root: Value): readonly Leaf[] {
    const leaves: Leaf[] = []
    const stack: { readonly trail: Trail | undefined; readonly value: Value }[] = [{ trail: trailOf(at), value: root }]
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { trail, value } = entry
      if (typeof value === 'string') leaves.push({ path: pathOf(trail), text: value })
      else if (this.#doneAt(view, trail, value) === undefined) {
        const keys = referringKeys(value)
        for (let place = keys.length - 1; place >= 0; place--) {
          const key = keys[place] as string | number
          stack.push({ trail: { above: trail, key }, value: childOf(value, key) as Value })
        }
      }
    }
    return leaves
  }

  /** The value with all its references filled in. Every text in it was computed before. */
  assemble(view: View, at: Path, value: Value, before: Filled | undefined): Filled {
    return this.#assemble(view, trailOf(at), value, before)
  }

  #assemble(view: View, trail: Trail | undefined, value: Value, before: Filled | undefined): Filled {
    if (typeof value === 'string') {
      const { outcome, height } = this.#siteAt(view, pathOf(trail))
      return { raw: value, outcome: outcome as Value, height, keys: [], children: [] }
    }
    const done = this.#doneAt(view, trail, value)
    if (done !== undefined) return done

    const keys = referringKeys(value)
    const earlier = childrenBefore(keys, before)
    const children = keys.map((key, place) =>
      this.#assemble(view, { above: trail, key }, childOf(value, key) as Value, earlier(key, place)),
    )
    const height = children.reduce((highest, child) => Math.max(highest, child.height), 0)
    const filled = { raw: value, outcome: outcomeOf(value, keys, children, before), height, keys, children }
    this.#done.set(value, { view, trail, filled })
    return filled
  }

  /** By identity first: a path is compared only where the same map or list was met before. */
  #doneAt(view: View, trail: Trail | undefined, value: Value): Filled | undefined {
    const done = this.#done.get(value)
    return done !== undefined && done.view.layers === view.layers && isSame(done.trail, trail) ? done.filled : undefined
  }
}

/** Finds what each child was last time: at the same place, unless keys came or went. */
function childrenBefore(keys: Keys, before: Filled | undefined): (key: string | number, place: number) => Filled | undefined {
  if (before === undefined) return () => undefined
  if (before.keys === keys) return (_, place) => before.children[place]
  const byKey = new Map(before.keys.map((key, place) => [key, before.children[place]]))
  return (key) => byKey.get(key)
}

/** What came out as it was last time is the object of last time, so that identity tells what changed. */
function outcomeOf(value: Value, keys: Keys, children: readonly Filled[], before: Filled | undefined): Value {
  const isAsBefore = (child: Filled, place: number): boolean => Object.is(child.outcome, before?.children[place]?.outcome)
  const isSameRaw = before !== undefined && before.raw === value
  if (isSameRaw && children.every(isAsBefore)) return before.outcome
  const changed = isList(value) ? [...value] : { ...(value as ValueMap) }
  // A list takes numbers and a map texts, and the keys are those of the value.
  for (const [place, key] of keys.entries()) (changed as Record<string | number, Value>)[key] = children[place]?.outcome as Value
  const earlier = isSameRaw ? undefined : before?.outcome
  return (isList(earlier) || isMap(earlier)) && hasSameChildren(changed, earlier) ? earlier : changed
}

function trailOf(path: Path): Trail | undefined {
  return path.reduce<Trail | undefined>((above, key) => ({ above, key }), undefined)
}

function pathOf(trail: Trail | undefined): Path {
  const path: (string | number)[] = []
  for (let at = trail; at !== undefined; at = at.above) path.push(at.key)
  return path.reverse()
}

function isSame(left: Trail | undefined, right: Trail | undefined): boolean {
  let [a, b] = [left, right]
  for (; a !== undefined && b !== undefined && a !== b; a = a.above, b = b.above) {
    if (String(a.key) !== String(b.key)) return false
  }
  return a === b
}
