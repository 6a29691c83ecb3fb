import type { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { diffPaths, type TreeChange } from '../../merge/diff-paths.ts'
import type { Reading } from '../../sources/source.ts'
import { deepFreeze } from '../../values/freeze.ts'
import type { Value } from '../../values/value.ts'
import type { Generation } from '../generation.ts'
import type { Plan } from '../plan.ts'
import type { Answer } from '../read-sources.ts'
import { refusedBy } from '../refused.ts'
import { sealSecrets } from '../seal-secrets.ts'

/** A configuration that was refused by the last reload, to be looked at. */
export interface Rejected {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The generation that stays in use. */
  readonly generation: number
  readonly issues: readonly Issue[]
  /** What it would have been, frozen, secrets sealed. `undefined` if a source could not be read or parsed. */
  readonly value: unknown
  /** How it differs from what is in use. */
  readonly changes: readonly TreeChange[]
}

/** What of it costs something is made when somebody looks. */
export function rejectedBy(error: ConfigError, plan: Plan, current: Generation): Rejected {
  let sealed: Value | undefined
  const value = (): Value | undefined => {
    const tree = refusedBy(error)?.tree
    sealed ??= tree && deepFreeze(sealSecrets(tree, [], plan.schema, current.value))
    return sealed
  }
  let changes: readonly TreeChange[] | undefined
  return {
    at: plan.runtime.clock.now(),
    generation: current.number,
    issues: error.issues,
    get value() {
      return value()
    },
    get changes() {
      const tree = value()
      changes ??= tree === undefined ? [] : deepFreeze(diffPaths(current.value, tree))
      return changes
    },
  }
}

/** A refusal, and what the sources had said. */
export interface Refusal {
  readonly error: ConfigError
  readonly answers: readonly Answer[]
}

/**
 * Whether two refusals say the same of the same content. Then the second is not told: somebody who tries again every few
 * seconds would otherwise fill the log.
 */
export function isSameRefusal(one: Refusal, other: Refusal): boolean {
  return (
    one.answers.length === other.answers.length &&
    textOf(one) === textOf(other) &&
    one.answers.every((answer, index) => isSameReading(answer.reading, other.answers[index]?.reading))
  )
}

function textOf({ error }: Refusal): string {
  return JSON.stringify(error.issues.map(({ code, message, path, span, source }) => [code, message, path, span, source]))
}

function isSameReading(one: Reading | undefined, other: Reading | undefined): boolean {
  if (one === other || one?.version === other?.version) return true
  return one?.kind === 'bytes' && other?.kind === 'bytes' && Buffer.compare(one.bytes, other.bytes) === 0
}
