import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { TreeChange } from '../../merge/diff-paths.ts'
import { deepFreeze } from '../../values/freeze.ts'
import type { Generation } from '../generation.ts'
import { withTree } from '../refused-trees.ts'
import type { Frozen } from '../typed-path.ts'
import { withoutSecrets } from './without-secrets.ts'

/** A new configuration that is good as far as schema and rules can tell, before it is used. */
export interface ProposedChange<Shape = unknown> {
  readonly previous: Frozen<Shape>
  readonly next: Frozen<Shape>
  readonly changes: readonly TreeChange[]
  /** Aborted when the configuration is closed: no answer is needed any more. */
  readonly signal: AbortSignal
}

/**
 * Asked before a reload takes effect. What it answers is why not, as a sentence or as an issue; nothing means that it may.
 * It may try the new values first: open a connection, ask somebody. Throwing refuses too.
 */
export type Veto<Shape = unknown> = (change: ProposedChange<Shape>) => VetoAnswer | Promise<VetoAnswer>

// biome-ignore lint/suspicious/noConfusingVoidType: a function that has nothing to say need not return anything
export type VetoAnswer = string | Pick<Issue, 'message' | 'path' | 'hint'> | undefined | void

/** Those who may refuse a reload. */
export class Vetoes {
  readonly #vetoes = new Set<Veto>()

  get isAnybodyThere(): boolean {
    return this.#vetoes.size > 0
  }

  add(veto: Veto): Disposable {
    // The same function may be added twice; each ends on its own.
    const own: Veto = (change) => veto(change)
    this.#vetoes.add(own)
    return { [Symbol.dispose]: () => void this.#vetoes.delete(own) }
  }

  clear(): void {
    this.#vetoes.clear()
  }

  /**
   * Asks all of them together.
   * @throws ConfigError CHANGE_REFUSED, with the reasons of all who refuse
   */
  async ask(before: Generation, next: Generation, diff: () => readonly TreeChange[], signal: AbortSignal): Promise<void> {
    if (this.#vetoes.size === 0) return
    const changes = diff()
    if (changes.length === 0) return
    const proposal = { previous: deepFreeze(before.value), next: deepFreeze(next.value), changes: deepFreeze(changes), signal }
    const answers = await Promise.all([...this.#vetoes].map((veto) => answerOf(() => veto(proposal as ProposedChange))))
    if (answers.flat().length === 0) return
    // Who refuses a password may quote it.
    throw withTree(new ConfigError(withoutSecrets(answers.flat(), before.value, next.value)), next.value)
  }
}

async function answerOf(ask: () => VetoAnswer | Promise<VetoAnswer>): Promise<readonly Issue[]> {
  try {
    const answer = await ask()
    if (answer === undefined) return []
    return [refusal(typeof answer === 'string' ? { message: answer } : answer)]
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    // The text of an error of somebody else could hold anything, secrets too.
    return [refusal({ message: `a veto failed: ${error instanceof Error ? error.name : typeof error}` })]
  }
}

function refusal({ message, path, hint }: Pick<Issue, 'message' | 'path' | 'hint'>): Issue {
  return { code: 'CHANGE_REFUSED', severity: 'error', message, path, hint }
}
