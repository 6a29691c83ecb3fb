import type { ConfigEvents } from '../config/events.ts'
import type { Handle } from '../config/handle.ts'
import { LiveHandles } from '../config/live-handles.ts'
import { nearPath } from '../config/near-path.ts'
import type { Frozen, PathOf, ValueAt } from '../config/typed-path.ts'
import { ConfigError } from '../errors/config-error.ts'
import { diffPaths, type TreeChange } from '../merge/diff-paths.ts'
import { reconcile } from '../merge/reconcile.ts'
import { Emitter } from '../runtime/emitter.ts'
import { type Logger, silentLogger } from '../runtime/logger.ts'
import { type ChangedValue, Subscriptions, type WatchOptions } from '../subscriptions/subscriptions.ts'
import { deepFreeze } from '../values/freeze.ts'
import { getAt } from '../values/get.ts'
import { parsePath } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** A configuration at one moment, as the thread that has it said. */
export interface MirroredSnapshot<Shape> {
  /** Of the thread that has it. */
  readonly generation: number
  /** Milliseconds since 1970. */
  readonly loadedAt: number
  /** Frozen. */
  readonly value: Frozen<Shape>
}

type MirrorEvents = Pick<ConfigEvents, 'changed'>

/**
 * A configuration that lives in another thread or process, to be read here: as quickly as there, and never half of it. Reloads
 * are the other's business; what comes of them appears here by itself.
 */
export class ConfigMirror<Shape = unknown> implements Disposable {
  readonly #close: () => void
  readonly #events: Emitter<MirrorEvents>
  readonly #subscriptions: Subscriptions
  readonly #handles: LiveHandles
  /** One reference: a reader sees the old generation or the new one, never a mixture. */
  #snapshot: MirroredSnapshot<Shape>
  /** When the one began to share that is followed. */
  #sharedAt: number

  /** Use {@link receiveConfig}. */
  constructor(sharedAt: number, first: MirroredSnapshot<unknown>, close: () => void, logger: Logger = silentLogger) {
    this.#sharedAt = sharedAt
    this.#snapshot = frozen(first) as MirroredSnapshot<Shape>
    this.#close = close
    this.#events = new Emitter(logger)
    this.#subscriptions = new Subscriptions(logger)
    this.#handles = new LiveHandles(this, logger)
  }

  /** The whole configuration, frozen. */
  get value(): Frozen<Shape> {
    return this.#snapshot.value
  }

  /** The configuration at this moment. Hold on to it for a consistent view. */
  get current(): MirroredSnapshot<Shape> {
    return this.#snapshot
  }

  /**
   * The frozen value at a path: `server.port`, `hosts[0]`.
   * @throws ConfigError KEY_MISSING, with the nearest existing keys
   */
  get<Path extends PathOf<Shape>>(path: Path): Frozen<ValueAt<Shape, Path>> {
    const found = this.#lookUp(path)
    if (found === undefined) throw missing(this.#tree, path)
    return found as Frozen<ValueAt<Shape, Path>> // what the compiler knows of a path is what is there
  }

  /** The frozen value at a path, or `undefined`. */
  find<Path extends PathOf<Shape>>(path: Path): Frozen<ValueAt<Shape, Path>> | undefined
  find(path: string): unknown
  find(path: string): unknown {
    return this.#lookUp(path)
  }

  /** Whether there is a value at a path; `null` is one. */
  has(path: string): boolean {
    return this.#lookUp(path) !== undefined
  }

  /** A view of one path that always shows the current value. */
  at<Path extends PathOf<Shape>>(path: Path): Handle<Frozen<ValueAt<Shape, Path>>> {
    return this.#handles.at(path, { value: this.#tree }) as Handle<Frozen<ValueAt<Shape, Path>>> // as for get()
  }

  /** As `watch` of the configuration itself. */
  watch<Path extends PathOf<Shape>>(
    path: Path,
    listener: (
      value: Frozen<ValueAt<Shape, Path>> | undefined,
      previous: Frozen<ValueAt<Shape, Path>> | undefined,
      change: ChangedValue,
    ) => unknown,
    options?: WatchOptions,
  ): Disposable
  watch(
    pattern: `${string}*${string}` | '',
    listener: (value: unknown, previous: unknown, change: ChangedValue) => unknown,
    options?: WatchOptions,
  ): Disposable
  watch(path?: PathOf<Shape> | `${string}*${string}` | '', options?: WatchOptions): AsyncIterable<readonly TreeChange[]>
  watch(
    path = '',
    listener?: ((value: never, previous: never, change: ChangedValue) => unknown) | WatchOptions,
    options?: WatchOptions,
  ): Disposable | AsyncIterable<readonly TreeChange[]> {
    // What the compiler knows of a path is what is there.
    return listener !== undefined && typeof listener !== 'object'
      ? this.#subscriptions.listen(path, listener as (value: unknown) => unknown, options)
      : this.#subscriptions.iterate(path, listener ?? undefined)
  }

  /** Calls `listener` at every new generation, until the answer is disposed of. */
  on<Name extends keyof MirrorEvents>(event: Name, listener: (event: MirrorEvents[Name]) => void): Disposable {
    return this.#events.on(event, listener)
  }

  /** Takes a newer generation. An older one, or the same, is what somebody else asked for. */
  show(sharedAt: number, next: MirroredSnapshot<unknown>): void {
    const before = this.#snapshot
    if (sharedAt < this.#sharedAt || (sharedAt === this.#sharedAt && next.generation <= before.generation)) return
    this.#sharedAt = sharedAt
    // What did not change stays the same object, as in the thread that has it.
    const tree = reconcile(before.value as Value, next.value as Value)
    const changes = diffPaths(before.value as Value, tree)
    this.#snapshot = frozen({ ...next, value: tree }) as MirroredSnapshot<Shape>
    if (changes.length === 0) return
    this.#handles.showIn({ value: tree })
    const { generation } = next
    this.#events.emit('changed', { generation, changes: deepFreeze(changes), issues: [] })
    this.#subscriptions.tell({ before: before.value as Value, after: tree, changes, generation })
  }

  /** Ends following. Values stay readable. */
  close(): void {
    this.#close()
    this.#events.clear()
    this.#subscriptions.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  get #tree(): Value {
    return this.#snapshot.value as Value // it came as one
  }

  #lookUp(text: string): Value | undefined {
    const path = parsePath(text)
    return path === undefined ? undefined : getAt(this.#tree, path)
  }
}

function frozen(snapshot: MirroredSnapshot<unknown>): MirroredSnapshot<unknown> {
  return Object.freeze({ ...snapshot, value: deepFreeze(snapshot.value) })
}

function missing(tree: Value, text: string): ConfigError {
  const path = parsePath(text)
  const near = path === undefined ? 'write a path such as "server.port" or "hosts[0]"' : nearPath(tree, path)
  const message = `the shared configuration has no ${JSON.stringify(text)}`
  return new ConfigError({
    code: 'KEY_MISSING',
    severity: 'error',
    message,
    path,
    hint: near ?? 'use find() for what may be missing',
  })
}
