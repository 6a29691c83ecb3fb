import type { Span } from '../text/position.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { unknownFrom } from './known-keys.ts'
import { settingsOf } from './settings-of.ts'
import type { LintLayer, LintProfile, LintProject } from './subject.ts'

/** A variable that fits no key. */
export interface StrayVariable {
  readonly name: string
  readonly layer: LintLayer
  readonly path: Path | undefined
  /** Its line, for one in a .env file. */
  readonly span: Span | undefined
  readonly hint: string | undefined
  /** There is a key with nearly this name. */
  readonly near: boolean
}

const referred = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)/g

/** Variables of the environment and of .env files that fit a key in no profile, and that no value refers to. */
export function variablesOf(project: LintProject): readonly StrayVariable[] {
  const stray = new Map<string, StrayVariable>()
  const used = new Set<string>([...project.otherVariables, ...referredNames(project)])
  for (const profile of project.profiles) {
    for (const [index, layer] of profile.layers.entries()) {
      if (layer.kind !== 'env' && layer.kind !== 'dotenv') continue
      const warned = new Map(layer.warnings().map((issue) => [issue.code === 'SOURCE_NEAR_MISS' ? issue.name : undefined, issue]))
      const setting = new Set<string>()
      for (const { path } of settingsOf(layer.value)) {
        const name = layer.nameOf(path)
        if (name === undefined) continue
        setting.add(name)
        if (isKnown(project, profile, index, path)) used.add(name)
        else
          stray.set(name, { name, layer, path, span: layer.locate(path), hint: warned.get(name)?.hint, near: warned.has(name) })
      }
      // A name that is not even a path is left out of the layer.
      for (const [name, issue] of warned) {
        if (name === undefined || setting.has(name)) continue
        stray.set(name, { name, layer, path: undefined, span: issue?.span, hint: issue?.hint, near: true })
      }
    }
  }
  return [...stray.values()].filter(({ name }) => !used.has(name))
}

function isKnown(project: LintProject, profile: LintProfile, index: number, path: Path): boolean {
  if (profile.layers.slice(0, index).some((below) => getAt(below.value, path) !== undefined)) return true
  return project.schema !== undefined && unknownFrom(project.schema, path) === undefined
}

function referredNames(project: LintProject): readonly string[] {
  const names: string[] = []
  for (const { layers } of project.profiles) {
    for (const layer of layers) {
      for (const { value } of settingsOf(layer.value)) {
        const text = typeof value === 'string' ? value : Array.isArray(value) ? JSON.stringify(value) : ''
        for (const [, name] of text.matchAll(referred)) if (name !== undefined) names.push(name)
      }
    }
  }
  return names
}
