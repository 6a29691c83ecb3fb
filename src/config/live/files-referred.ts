import { ExpressionError, parseTemplate, type Reference, type Template } from '../../references/expression.ts'
import { parsePath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import { pathOfFile } from '../built-in-resolvers.ts'
import type { Generation } from '../generation.ts'
import type { Merged } from '../merge-layers-again.ts'
import { writtenPath } from '../origin.ts'
import type { Plan } from '../plan.ts'

/** Files that values refer to: `${file:key.txt}`. Absolute. */
export function filesReferredTo(plan: Plan, { derived, merged }: Generation): readonly string[] {
  const found: string[] = []
  for (const [at, { uses }] of derived) {
    const names = uses.flatMap(({ path, expression }) => (path === undefined ? firstNameIn(expression) : []))
    if (names.length === 0) continue
    const { winner } = writtenPath(plan, merged.layers, parsePath(at) ?? [], false).replay
    for (const name of names) found.push(pathOfFile(plan, name, merged.layers[winner?.layer ?? -1]?.file))
  }
  return found
}

/** An expression is one reference; what is behind `:-` is a use of its own. */
function firstNameIn(expression: string): readonly string[] {
  const [part] = parseTemplate(expression).parts
  return part?.kind === 'reference' ? fileNamedBy(part) : []
}

/** Files that a refused configuration refers to, whether or not it came to that. Absolute. */
export function filesNamedIn(plan: Plan, { layers, value }: Merged): readonly string[] {
  const found: string[] = []
  walkLeaves(value, (path, leaf) => {
    if (typeof leaf !== 'string' || !leaf.includes('${file:')) return
    const names = namesIn(leaf)
    if (names.length === 0) return
    const { winner } = writtenPath(plan, layers, path, false).replay
    for (const name of names) found.push(pathOfFile(plan, name, layers[winner?.layer ?? -1]?.file))
  })
  return found
}

/** Names in a text of any kind; one that is no template is refused for just that. */
function namesIn(text: string): readonly string[] {
  try {
    return namedByParts(parseTemplate(text))
  } catch (error) {
    if (error instanceof ExpressionError) return []
    throw error
  }
}

function namedByParts({ parts }: Template): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'text') return []
    const behind = part.fallback === undefined ? [] : namedByParts(part.fallback)
    return [...fileNamedBy(part), ...behind]
  })
}

/** `${file:path}` names one. A resolver of the definition may have taken the word. */
function fileNamedBy({ target }: Reference): readonly string[] {
  return target.kind === 'resolver' && target.name === 'file' && target.argument !== '' ? [target.argument] : []
}
