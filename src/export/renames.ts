import type { Issue } from '../errors/issue.ts'
import { type Path, printPath } from '../values/path.ts'

/** A key, and the name that it got because its own is not allowed. */
export interface Rename {
  readonly path: Path
  readonly name: string
}

/** How many are named. */
const most = 3

/** FORMAT_LOSS for the keys that a form of output has under another name. */
export function renamesLost(form: string, renames: readonly Rename[]): readonly Issue[] {
  const [first] = renames
  if (first === undefined) return []
  const named = renames.slice(0, most).map(({ path, name }) => `${printPath(path)} is ${name}`)
  const more = renames.length > most ? ` and ${renames.length - most} more` : ''
  const message = `${form} does not allow every name, so keys are renamed: ${named.join(', ')}${more}`
  return [{ code: 'FORMAT_LOSS', severity: 'warning', message, path: first.path }]
}
