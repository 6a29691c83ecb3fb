import { requireModule } from './require-module.ts'

/** Plain words for what the system refuses, loaded when it does. */
export function fileErrors(): typeof import('./file-refusals.ts') {
  return requireModule('#runtime/file-refusals')
}
