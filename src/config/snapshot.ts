import type { Issue } from '../errors/issue.ts'
import { deepFreeze } from '../values/freeze.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath } from '../values/path.ts'
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
  #version: string | undefined
  #warnings: readonly Issue[] | undefined

  constructor(plan: Plan, state: Generation) {
    this.#plan = plan
    this.#state = state
    this.generation = state.number
    this.loadedAt = state.loadedAt
  }

  /** The whole tree, frozen to the bottom. */
  get value(): Frozen<Shape> {
    return deepFreeze(this.#state.value) as Frozen<Shape>
  }

  /** Content hash: equal configuration, equal version. */
  get version(): string {
    this.#version ??= explaining().contentHash(this.#state.value)
    return this.#version
  }

  get warnings(): readonly Issue[] {
    this.#warnings ??= Object.freeze([...this.#state.warnings()])
    return this.#warnings
  }

  /** The frozen value at a path, or `undefined`. */
  find(path: string): Value | undefined {
    const remembered = this.#remembered[path]
    return remembered === undefined ? this.#lookUp(path) : remembered
  }

  #lookUp(text: string): Value | undefined {
    if (this.#absent.has(text)) return undefined
    const path = parsePath(text)
    const found = path === undefined ? undefined : getAt(this.#state.value, path)
    if (this.#size++ >= maxRemembered) this.#forget()
    if (found === undefined) this.#absent.add(text)
    else this.#remembered[text] = deepFreeze(found)
    return found
  }

  #forget(): void {
    this.#remembered = Object.create(null) as Remembered
    this.#absent.clear()
    this.#size = 1
  }

  /** Where the value at a path comes from and what it hides; `undefined` if there is no such path. */
  explain(path: Path | string): Explanation | undefined {
    const parsed = typeof path === 'string' ? parsePath(path) : path
    return parsed === undefined ? undefined : explaining().explainPath(this.#plan, this.#state, parsed)
  }
}
