import type { TreeChange } from '../../merge/diff-paths.ts'
import { directiveKey } from '../../merge/directive-key.ts'
import { unset } from '../../merge/unset.ts'
import { hasReference } from '../../references/has-reference.ts'
import { type Awaitable, andThen } from '../../runtime/awaitable.ts'
import type { Source } from '../../sources/source.ts'
import { restartChanges } from '../../validation/restart-changes.ts'
import { getAt } from '../../values/get.ts'
import { type Path, printPath } from '../../values/path.ts'
import { withValue } from '../../values/set.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import { combine, type Generation } from '../generation.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'

const source: Source = { kind: 'held', name: 'held until restart', read: () => undefined }

/** A generation that may be shown, as far as those who made it can tell. */
export interface Accepted {
  readonly next: Generation
  /** What keeps values until a restart. */
  readonly held: readonly Layer[]
  /** What waits for a restart. */
  readonly pending: readonly TreeChange[]
}

/** A generation with what needs a restart as it was before. */
export function holding(
  plan: Plan,
  built: Generation,
  before: Generation,
  above: { readonly held: readonly Layer[]; readonly overrides: readonly Layer[] },
): Awaitable<Accepted> {
  const pending = restartPending(plan, before, built)
  // Below an override nobody sees whether a value is still to be held, so it is.
  const kept = above.overrides.length === 0 ? [] : above.held
  const held = pending.length === 0 ? kept : [...kept, holdingLayer(pending, before)]
  if (held.length === 0) return { next: built, pending, held }
  return andThen(combine(plan, built, [...held, ...above.overrides], before), (next) => ({ next, pending, held }))
}

/** The changes of a new generation that take effect only after a restart: `x-restart` in the schema. */
function restartPending({ schema }: Plan, before: Generation, next: Generation): readonly TreeChange[] {
  if (schema.fields === undefined) return []
  // What is loaded for the first time has nothing that could stay as it was.
  const after = before.parts?.hide(next.value) ?? next.value
  return restartChanges(before.value, after, schema.fields).map((path) => {
    const [was, is] = [getAt(before.value, path), getAt(next.value, path)]
    if (was === undefined) return { kind: 'added', path, after: is as Value }
    return is === undefined ? { kind: 'removed', path, before: was } : { kind: 'changed', path, before: was, after: is }
  })
}

/**
 * A layer on top of all sources that keeps values as they are. So the mixture of old and new values is judged like any
 * other configuration, and an explanation says why a new value is not in use.
 */
function holdingLayer(pending: readonly TreeChange[], before: Generation): Layer {
  let tree: Value = {}
  for (const { path } of pending) {
    // A list of a higher layer replaces the one below, so elements are held together with their list.
    const list = path.findIndex((part) => typeof part === 'number')
    tree = withHeld(tree, list < 0 ? path : path.slice(0, list), before)
  }
  return {
    source,
    uri: 'held:',
    file: undefined,
    value: tree as ValueMap,
    textOnly: false,
    directives: true,
    references: true,
    small: false,
    warnings: () => [],
    locate: () => undefined,
    nameOf: (path) => printPath(path),
  }
}

function withHeld(tree: Value, path: Path, before: Generation): Value {
  const value = heldAt(before, path)
  const held = withValue(tree, path, value)
  const key = path.at(-1)
  if (key === undefined || !(isMap(value) || isList(value))) return held
  // Otherwise what the layers below add to a map or a list would come in.
  return withValue(held, [...path.slice(0, -1), directiveKey, String(key)], 'replace')
}

/** As it stands in the layers, because that is what the schema reads; but what references came to must not change either. */
function heldAt(before: Generation, path: Path): Value {
  const written = getAt(before.merged.value, path)
  if (written === undefined) return unset
  return !refers(written) ? written : escaped(getAt(before.value, path) ?? unset)
}

function refers(value: Value): boolean {
  let found = false
  walkLeaves(value, (_, leaf) => {
    if (typeof leaf === 'string' && hasReference(leaf)) found = true
  })
  return found
}

function escaped(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${')
  if (isList(value)) return value.map(escaped)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)])) : value
}
