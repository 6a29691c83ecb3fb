import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import { type Path, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { type Derivation, Evaluation, failed } from './evaluation.ts'
import { findReferences } from './find-references.ts'
import { type Replacement, replaceValues } from './replace-values.ts'

/**
 * Answers `${name:argument}`. `undefined` means "not there"; anything worse is thrown as a ConfigError.
 * `at` is the path of the value that holds the reference.
 */
export type Resolver = (argument: string, at: Path) => Value | undefined

export interface ResolveOptions {
  readonly resolvers: Readonly<Record<string, Resolver>>
  /** What the value at `path` hides in lower layers: level 1 is what the winner hides, 2 what that one hides. */
  readonly hidden: (path: Path, level: number) => Value | undefined
  readonly locate: (path: Path) => Span | undefined
  /** A value found at a path, with what is secret in it sealed, so that whatever is made of it is secret too. */
  readonly seal: (value: Value, path: Path) => Value
  /** Names that exist, for suggestions. */
  readonly suggest: (path: Path) => string | undefined
  /** Characters that references may produce in all. */
  readonly maxExpansion: number
  /** Values that references may produce in all, when maps and lists are written out. */
  readonly maxNodes: number
}

export interface Resolved {
  readonly value: Value
  /** How each computed value came about, by printed path. Sparse. */
  readonly derived: ReadonlyMap<string, Derivation>
  readonly issues: readonly Issue[]
}

const nothingDerived: ReadonlyMap<string, Derivation> = new Map()

/**
 * Fills in the references of a merged tree: after merging, so a reference sees the value that won.
 * Problems are collected as issues; `value` is only meaningful when there are none.
 */
export function resolveReferences(tree: Value, options: ResolveOptions, earlier?: Value): Resolved {
  const paths = findReferences(tree)
  if (paths.length === 0) return { value: tree, derived: nothingDerived, issues: [] }

  const evaluation = new Evaluation(tree, options)
  const replacements: Replacement[] = []
  for (const path of paths) {
    const value = evaluation.valueOf(path)
    if (value !== failed) replacements.push({ path, value })
  }
  if (evaluation.issues.length > 0) return { value: tree, derived: nothingDerived, issues: evaluation.issues }

  const derived = new Map<string, Derivation>()
  for (const path of paths) {
    const derivation = evaluation.derivations.get(printPath(path))
    if (derivation !== undefined) derived.set(printPath(path), derivation)
  }
  return { value: replaceValues(tree, replacements, earlier), derived, issues: [] }
}
