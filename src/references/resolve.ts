import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { Evaluation } from './evaluation.ts'
import { holdsReferences } from './referring-keys.ts'
import type { Derivation, Filled, Site } from './site.ts'

/**
 * Answers `${name:argument}`. `undefined` means "not there"; anything worse is thrown as a ConfigError.
 * `at` is the path of the value that holds the reference.
 */
export type Resolver = (argument: string, at: Path) => Value | undefined

/** A resolver that says when its answers change. A plain function is asked again at every load. */
export interface DeclaredResolver {
  readonly resolve: Resolver
  /** The same argument gets the same answer for ever, so it is asked once. Default: false. */
  readonly stable?: boolean
  /**
   * Something that is another (by `Object.is`) when the answer may be, and is had for less than the answer: the
   * signature of a file, a revision. `before` is what it was last time.
   */
  readonly version?: (argument: string, at: Path, before: unknown) => unknown
}

/** A tree in which paths are looked up: the one that all layers make, or what some of the lower ones make. */
export interface View {
  readonly tree: Value
  /** How many layers, of the lowest; `undefined`: all. */
  readonly layers: number | undefined
}

export interface ResolveOptions {
  readonly resolvers: Readonly<Record<string, Resolver | DeclaredResolver>>
  /** What the layers make that are below the one whose value is at `path` in a view. */
  readonly below: (path: Path, view: View) => View | undefined
  readonly locate: (path: Path, view: View) => Span | undefined
  /** A value found at a path, with what is secret in it sealed, so that whatever is made of it is secret too. */
  readonly seal: (value: Value, path: Path) => Value
  /** Names that exist, for suggestions. */
  readonly suggest: (path: Path) => string | undefined
  /** Hears of every path that a reference leads to, before anything is looked up there. */
  readonly lookAt?: (path: Path) => void
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
  /** For the next run. `undefined` when there was nothing to compute. */
  readonly evaluated: Evaluated | undefined
}

/** What was computed in a run, and what each of it was made of. */
export interface Evaluated {
  readonly sites: ReadonlyMap<string, Site>
  /** Maps and lists that a reference takes as a whole, and the whole tree. */
  readonly filled: ReadonlyMap<string, Filled>
  /** How many expressions were computed; the others were taken over from the run before. */
  readonly computed: number
}

const nothingDerived: ReadonlyMap<string, Derivation> = new Map()

/**
 * Fills in the references of a merged tree: after merging, so a reference sees the value that won. With what an
 * earlier run made, only values are computed again of which something they are made of has changed; and what comes
 * out as it was is the same object. Problems are collected as issues; `value` is only meaningful when there are none.
 */
export function resolveReferences(tree: Value, options: ResolveOptions, earlier?: Evaluated): Resolved {
  if (!holdsReferences(tree)) return { value: tree, derived: nothingDerived, issues: [], evaluated: undefined }
  const evaluation = new Evaluation(tree, options, earlier)
  const value = evaluation.run()
  const { issues, derived, evaluated } = evaluation
  // What is wrong may have been met twice: comparing with the earlier run, and computing. A first run tells it once.
  if (issues.length > 0 && earlier !== undefined) return resolveReferences(tree, options)
  if (issues.length > 0) return { value: tree, derived: nothingDerived, issues, evaluated: undefined }
  return { value, derived, issues, evaluated }
}
