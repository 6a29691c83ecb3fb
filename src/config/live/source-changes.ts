import type { Issue } from '../../errors/issue.ts'
import type { SourceEvent } from '../events.ts'

/** Tells when a source cannot be reached any more, and when it can again: once each. */
export class SourceChanges {
  readonly #tell: (name: 'stale' | 'recovered', event: SourceEvent) => void
  #stale: ReadonlySet<string>

  /** `stale` are those that could not be reached at the start. */
  constructor(stale: Iterable<string>, tell: (name: 'stale' | 'recovered', event: SourceEvent) => void) {
    this.#stale = new Set(stale)
    this.#tell = tell
  }

  /** `stale` are the sources that cannot be reached now, with the reasons. */
  update(stale: ReadonlyMap<string, readonly Issue[]>, generation: number): void {
    const before = this.#stale
    this.#stale = new Set(stale.keys())
    for (const [source, issues] of stale) if (!before.has(source)) this.#tell('stale', { generation, source, issues })
    for (const source of before) if (!stale.has(source)) this.#tell('recovered', { generation, source, issues: [] })
  }
}
