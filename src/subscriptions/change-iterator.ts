import type { TreeChange } from '../merge/diff-paths.ts'
import { deepFreeze } from '../values/freeze.ts'
import { printPath } from '../values/path.ts'
import { changesAt } from './find-calls.ts'
import type { Place } from './place.ts'

type Result = IteratorResult<readonly TreeChange[], undefined>

const done: Result = { done: true, value: undefined }

/** One iteration over changes. What nobody has fetched yet is put together: the first value before, the newest after. */
export class ChangeIterator implements AsyncIterableIterator<readonly TreeChange[], undefined> {
  readonly #unsubscribe: () => void
  /** By printed path. */
  readonly #waiting = new Map<string, Place>()
  readonly #readers: ((result: Result) => void)[] = []
  #ended = false

  constructor(unsubscribe: () => void) {
    this.#unsubscribe = unsubscribe
  }

  add(place: Place): void {
    const text = printPath(place.path)
    const earlier = this.#waiting.get(text)
    this.#waiting.set(text, earlier === undefined ? place : { ...place, before: earlier.before })
    // Of one step several places may come: those who wait are served when all of them are here.
    if (this.#readers.length > 0) queueMicrotask(() => this.#serve())
  }

  end(): void {
    this.#ended = true
    this.#serve()
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.#readers.push(resolve)
      this.#serve()
    })
  }

  /** What a loop calls that is left early. */
  return(): Promise<Result> {
    this.#unsubscribe()
    // Who left wants no more: what waits was for the loop that ended.
    this.#waiting.clear()
    return Promise.resolve(done)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  /** What came before the end is given before the end is told. */
  #serve(): void {
    while (this.#readers.length > 0) {
      const changes = this.#take()
      if (changes.length === 0 && !this.#ended) return
      const reader = this.#readers.shift()
      reader?.(changes.length === 0 ? done : { done: false, value: deepFreeze(changes) })
    }
  }

  #take(): readonly TreeChange[] {
    const places = [...this.#waiting.values()]
    this.#waiting.clear()
    return places.flatMap(changesAt)
  }
}
