import { closest } from '../text/closest.ts'
import { editDistance } from '../text/edit-distance.ts'
import type { Path } from '../values/path.ts'
import { unknownFrom } from './known-keys.ts'
import { isShared, layerUses } from './layers.ts'
import { settingsOf } from './settings-of.ts'
import type { LintLayer, LintProject } from './subject.ts'

/** A key in a file of which the schema knows nothing. */
export interface UnknownKey {
  readonly layer: LintLayer
  /** Up to the first part that is not known. */
  readonly path: Path
  /** Keys that it may be a mistyped word for. */
  readonly near: readonly string[]
}

/** Keys that no field describes, each once a layer. Nothing without a schema: then nobody knows what is read. */
export function* unknownKeys(project: LintProject): Generator<UnknownKey> {
  if (project.schema === undefined) return
  for (const { layer } of layerUses(project)) {
    if (!isShared(layer)) continue
    const seen = new Set<string>()
    for (const { path } of settingsOf(layer.value)) {
      const unknown = unknownFrom(project.schema, path)
      if (unknown === undefined) continue
      const at = path.slice(0, unknown.depth + 1)
      const key = JSON.stringify(at)
      if (seen.has(key) || isNote(String(at.at(-1)))) continue
      seen.add(key)
      yield { layer, path: at, near: nearTo(String(at.at(-1)), unknown.beside) }
    }
  }
}

/** Keys that tools and people put beside data: `$schema`, `x-…`, `_comment`, `//`. */
function isNote(key: string): boolean {
  return /^(?:\$|x-|_|\/\/|#|\.)/.test(key)
}

/** One or two edits away, and for short names one: more is another word. */
export function nearTo(name: string, names: readonly string[]): readonly string[] {
  const most = name.length < 5 ? 1 : 2
  return closest(name, names).filter(
    (other) => editDistance(name.toLowerCase(), other.toLowerCase()) <= most || fold(name) === fold(other),
  )
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '')
}
