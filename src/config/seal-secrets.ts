import { type Replacement, replaceValues } from '../references/replace-values.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { walkLeaves } from '../values/walk.ts'

/**
 * A tree in which every value at or below a secret path is a {@link Secret}. `at` is where the tree stands in the
 * whole configuration. Secrets that did not change are taken from `earlier`, so their identity stays.
 */
export function sealSecrets(tree: Value, at: Path, patterns: readonly Path[], earlier?: Value): Value {
  if (patterns.length === 0) return tree
  const replacements = new Map<string, Replacement>()
  for (const pattern of patterns) {
    for (const path of matches(tree, at, pattern)) {
      walkLeaves(getAt(tree, path) as Value, (rest, leaf) => {
        const full = [...path, ...rest]
        const sealed = sealLeaf(leaf, earlier === undefined ? undefined : getAt(earlier, full))
        if (sealed !== leaf) replacements.set(JSON.stringify(full), { path: full, value: sealed })
      })
    }
  }
  return replacements.size === 0 ? tree : replaceValues(tree, [...replacements.values()], earlier)
}

function sealLeaf(leaf: Value, earlier: Value | undefined): Value {
  if (leaf === null || leaf instanceof Secret || isMap(leaf) || isList(leaf)) return leaf
  return earlier instanceof Secret && earlier.reveal() === leaf ? earlier : (new Secret(leaf) as Value)
}

/** The paths inside the tree that a pattern means. The empty path when the whole tree is below the pattern. */
function matches(tree: Value, at: Path, pattern: Path): readonly Path[] {
  const shared = Math.min(at.length, pattern.length)
  for (let index = 0; index < shared; index++) if (!fits(pattern[index], at[index])) return []
  return expand(tree, pattern.slice(shared))
}

function expand(tree: Value, pattern: Path): readonly Path[] {
  const [part, ...rest] = pattern
  if (part === undefined) return [[]]
  if (part !== '*') {
    const child = getAt(tree, [part])
    return child === undefined ? [] : expand(child, rest).map((path) => [part, ...path])
  }
  const keys: readonly (string | number)[] = isList(tree) ? tree.map((_, index) => index) : isMap(tree) ? Object.keys(tree) : []
  return keys.flatMap((key) => expand(getAt(tree, [key]) as Value, rest).map((path) => [key, ...path]))
}

function fits(wanted: string | number | undefined, actual: string | number | undefined): boolean {
  return wanted === '*' || wanted === String(actual)
}
