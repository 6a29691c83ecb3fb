import type { TreeChange } from '../../merge/diff-paths.ts'
import type { Emitter } from '../../runtime/emitter.ts'
import type { Step, Subscriptions } from '../../subscriptions/subscriptions.ts'
import { deepFreeze } from '../../values/freeze.ts'
import type { ConfigEvents } from '../events.ts'
import type { Generation } from '../generation.ts'

/** Who is to be told of new generations. */
export interface Audience {
  readonly events: Emitter<ConfigEvents>
  readonly subscriptions: () => Subscriptions | undefined
}

/** Tells of one generation after the other: what a listener changes itself is told when everybody has heard of the first. */
export class Announcer {
  readonly #audience: Audience
  readonly #waiting: Step[] = []
  #telling = false

  constructor(audience: Audience) {
    this.#audience = audience
  }

  tell(before: Generation, next: Generation, changes: readonly TreeChange[]): void {
    this.#waiting.push({ before: before.value, after: next.value, changes: deepFreeze(changes), generation: next.number })
    if (this.#telling) return
    this.#telling = true
    try {
      for (let step = this.#waiting.shift(); step !== undefined; step = this.#waiting.shift()) {
        const { generation, changes } = step
        this.#audience.events.emit('changed', { generation, changes, issues: [] })
        this.#audience.subscriptions()?.tell(step)
      }
    } finally {
      // A logger may throw: later generations are told all the same.
      this.#telling = false
    }
  }
}
