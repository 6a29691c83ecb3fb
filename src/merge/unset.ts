import type { Value } from '../values/value.ts'

/**
 * How a layer removes a key that a lower layer set: `key: '!unset'`. It is removed from every result, also when
 * there was nothing below. As an element of a list it is ordinary text, because a list has no keys to remove.
 */
export const unset = '!unset'

export function isUnset(value: Value | undefined): boolean {
  return value === unset
}
