import { requireModule } from '../runtime/require-module.ts'

/** Errors about files as a whole, loaded when there is one to report. */
export function mistakes(): typeof import('./mistakes/index.ts') {
  return requireModule('#formats/mistakes')
}
