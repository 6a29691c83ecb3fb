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

  /** The handle of a path, which shows its value in `root`. */
  at(path: string, root: Value): Handle<unknown> {
    const known = this.#byPath.get(path)?.deref()
    if (known !== undefined) return known
    if (this.#byPath.size >= this.#nextSweep) this.#sweep()
    const handle = new LiveHandle(this.#owner, path)
    handle.showIn(root)
    this.#byPath.set(path, new WeakRef(handle))
    return handle
  }

  /** Shows the values of another root. Only handles whose value is another one are written to. */
  showIn(root: Value): void {
    for (const [path, reference] of this.#byPath) {
      const handle = reference.deref()
      if (handle === undefined) this.#byPath.delete(path)
      else if (!handle.showIn(root)) this.#logger.warn('a handle was frozen by the program and keeps its old value', { path })
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
  showIn(root: Value): boolean {
    const value = this.#parsed && getAt(root, this.#parsed)
    const isShown = Object.hasOwn(this, 'value')
    if (value === undefined) return !isShown || Reflect.deleteProperty(this, 'value')
    if (isShown && this.value === value) return true
    const property = { value: deepFreeze(value), writable: false, enumerable: true, configurable: true }
    return Reflect.defineProperty(this, 'value', property) || !isShown
  }
}
