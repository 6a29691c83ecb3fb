import type { TreeChange } from '../../merge/diff-paths.ts'
import { alignColumns } from '../../text/columns.ts'
import { printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { shortText } from '../shown-value.ts'

/** Changes for people, one in a line, as far as they are worth reading. */
export function changeText(changes: readonly TreeChange[], shown: (value: Value) => Value): string {
  const most = 20
  const text = (value: Value): string => shortText(shown(value))
  const rows = changes.slice(0, most).map((change) => {
    const path = `  ${printPath(change.path)}`
    if (change.kind === 'added') return [path, `added: ${text(change.after)}`]
    if (change.kind === 'removed') return [path, `removed; it was ${text(change.before)}`]
    return [path, `${text(change.before)} → ${text(change.after)}`]
  })
  const rest = changes.length > most ? [`  and ${changes.length - most} more`] : []
  return [...alignColumns(rows), ...rest].map((line) => `${line}\n`).join('')
}
