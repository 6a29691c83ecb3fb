import type { CheckOptions, CheckOutcome } from '../schema-adapter.ts'
import { adaptStandard, type StandardObject } from '../standard-schema.ts'

/** Schemas of any library, taken by the adapter as a definition's schema is. */
export interface Standard {
  readonly '~standard': { readonly vendor: string }
}

export function adapt(schema: Standard) {
  // Each library declares the same object a little differently.
  return adaptStandard(schema['~standard'] as unknown as StandardObject)
}

export function check(schema: Standard, value: unknown, options?: CheckOptions): CheckOutcome {
  const outcome = adapt(schema).check(value, options)
  if (outcome instanceof Promise) throw new Error('the answer has to be waited for')
  return outcome
}
