import { didYouMean } from '../../text/words.ts'
import { childOf, getAt } from '../../values/get.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isMap, kindOf, type Value } from '../../values/value.ts'
import { isShared, layerUses, placeIn, related } from '../layers.ts'
import type { Finding, LintRule } from '../rule.ts'
import { settingsOf } from '../settings-of.ts'
import type { LintLayer, LintProfile, LintProject } from '../subject.ts'
import { nearTo, unknownKeys } from '../unknown-keys.ts'
import { variablesOf } from '../variables.ts'

/** Names that match nothing and are nearly another: keys by the schema, keys by the layers below, and variables. */
export const nearMiss: LintRule = {
  code: 'LINT_NEAR_MISS',
  title: 'a name that is nearly another',
  severity: 'error',
  needs: 'project',
  *check({ project }) {
    if (project === undefined) return
    yield* bySchema(project)
    if (project.schema === undefined) for (const profile of project.profiles) yield* byLayers(profile, project)
    if (project.isComplete) yield* variables(project)
  },
}

function* bySchema(project: LintProject): Generator<Finding> {
  for (const { layer, path, near } of unknownKeys(project)) {
    if (near.length === 0 || hasTwin(project, path, near)) continue
    const message = `the schema has no ${printPath(path)}, but a key with nearly the same name`
    yield { message, path, ...placeIn(layer, path, 'key'), hint: didYouMean(near) }
  }
}

/** Where both spellings are used, another rule says so. */
function hasTwin(project: LintProject, path: Path, near: readonly string[]): boolean {
  const twin = near.find((name) => isTwin(name, String(path.at(-1))))
  if (twin === undefined) return false
  return project.profiles.some(({ value }) => getAt(value, [...path.slice(0, -1), twin]) !== undefined)
}

function isTwin(first: string, second: string): boolean {
  return first.toLowerCase() === second.toLowerCase()
}

/**
 * Without a schema, the layers below are the only ones who know names: a key that one layer alone has, beside a key
 * of the same type below that this layer does not set.
 */
function* byLayers(profile: LintProfile, project: LintProject): Generator<Finding> {
  for (const [index, layer] of profile.layers.entries()) {
    if (index === 0 || !isShared(layer)) continue
    for (const { path, value } of settingsOf(layer.value)) {
      const key = path.at(-1)
      if (typeof key !== 'string' || hasElsewhere(project, layer, path)) continue
      const parent = path.slice(0, -1)
      const below = siblingsBelow(profile.layers.slice(0, index), parent)
      const own = getAt(layer.value, parent)
      const candidates = below.filter(
        (sibling) => own !== undefined && childOf(own, sibling.key) === undefined && kindOf(sibling.value) === kindOf(value),
      )
      const [name] = nearTo(
        key,
        candidates.map((sibling) => sibling.key),
      )
      const sibling = candidates.find((candidate) => candidate.key === name)
      if (sibling === undefined || isSeries(key, sibling.key) || isTwin(key, sibling.key)) continue
      yield {
        message: `only this layer has ${printPath(path)}, and the layers below have a key with nearly the same name`,
        path,
        ...placeIn(layer, path, 'key'),
        related: related('the key below', sibling.layer.locate([...parent, sibling.key], 'key')),
        hint: didYouMean([sibling.key]),
      }
    }
  }
}

interface Sibling {
  readonly key: string
  readonly value: Value
  readonly layer: LintLayer
}

function siblingsBelow(layers: readonly LintLayer[], parent: Path): readonly Sibling[] {
  return layers.flatMap((layer) => {
    const map = getAt(layer.value, parent)
    return isMap(map) ? Object.entries(map).map(([key, value]) => ({ key, value, layer })) : []
  })
}

function hasElsewhere(project: LintProject, layer: LintLayer, path: Path): boolean {
  return layerUses(project).some(({ layer: other }) => other.id !== layer.id && getAt(other.value, path) !== undefined)
}

/** `server1`, `server2`; `host`, `hosts`: names that differ on purpose. */
function isSeries(first: string, second: string): boolean {
  const stem = (name: string): string => name.replace(/\d+$|s$/, '')
  return stem(first) === stem(second) || stem(first) === second || first === stem(second)
}

function* variables(project: LintProject): Generator<Finding> {
  for (const { name, layer, span, hint, near } of variablesOf(project)) {
    if (near)
      yield { message: `${JSON.stringify(name)} fits no key, but nearly fits one`, name, span, source: layer.source, hint }
  }
}
