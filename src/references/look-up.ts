import type { Path } from '../values/path.ts'
import { ExpressionError, type PathTarget, parseTemplate, type Reference } from './expression.ts'
import type { View } from './resolve.ts'

/** A path, and the tree in which it is looked up. */
export interface Lookup {
  readonly view: View
  readonly path: Path
}

/**
 * The path that a reference means, seen from the value that holds it. `own`: that path, or something inside, which
 * can only mean the value that it overrides.
 * @throws ExpressionError if it leads out of the configuration
 */
export function lookUp({ path, up }: PathTarget, from: Path): { readonly path: Path; readonly own: boolean } {
  if (up > from.length)
    throw new ExpressionError('the dots lead above the top of the configuration', 2, 'take dots away, or write the whole path')
  const absolute = up === 0 ? path : [...from.slice(0, from.length - up), ...path]
  return { path: absolute, own: from.every((part, index) => String(part) === String(absolute[index])) }
}

type PathReference = Reference & { readonly target: PathTarget }

/** The reference that a text is, if it is nothing else, and names a path without any condition. */
export function onlyReference(text: string): PathReference | undefined {
  try {
    const { parts, whole } = parseTemplate(text)
    const [part] = parts
    if (!whole || part?.kind !== 'reference' || part.fallback !== undefined || part.required !== undefined) return undefined
    return hasPath(part) ? part : undefined
  } catch (error) {
    if (error instanceof ExpressionError) return undefined // told when the text is computed
    throw error
  }
}

function hasPath(reference: Reference): reference is PathReference {
  return reference.target.kind === 'path'
}
