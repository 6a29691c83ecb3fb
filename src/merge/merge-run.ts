import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { type LeafShape, noShape, type ShapeMemory } from './covering-leaf.ts'
import { hasDirectives } from './has-directives.ts'
import type { StrategyTable } from './strategy-table.ts'

/** One layer to merge. It is never written to. */
export interface MergeLayer {
  readonly value: Value
  /** Whether `!unset` or `$merge` occurs in it. Default: found out by walking it once. */
  readonly directives?: boolean | undefined
  /** True when scalars are text that is coerced later; such a text may stand for a list. Default: false. */
  readonly textOnly?: boolean | undefined
}

/** Hears of a problem; `layer` is the index of the layer that has it, `lower` that of the layer it collides with. */
export type MergeReport = (issue: Issue, at: { readonly layer: number; readonly lower?: number | undefined }) => void

export interface MergeOptions {
  /** Strategies by path, from the schema. Default: none. */
  readonly strategies?: StrategyTable | undefined
  /** Hears of warnings and errors; the merge itself always ends with a value. */
  readonly report?: MergeReport | undefined
}

/** A place in the tree being merged, as a linked list: one small object a step instead of a copied path. */
export interface Trail {
  readonly above: Trail | undefined
  readonly key: string | number
}

export function pathOf(trail: Trail | undefined): Path {
  const path: (string | number)[] = []
  for (let step = trail; step !== undefined; step = step.above) path.push(step.key)
  return path.reverse()
}

/** Below this depth work is put off instead of recursing, so that no depth of nesting exhausts the stack. */
export const recursionLimit = 200

/** What one merge carries along. */
export class MergeRun implements ShapeMemory {
  readonly directives: readonly boolean[]
  readonly anyDirectives: boolean
  readonly textOnly: readonly boolean[]
  readonly report: MergeReport | undefined
  shape: LeafShape = noShape
  #later: (() => void)[] = []
  #nesting = 0

  constructor(layers: readonly MergeLayer[], report: MergeReport | undefined) {
    this.directives = layers.map((layer) => layer.directives ?? hasDirectives(layer.value))
    this.anyDirectives = this.directives.includes(true)
    this.textOnly = layers.map((layer) => layer.textOnly === true)
    this.report = report
  }

  /** Puts work off until the stack has been left. */
  later(work: () => void): void {
    this.#later.push(work)
  }

  /** Runs `work` and everything it put off, for a result that is needed complete. */
  complete<T>(work: () => T, trail: Trail | undefined): T {
    if (this.#nesting >= recursionLimit) throw tooDeep(trail)
    const outer = this.#later
    this.#later = []
    this.#nesting++
    try {
      const result = work()
      for (let next = this.#later.pop(); next !== undefined; next = this.#later.pop()) next()
      return result
    } finally {
      this.#later = outer
      this.#nesting--
    }
  }
}

function tooDeep(trail: Trail | undefined): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `more than ${recursionLimit} lists with merge strategies inside each other`,
    path: pathOf(trail).slice(0, 20),
    hint: 'nest the lists less deeply',
  })
}
