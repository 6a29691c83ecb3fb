import type { Field } from '../schema/fields/field.ts'
import { fieldAt } from '../schema/fields/field-at.ts'
import { allTypes, type TypeName } from '../schema/fields/type-names.ts'
import type { Path } from '../values/path.ts'
import { kindOf, type Value } from '../values/value.ts'
import { isShared, layerUses } from './layers.ts'
import { settingsOf } from './settings-of.ts'
import type { LintLayer, LintProject } from './subject.ts'

/** Two layers with values of different types for one path. */
export interface Drift {
  readonly path: Path
  /** The one that is looked at. */
  readonly layer: LintLayer
  readonly value: Value
  readonly kind: string
  /** What most layers have, or the lowest of them. */
  readonly other: LintLayer
  readonly otherKind: string
  /** The value is the other type's notation in quotes. */
  readonly quoted: boolean
}

interface Use {
  readonly layer: LintLayer
  readonly value: Value
  readonly kind: string
}

/** Where layers that everybody has disagree about a type. Texts that refer to something have the type of that. */
export function* driftsIn(project: LintProject): Generator<Drift> {
  for (const [key, uses] of usesByPath(project)) {
    const path = JSON.parse(key) as Path
    const usual = usualOf(uses)
    for (const use of uses) {
      if (use.kind === usual.kind || isAllowed(project.schema, path, use.kind, usual.kind)) continue
      yield {
        path,
        ...use,
        other: usual.layer,
        otherKind: usual.kind,
        quoted: typeof use.value === 'string' && isNotationOf(use.value, usual.kind),
      }
    }
  }
}

function usesByPath(project: LintProject): ReadonlyMap<string, readonly Use[]> {
  const byPath = new Map<string, Use[]>()
  for (const { layer } of layerUses(project)) {
    if (!isShared(layer) || layer.textOnly) continue
    for (const { path, value } of settingsOf(layer.value)) {
      if (value === null || (typeof value === 'string' && value.includes('${'))) continue
      const key = JSON.stringify(path)
      const uses = byPath.get(key) ?? []
      uses.push({ layer, value, kind: kindOf(value) })
      byPath.set(key, uses)
    }
  }
  return byPath
}

/** The kind that most have; of several, that of the lowest layer, unless that one is a text in quotes. */
function usualOf(uses: readonly Use[]): Use {
  const counts = new Map<string, number>()
  for (const { kind } of uses) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const most = Math.max(...counts.values())
  const candidates = uses.filter(({ kind }) => counts.get(kind) === most)
  const unquoted = candidates.find((use) => !isQuotedForm(use, uses))
  return (unquoted ?? candidates[0] ?? uses[0]) as Use
}

function isQuotedForm(use: Use, uses: readonly Use[]): boolean {
  const { value } = use
  return typeof value === 'string' && uses.some(({ kind }) => kind !== 'string' && isNotationOf(value, kind))
}

function isNotationOf(text: string, kind: string): boolean {
  if (kind === 'number') return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(text)
  return kind === 'boolean' && (text === 'true' || text === 'false')
}

/** The schema says that both are right. */
function isAllowed(schema: Field | undefined, path: Path, first: string, second: string): boolean {
  const types = schema && fieldAt(schema, path)?.types
  if (types === undefined || types === allTypes) return false
  return [first, second].every((kind) => typesOf(kind).some((type) => types.has(type)))
}

function typesOf(kind: string): readonly TypeName[] {
  if (kind === 'number') return ['number', 'integer']
  if (kind === 'list') return ['array']
  if (kind === 'boolean') return ['boolean']
  return [kind === 'map' ? 'object' : 'string']
}
