import { requireModule } from '../../runtime/require-module.ts'

/** Places, warnings and mistakes of YAML, loaded when the first is asked for. */
export function besides(): typeof import('../yaml-places/index.ts') {
  return requireModule('#formats/yaml-places')
}
