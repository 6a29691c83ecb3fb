import type { FilesBeside } from '../../sources/watching/watch-files.ts'
import type { Generation } from '../generation.ts'
import { importing, referring } from '../later.ts'
import type { Plan } from '../plan.ts'

/** What no source of the definition names, and where values come from all the same: what is imported, or referred to. */
export function filesBeside(plan: Plan, generation: Generation): FilesBeside {
  const { layers, derived } = generation
  return {
    sources: layers.some(({ imports }) => imports !== undefined) ? importing().importsOf(layers) : [],
    files: derived.size === 0 ? [] : [...new Set(referring().filesReferredTo(plan, generation))],
  }
}
