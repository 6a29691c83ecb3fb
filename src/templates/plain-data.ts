import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'

/**
 * Values as the engine takes them. Dates become text. Secrets are left out: in rendered text nothing would hide them.
 */
export function plainData(values: ValueMap): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (isSecret(value) ? [] : [[key, plain(value)]])))
}

/** As deep as the limits of formats allow. */
function plain(value: Value): unknown {
  if (isList(value)) return value.filter((each) => !isSecret(each)).map(plain)
  if (isMap(value)) return plainData(value)
  return typeof value === 'object' && value !== null ? String(value) : value
}

function isSecret(value: Value): boolean {
  return value instanceof Secret
}
