import { requireModule } from '../../runtime/require-module.ts'

/** Places and warnings of JSON, loaded when the first is asked for. */
export function places(): typeof import('../json-places/index.ts') {
  return requireModule('#formats/json-places')
}
