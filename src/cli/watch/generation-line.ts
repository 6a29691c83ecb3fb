import type { Config } from '../../config/config.ts'
import type { Issue } from '../../errors/issue.ts'
import { issueToJson } from '../../errors/render-json.ts'
import { toPlainJson } from '../../export/plain-json.ts'
import type { TreeChange } from '../../merge/diff-paths.ts'
import { printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'

/** What happened to a configuration: a generation, or one that was refused. */
export interface Happening {
  readonly ok: boolean
  /** The one in use after it. */
  readonly generation: number
  /** Of a refused one, what it would have changed. */
  readonly changes: readonly TreeChange[]
  readonly issues: readonly Issue[]
}

/** One line of NDJSON. `value` is what is in use, also after a refusal. `shown` hides secrets. */
export function generationLine(
  config: Config,
  { ok, generation, changes, issues }: Happening,
  shown: (value: Value) => Value,
): string {
  const line = {
    generation,
    ok,
    changes: changes.map((change) => changeToJson(change, shown)),
    issues: issues.map(issueToJson),
    value: toPlainJson(shown(config.value as Value)), // a configuration holds values
  }
  return `${JSON.stringify(line)}\n`
}

function changeToJson(change: TreeChange, shown: (value: Value) => Value): Readonly<Record<string, unknown>> {
  return {
    kind: change.kind,
    path: printPath(change.path),
    ...(change.kind !== 'added' && { before: toPlainJson(shown(change.before)) }),
    ...(change.kind !== 'removed' && { after: toPlainJson(shown(change.after)) }),
  }
}
