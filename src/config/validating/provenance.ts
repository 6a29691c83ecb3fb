import type { Derivation } from '../../references/site.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { DefaultValue } from '../checker.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'

/** What is known about where values came from, when something is wrong with one of them. */
export interface Provenance {
  readonly plan: Plan
  readonly layers: readonly Layer[]
  readonly derived: ReadonlyMap<string, Derivation>
  /** Rules of the defaults that were filled in, by printed path. */
  readonly defaults: ReadonlyMap<string, string>
  spanOfRule(rule: string): Span | undefined
  /** The default that would be used at `path` if no layer said anything. */
  defaultAt(path: Path): DefaultValue | undefined
  /** Whether the configuration would be right at `path` with another value there. */
  wouldBeRight(path: Path, value: Value): boolean
}
