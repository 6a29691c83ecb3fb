import { holdsReferences } from '../../references/referring-keys.ts'
import type { FilesBeside } from '../../sources/watching/watch-files.ts'
import type { Generation } from '../generation.ts'
import { importing, referring } from '../later.ts'
import type { Plan } from '../plan.ts'
import { refusedBy } from '../refused.ts'
import type { Refusal } from './rejected.ts'

/**
 * What no source of the definition names, and where values come from all the same: what is imported, or referred to.
 * What only a refused text imports, or refers to, may be what mends it.
 */
export function filesBeside(plan: Plan, generation: Generation, refusal: Refusal | undefined): FilesBeside {
  const { layers, derived } = generation
  const imported = layers.some(({ imports }) => imports !== undefined) ? importing().importsOf(layers) : []
  const asked = refusal?.answers.map(({ source }) => source).filter((source) => !plan.sources.includes(source)) ?? []
  const refused = refusal && refusedBy(refusal.error)?.merged
  const referred = derived.size === 0 ? [] : referring().filesReferredTo(plan, generation)
  const wanted = refused !== undefined && holdsReferences(refused.value) ? referring().filesNamedIn(plan, refused) : []
  return { sources: [...imported, ...asked], files: [...new Set([...referred, ...wanted])] }
}
