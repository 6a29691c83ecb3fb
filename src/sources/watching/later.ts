import { requireModule } from '../../runtime/require-module.ts'

/** All that a watch needs once it has begun: loaded when the program has gone on. */
export function whole(): typeof import('./file-watching.ts') {
  return requireModule('#sources/file-watching')
}
