import type { Generation } from '../generation.ts'
import { referring } from '../later.ts'
import type { Plan } from '../plan.ts'

/** Files that no source of the definition names, and that values come from all the same: imported, or referred to. Absolute. */
export function filesBeside(plan: Plan, generation: Generation): readonly string[] {
  const { resolve } = process.getBuiltinModule('node:path')
  const imported = generation.layers.flatMap(({ file, importedBy }) =>
    file === undefined || importedBy === undefined ? [] : [resolve(plan.runtime.cwd, file)],
  )
  const referred = generation.derived.size === 0 ? [] : referring().filesReferredTo(plan, generation)
  return [...new Set([...imported, ...referred])]
}
