import type { Report } from './report.ts'
import type { SchemaNode } from './schema-node.ts'

/** What a schema said of a value; the next one is of another schema about the same value. */
interface Verdict {
  readonly node: SchemaNode
  /** `undefined` if the value is right. */
  readonly report: Report | undefined
  readonly next: Verdict | undefined
}

/** Verdicts about maps and lists, by identity, for as long as somebody else holds them. */
export class Memory {
  readonly #verdicts = new WeakMap<object, Verdict>()

  /** `undefined` if nothing is known. */
  find(value: object, node: SchemaNode): Pick<Verdict, 'report'> | undefined {
    let verdict = this.#verdicts.get(value)
    while (verdict !== undefined && verdict.node !== node) verdict = verdict.next
    return verdict
  }

  keep(value: object, node: SchemaNode, report: Report | undefined): void {
    this.#verdicts.set(value, { node, report, next: this.#verdicts.get(value) })
  }
}
