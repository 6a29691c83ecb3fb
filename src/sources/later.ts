import { requireModule } from '../runtime/require-module.ts'

/** Sources that many programs do without, and what is only said when something is missing: loaded when used. */
export function reading(): typeof import('./reading.ts') {
  return requireModule('#sources/reading')
}
