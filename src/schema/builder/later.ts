import { requireModule } from '../../runtime/require-module.ts'

/** Checking by a schema of the builder itself: a configuration is checked elsewhere, so few programs need it. */
export function validating(): typeof import('./validate.ts') {
  return requireModule('#schema/validating')
}
