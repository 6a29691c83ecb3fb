import { printPath } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import type { CliContext } from '../context.ts'
import { record } from './audit.ts'

/** More secrets at once are one record: somebody looked at everything. */
const mostRecords = 500

/** A value of a configuration, and the path at which it stands; empty for all of it. */
type Shown = readonly [base: string, value: Value]

/**
 * Writes down that the secrets of some values will be shown, each by its path. To be called before they are.
 * @throws ConfigError FILE_WRITE, FILE_LOCKED, AUDIT_BROKEN: nothing may be shown then
 */
export async function recordReveal(context: CliContext, command: string, ...shown: readonly Shown[]): Promise<void> {
  const paths = [...new Set(shown.flatMap(([base, value]) => secretPaths(value).map((path) => joined(base, path))))]
  const [only] = shown.length === 1 ? shown : []
  const subjects = paths.length > mostRecords ? [`${paths.length} secrets below ${only?.[0] || 'the root'}`] : paths
  await record(context, ...subjects.map((subject) => ({ action: 'reveal' as const, subject, place: command })))
}

function joined(base: string, path: string): string {
  if (base === '' || path === '') return base || path || '(the whole)'
  return path.startsWith('[') ? base + path : `${base}.${path}`
}

function secretPaths(tree: Value): readonly string[] {
  const found: string[] = []
  const stack: { readonly value: Value; readonly path: readonly (string | number)[] }[] = [{ value: tree, path: [] }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { value, path } = step
    if (value instanceof Secret) found.push(printPath(path))
    else if (isList(value)) for (const [index, item] of value.entries()) stack.push({ value: item, path: [...path, index] })
    else if (isMap(value)) for (const [key, item] of Object.entries(value)) stack.push({ value: item, path: [...path, key] })
  }
  return found.sort()
}
