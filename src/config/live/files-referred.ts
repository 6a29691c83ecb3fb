import { parseTemplate } from '../../references/expression.ts'
import { parsePath } from '../../values/path.ts'
import { pathOfFile } from '../built-in-resolvers.ts'
import type { Generation } from '../generation.ts'
import { writtenPath } from '../origin.ts'
import type { Plan } from '../plan.ts'

/** Files that values refer to: `${file:key.txt}`. Absolute. */
export function filesReferredTo(plan: Plan, { derived, merged }: Generation): readonly string[] {
  const found: string[] = []
  for (const [at, { uses }] of derived) {
    const names = uses.flatMap(({ path, expression }) => (path === undefined ? fileNamedBy(expression) : []))
    if (names.length === 0) continue
    const { winner } = writtenPath(plan, merged.layers, parsePath(at) ?? [], false).replay
    for (const name of names) found.push(pathOfFile(plan, name, merged.layers[winner?.layer ?? -1]?.file))
  }
  return found
}

/** `${file:path}` names one. A resolver of the definition may have taken the word. */
function fileNamedBy(expression: string): readonly string[] {
  const [part] = parseTemplate(expression).parts
  if (part?.kind !== 'reference' || part.target.kind !== 'resolver') return []
  const { name, argument } = part.target
  return name === 'file' && argument !== '' ? [argument] : []
}
