import { checkOptions } from '../../errors/check-options.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { TreeChange } from '../../merge/diff-paths.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { deepFreeze } from '../../values/freeze.ts'
import { type Path, parsePath } from '../../values/path.ts'
import type { Generation } from '../generation.ts'
import { withRefused } from '../refused.ts'
import type { Frozen } from '../typed-path.ts'
import { closed } from './renewal-errors.ts'
import { hiding, withoutSecrets } from './without-secrets.ts'

/** A new configuration that is good as far as schema and rules can tell, before it is used. */
export interface ProposedChange<Shape = unknown> {
  readonly previous: Frozen<Shape>
  readonly next: Frozen<Shape>
  readonly changes: readonly TreeChange[]
  /** Aborted when the configuration is closed, or the time is over: no answer is needed any more. */
  readonly signal: AbortSignal
}

/**
 * Asked before a reload takes effect. What it answers is why not, as a sentence or as an issue; nothing means that it may.
 * It may try the new values first: open a connection, ask somebody. Throwing refuses too.
 */
export type Veto<Shape = unknown> = (change: ProposedChange<Shape>) => VetoAnswer | Promise<VetoAnswer>

// biome-ignore lint/suspicious/noConfusingVoidType: a function that has nothing to say need not return anything
export type VetoAnswer = string | Reason | undefined | void

/** Why not. A path may be written as a text, too: `db.host`. */
export type Reason = Pick<Issue, 'message' | 'hint'> & { readonly path?: Path | string | undefined }

export interface VetoOptions {
  /** Who has not answered after so long refuses. Default: 30 seconds. */
  readonly timeoutMs?: number | undefined
}

const defaultTimeoutMs = 30_000

/** Those who may refuse a reload. */
export class Vetoes {
  readonly #vetoes = new Set<Asked>()
  readonly #runtime: Pick<Runtime, 'clock' | 'logger'>

  constructor(runtime: Pick<Runtime, 'clock' | 'logger'>) {
    this.#runtime = runtime
  }

  get isAnybodyThere(): boolean {
    return this.#vetoes.size > 0
  }

  /** @throws ConfigError OPTION_INVALID */
  add(veto: Veto, options: VetoOptions = {}): Disposable {
    if (typeof veto !== 'function') throw wrong('a veto must be a function', 'veto(({ next }) => … ? undefined : "why not")')
    checkOptions(options, ['timeoutMs'], 'veto')
    const { timeoutMs = defaultTimeoutMs } = options
    if (!(typeof timeoutMs === 'number' && timeoutMs > 0))
      throw wrong('timeoutMs of a veto must be a positive number', 'write milliseconds, or Infinity')
    // The same function may be added twice; each ends on its own.
    const own = { veto, timeoutMs }
    this.#vetoes.add(own)
    return { [Symbol.dispose]: () => void this.#vetoes.delete(own) }
  }

  clear(): void {
    this.#vetoes.clear()
  }

  /**
   * Asks all of them together. Who does not answer in time refuses, or no reload would ever come to an end again.
   * @throws ConfigError CHANGE_REFUSED, with the reasons of all who refuse; CONFIG_CLOSED when `signal` ends it
   */
  async ask(before: Generation, next: Generation, diff: () => readonly TreeChange[], signal: AbortSignal): Promise<void> {
    if (this.#vetoes.size === 0) return
    const changes = diff()
    if (changes.length === 0) return
    const proposal = { previous: deepFreeze(before.value), next: deepFreeze(next.value), changes: deepFreeze(changes) }
    // Who refuses a password may quote it.
    const hide = hiding(before.value, next.value)
    const answers = await Promise.all([...this.#vetoes].map((asked) => this.#answerOf(asked, proposal, signal, hide)))
    if (signal.aborted) throw closed()
    const issues = answers.flat()
    if (issues.length === 0) return
    const { value: tree, merged } = next
    throw withRefused(new ConfigError(issues.map((issue) => withoutSecrets(issue, hide))), { tree, merged })
  }

  async #answerOf(
    { veto, timeoutMs }: Asked,
    proposal: Proposal,
    closing: AbortSignal,
    hide: (text: string) => string,
  ): Promise<readonly Issue[]> {
    const { clock, logger } = this.#runtime
    const answered = new AbortController()
    const ended = new AbortController()
    const signal = AbortSignal.any([closing, ended.signal])
    try {
      const late = after(clock, timeoutMs, AbortSignal.any([closing, answered.signal])).then((isLate) =>
        isLate ? tooLate(timeoutMs) : undefined,
      )
      const answer: unknown = await Promise.race([veto({ ...proposal, signal } as ProposedChange), late])
      return refusals(answer)
    } catch (error) {
      if (ConfigError.is(error)) return error.issues
      const text = error instanceof Error ? (error.stack ?? error.message) : typeof error === 'string' ? error : typeof error
      logger.error('a veto failed', { error: hide(text) })
      // The text of an error of somebody else could hold anything, secrets too.
      const message = `a veto failed: ${error instanceof Error ? error.name : typeof error}`
      return [refusal({ message, hint: 'the log has the error; correct the function' })]
    } finally {
      answered.abort()
      ended.abort()
    }
  }
}

interface Asked {
  readonly veto: Veto
  readonly timeoutMs: number
}

type Proposal = Readonly<Record<'previous' | 'next' | 'changes', unknown>>

/** Whether so much time passed before the signal. */
function after(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  // Timers of Node take no more; nobody waits for longer than 24 days.
  return clock.sleep(Math.min(ms, 2_147_483_647), signal, { background: true }).then(
    () => true,
    () => false,
  )
}

function tooLate(timeoutMs: number): VetoAnswer {
  const hint = 'see what it waits for, or give veto() a longer timeoutMs'
  return { message: `a veto did not answer within ${timeoutMs} ms`, hint }
}

/** From JavaScript it may be anything. What is neither nothing nor a reason refuses: it was hardly meant as a yes. */
function refusals(answer: unknown): readonly Issue[] {
  if (answer === undefined || answer === null) return []
  const given = typeof answer === 'object' ? (answer as Readonly<Record<string, unknown>>) : { message: answer }
  const { message, path, hint } = given
  if (typeof message !== 'string' || message === '')
    return [refusal({ message: 'a veto answered with something that is no reason', hint: reasonHint })]
  const place = typeof path === 'string' ? parsePath(path) : Array.isArray(path) ? (path as Path) : undefined
  return [refusal({ message, path: place, hint: typeof hint === 'string' ? hint : undefined })]
}

const reasonHint = 'answer with nothing to agree; to refuse, with a text or { message, path, hint }'

function refusal({ message, path, hint }: Pick<Issue, 'message' | 'path' | 'hint'>): Issue {
  return { code: 'CHANGE_REFUSED', severity: 'error', message, path, hint }
}

function wrong(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
