import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { leadOf } from './rule.ts'

/** What the `*` of a rule stand for in a tree, once for each run: a list of keys. Without a `*`, one run without keys. */
export function matchesIn(tree: Value, paths: readonly Path[]): readonly (readonly (string | number)[])[] {
  const lead = leadOf(paths)
  let open: { value: Value; match: readonly (string | number)[] }[] = [{ value: tree, match: [] }]
  for (const part of lead) {
    open = open.flatMap(({ value, match }) => {
      if (part === '*') return keysOf(value).map((key) => ({ value: childOf(value, key) as Value, match: [...match, key] }))
      const child = childOf(value, part)
      return child === undefined ? [] : [{ value: child, match }]
    })
  }
  return open.map(({ match }) => match)
}

/** A path with keys in place of its `*`. */
export function bound(path: Path, match: readonly (string | number)[]): Path {
  let star = 0
  return path.map((part) => (part === '*' ? (match[star++] ?? part) : part))
}

/** Where all matches lie: below this path, none changes while its value is the same. */
export function trunkOf(paths: readonly Path[]): Path {
  const lead = leadOf(paths)
  return lead.slice(0, Math.max(0, lead.indexOf('*')))
}

function keysOf(value: Value): readonly (string | number)[] {
  if (isList(value)) return [...value.keys()]
  return isMap(value) ? Object.keys(value) : []
}
