import { type Replacement, replaceValues } from '../references/replace-values.ts'
import type { Field } from '../schema/fields/field.ts'
import { fieldAt, isSecretAt } from '../schema/fields/field-at.ts'
import { isSecret } from '../schema/fields/metadata.ts'
import { reaching } from '../schema/fields/reaching.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { walkLeaves } from '../values/walk.ts'
import type { SecretPaths } from './secret-paths.ts'

/**
 * A tree in which every value at or below a secret path is a {@link Secret}. `at` is where the tree stands in the
 * whole configuration. Secrets that did not change are taken from `earlier`, so their identity stays.
 */
export function sealSecrets(tree: Value, at: Path, { fields, named }: SecretPaths, earlier?: Value): Value {
  const replacements = new Map<string, Replacement>()
  const seal = (path: Path): void => {
    walkLeaves(getAt(tree, path) as Value, (rest, leaf) => {
      const full = [...path, ...rest]
      const sealed = sealLeaf(leaf, earlier === undefined ? undefined : getAt(earlier, full))
      if (sealed !== leaf) replacements.set(JSON.stringify(full), { path: full, value: sealed })
    })
  }
  if (fields !== undefined) sealFields(tree, fields, at, seal)
  for (const pattern of named) for (const path of matches(tree, at, pattern)) seal(path)
  return replacements.size === 0 ? tree : replaceValues(tree, [...replacements.values()], earlier)
}

function sealFields(tree: Value, root: Field, at: Path, seal: (path: Path) => void): void {
  const leads = leadsToSecret.get(root) ?? reaching(root, isSecret)
  leadsToSecret.set(root, leads)
  if (isSecretAt(root, at)) {
    seal([])
    return
  }
  const below = fieldAt(root, at)
  if (below !== undefined) visit(tree, below, [])

  function visit(value: Value, field: Field, path: Path): void {
    if (field.secret) seal(path)
    if (field.secret || !leads(field)) return
    const keys: readonly (string | number)[] = isList(value) ? [...value.keys()] : isMap(value) ? Object.keys(value) : []
    for (const key of keys) {
      const child = field.child(key)
      if (child !== undefined) visit(getAt(value, [key]) as Value, child, [...path, key])
    }
  }
}

const leadsToSecret = new WeakMap<Field, (field: Field) => boolean>()

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
