import type { FilesBeside } from '../../sources/watching/watch-files.ts'
import type { Generation } from '../generation.ts'
import { importing, referring } from '../later.ts'
import type { Plan } from '../plan.ts'
import type { Answer } from '../read-sources.ts'

/**
 * What no source of the definition names, and where values come from all the same: what is imported, or referred to.
 * `refused` was answered in a reload that was refused: a file that only the refused text imports may be what mends it.
 */
export function filesBeside(plan: Plan, generation: Generation, refused: readonly Answer[] = []): FilesBeside {
  const { layers, derived } = generation
  const imported = layers.some(({ imports }) => imports !== undefined) ? importing().importsOf(layers) : []
  return {
    sources: [...imported, ...refused.map(({ source }) => source).filter((source) => !plan.sources.includes(source))],
    files: derived.size === 0 ? [] : [...new Set(referring().filesReferredTo(plan, generation))],
  }
}
