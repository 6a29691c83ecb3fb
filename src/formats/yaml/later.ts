import { requireModule } from '../../runtime/require-module.ts'

/** Places, warnings and mistakes of YAML, loaded when the first is asked for. */
export function besides(): typeof import('../yaml-places/index.ts') {
  return requireModule('#formats/yaml-places')
}

/** The parser of all of YAML, loaded with the first text that needs it. */
export function full(): typeof import('../yaml-full/index.ts') {
  return requireModule('#formats/yaml-full')
}
