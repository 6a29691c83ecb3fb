import type { Logger } from '../runtime/logger.ts'
import { deepFreeze } from '../values/freeze.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { Handle } from './handle.ts'

/** Who knows what to say when nothing is at a path. */
interface Owner {
  get(path: never): unknown
}

/** Values, and which of them are not loaded yet. */
interface Shown {
  readonly value: Value
  readonly parts?: { concerns(path: Path): boolean } | undefined
}

/** So many handles are kept before those that nobody holds any more are looked for. */
const firstSweep = 256

/** The handles of a configuration: one for each path, for as long as somebody holds it. */
export class LiveHandles {
  readonly #owner: Owner
  readonly #logger: Logger
  readonly #byPath = new Map<string, WeakRef<LiveHandle>>()
  #nextSweep = firstSweep

  constructor(owner: Owner, logger: Logger) {
    this.#owner = owner
    this.#logger = logger
  }

  /** The handle of a path, which shows its value. */
  at(path: string, shown: Shown): Handle<unknown> {
    const known = this.#byPath.get(path)?.deref()
    if (known !== undefined) return known
    if (this.#byPath.size >= this.#nextSweep) this.#sweep()
    const handle = new LiveHandle(this.#owner, path)
    handle.showIn(shown)
    this.#byPath.set(path, new WeakRef(handle))
    return handle
  }

  /** Shows other values. Only handles whose value is another one are written to. */
  showIn(shown: Shown): void {
    for (const [path, reference] of this.#byPath) {
      const handle = reference.deref()
      if (handle === undefined) this.#byPath.delete(path)
      else if (!handle.showIn(shown)) this.#logger.warn('a handle was frozen by the program and keeps its old value', { path })
    }
  }

  /** Forgets handles that nobody holds. The more there are the longer it waits, so a handle costs the same among many. */
  #sweep(): void {
    for (const [path, reference] of this.#byPath) if (reference.deref() === undefined) this.#byPath.delete(path)
    this.#nextSweep = Math.max(firstSweep, this.#byPath.size * 2)
  }
}

/** An existing value is an own property, which the engine reads as fast as any other; a getter would take twice as long. */
class LiveHandle implements Handle<unknown> {
  declare readonly path: string
  readonly #owner: Owner
  readonly #parsed: Path | undefined

  constructor(owner: Owner, path: string) {
    this.#owner = owner
    this.#parsed = parsePath(path)
    Object.defineProperty(this, 'path', { value: path, enumerable: true })
  }

  /** Comes to light only while the handle has no property of this name: when nothing is at the path. */
  get value(): unknown {
    return this.#owner.get(this.path as never)
  }

  /** False for a handle that the program froze while it showed another value. */
  showIn({ value: root, parts }: Shown): boolean {
    const path = this.#parsed
    // What is not loaded yet comes to light by the getter.
    const value = path === undefined || parts?.concerns(path) ? undefined : getAt(root, path)
    const isShown = Object.hasOwn(this, 'value')
    if (value === undefined) return !isShown || Reflect.deleteProperty(this, 'value')
    if (isShown && this.value === value) return true
    const property = { value: deepFreeze(value), writable: false, enumerable: true, configurable: true }
    return Reflect.defineProperty(this, 'value', property) || !isShown
  }
}
