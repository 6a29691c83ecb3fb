import type { Issue } from '../errors/issue.ts'
import { deepFreeze } from '../values/freeze.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { Explanation } from './explain.ts'
import type { Generation } from './generation.ts'
import { explaining } from './later.ts'
import type { Plan } from './plan.ts'
import type { Frozen } from './typed-path.ts'

/** Paths asked for that are remembered; path texts may come from outside, so there is an end to it. */
const maxRemembered = 10_000

interface Remembered {
  [path: string]: Value
}

/** Loads the lazy parts that a path needs, and gives the snapshot that has them. */
export type LoadPart<Shape> = (path: string) => Snapshot<Shape>

/** The configuration at one moment. It never changes; a reload makes another one. */
export class Snapshot<Shape = unknown> {
  /** 1, 2, 3 … in this process. */
  readonly generation: number
  /** Milliseconds since 1970. */
  readonly loadedAt: number
  readonly #plan: Plan
  readonly #state: Generation
  /** An object without a prototype: the engine finds a text in it faster than in a `Map`. */
  #remembered: Remembered = Object.create(null) as Remembered
  readonly #absent = new Set<string>()
  #size = 0
  readonly #load: LoadPart<Shape> | undefined
  #version: string | undefined
  #warnings: readonly Issue[] | undefined

  /** Of a snapshot that is handed out, nothing is loaded later: it would become another one. */
  constructor(plan: Plan, state: Generation, load?: LoadPart<Shape>) {
    this.#plan = plan
    this.#state = state
    this.#load = load
    this.generation = state.number
    this.loadedAt = state.loadedAt
  }

  /**
   * The whole tree, frozen to the bottom.
   * @throws ConfigError SOURCE_NOT_LOADED, while a lazy part is not loaded
   */
  get value(): Frozen<Shape> {
    const whole = this.#with('')
    return whole === this ? (deepFreeze(this.#state.value) as Frozen<Shape>) : whole.value
  }

  /** Content hash: equal configuration, equal version. Of lazy parts, those that are loaded. */
  get version(): string {
    this.#version ??= explaining().contentHash(this.#state.value)
    return this.#version
  }

  get warnings(): readonly Issue[] {
    this.#warnings ??= Object.freeze([...this.#state.warnings()])
    return this.#warnings
  }

  /**
   * The frozen value at a path, or `undefined`.
   * @throws ConfigError SOURCE_NOT_LOADED, for a path in a lazy part that is not loaded
   */
  find(path: string): Value | undefined {
    const remembered = this.#remembered[path]
    return remembered === undefined ? this.#lookUp(path) : remembered
  }

  #lookUp(text: string): Value | undefined {
    if (this.#absent.has(text)) return undefined
    const whole = this.#with(text)
    if (whole !== this) return whole.find(text)
    const path = parsePath(text)
    const found = path === undefined ? undefined : getAt(this.#state.value, path)
    if (this.#size++ >= maxRemembered) this.#forget()
    if (found === undefined) this.#absent.add(text)
    else this.#remembered[text] = deepFreeze(found)
    return found
  }

  /** The snapshot in which everything is loaded that a path depends on. */
  #with(path: string): Snapshot<Shape> {
    const { parts } = this.#state
    if (!parts?.concerns(path)) return this
    if (this.#load === undefined) throw parts.refusal(path)
    return this.#load(path)
  }

  #forget(): void {
    this.#remembered = Object.create(null) as Remembered
    this.#absent.clear()
    this.#size = 1
  }

  /** Where the value at a path comes from and what it hides; `undefined` if there is no such path. */
  explain(path: Path | string): Explanation | undefined {
    const parsed = typeof path === 'string' ? parsePath(path) : path
    if (parsed !== undefined && this.#state.parts !== undefined) {
      const whole = this.#with(printPath(parsed))
      if (whole !== this) return whole.explain(parsed)
    }
    return parsed === undefined ? undefined : explaining().explainPath(this.#plan, this.#state, parsed)
  }
}
