import { checkOptions } from '../errors/check-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { TreeChange } from '../merge/diff-paths.ts'
import type { Logger } from '../runtime/logger.ts'
import { deepFreeze } from '../values/freeze.ts'
import { type Path, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { ChangeIterator } from './change-iterator.ts'
import { type Call, type Difference, findCalls } from './find-calls.ts'
import { type Pattern, parsePattern } from './pattern.ts'
import type { Place } from './place.ts'
import { Trie } from './trie.ts'

/** What is known of a change beside the two values. */
export interface ChangedValue {
  /** Where: with a pattern, one of the paths it means. */
  readonly path: Path
  /** The generation that brought it. */
  readonly generation: number
}

/** Called with the value now and the value before; `undefined` where there is nothing. What it returns does not matter. */
export type Listener = (value: unknown, previous: unknown, change: ChangedValue) => unknown

export interface WatchOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

/** From one generation to the next. */
export interface Step extends Difference {
  readonly generation: number
}

/** One who wants to know. */
interface Subscriber {
  /** Subscribers are told in the order in which they came. */
  readonly number: number
  readonly tell: (place: Place, generation: number) => unknown
  /** A subscription that ended while others are told is not called any more. */
  ended: boolean
}

/** Who is told of which change. A step costs what changed and whom it concerns, however many others there are. */
export class Subscriptions {
  readonly #trie = new Trie<Subscriber>()
  readonly #logger: Logger
  readonly #ends = new Set<() => void>()
  #count = 0
  #isClosed = false

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** How many there are. */
  get size(): number {
    return this.#ends.size
  }

  /**
   * Calls `listener` when the value at a path differs; with a pattern, for each path it means.
   * @throws ConfigError OPTION_INVALID for a text that is no pattern, and for what is no function or signal
   */
  listen(text: string, listener: Listener, options: WatchOptions = {}): Disposable {
    const signal = signalOf(options)
    const tell = ({ path, before, after }: Place, generation: number): unknown =>
      listener(frozen(after), frozen(before), { path, generation })
    if (typeof listener !== 'function') throw notAListener()
    return { [Symbol.dispose]: this.#add(parsePattern(text), tell, signal, () => undefined) }
  }

  /**
   * What changes at a path or below, step by step. Who is slow gets several steps as one: the newest values, and nothing
   * that was taken back meanwhile. Ends with the signal, and with {@link close}.
   * @throws ConfigError OPTION_INVALID for a text that is no pattern
   */
  iterate(text: string, options: WatchOptions = {}): AsyncIterable<readonly TreeChange[]> {
    const signal = signalOf(options)
    // An iteration gives single changes in any case, and all of one step together.
    const pattern = { ...parsePattern(text), everything: false }
    return {
      [Symbol.asyncIterator]: () => {
        const iterator = new ChangeIterator(() => end())
        const end = this.#add(
          pattern,
          (place) => iterator.add(place),
          signal,
          () => iterator.end(),
        )
        return iterator
      },
    }
  }

  /** Calls everybody whom a step concerns. */
  tell(step: Step): void {
    for (const call of inOrder(findCalls(this.#trie, step))) this.#call(call, step.generation)
  }

  /** Ends all of them, and those that are still to come. */
  close(): void {
    this.#isClosed = true
    for (const end of [...this.#ends]) end()
  }

  #add(pattern: Pattern, tell: Subscriber['tell'], signal: AbortSignal | undefined, ended: () => void): () => void {
    const subscriber: Subscriber = { number: this.#count++, tell, ended: false }
    const end = (): void => {
      if (subscriber.ended) return
      subscriber.ended = true
      signal?.removeEventListener('abort', end)
      this.#trie.remove(pattern, subscriber)
      this.#ends.delete(end)
      ended()
    }
    this.#trie.add(pattern, subscriber)
    this.#ends.add(end)
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted || this.#isClosed) end()
    return end
  }

  #call(call: Call<Subscriber>, generation: number): void {
    const { subscriber } = call
    if (subscriber.ended) return
    try {
      const answer = subscriber.tell(call, generation)
      // Of an asynchronous listener nobody else would hear, and its rejection would end the process.
      if (answer instanceof Promise) answer.catch((error: unknown) => this.#report(call, error))
    } catch (error) {
      this.#report(call, error)
    }
  }

  #report({ path }: Place, error: unknown): void {
    this.#logger.error('a subscriber failed', { path: printPath(path), error })
  }
}

/** From JavaScript they may be anything. */
function signalOf(options: WatchOptions): AbortSignal | undefined {
  checkOptions(options, ['signal'], 'watch')
  const { signal } = options
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw notASignal()
  return signal
}

function notAListener(): ConfigError {
  const hint = 'write watch(path, (now, before) => { … }), or leave it out for a loop'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message: 'a listener must be a function', hint })
}

function notASignal(): ConfigError {
  const hint = 'give the signal of an AbortController'
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message: 'signal must be an AbortSignal', hint })
}

function frozen(value: Value | undefined): unknown {
  return value === undefined ? undefined : deepFreeze(value)
}

function numberAt(calls: readonly Call<Subscriber>[], index: number): number {
  return calls[index]?.subscriber.number ?? 0
}

/** In the order of subscription; for one subscriber, in the order of the tree. */
function inOrder(calls: readonly Call<Subscriber>[]): readonly Call<Subscriber>[] {
  // Mostly they are: the tree of patterns has the order in which they came.
  const isInOrder = calls.every(({ subscriber }, index) => index === 0 || numberAt(calls, index - 1) <= subscriber.number)
  return isInOrder ? calls : calls.toSorted((one, other) => one.subscriber.number - other.subscriber.number)
}
