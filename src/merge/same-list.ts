import { isList, type Value } from '../values/value.ts'

/** Longer lists are not compared: one that differs in identity replaces. */
const shortList = 16

/** True for lists with the same scalars: keeping the lower one saves copying what is around it. */
export function isSameList(value: Value, lower: unknown): boolean {
  if (!isList(value) || !isList(lower) || value.length !== lower.length || value.length > shortList) return false
  for (let index = 0; index < value.length; index++) if (value[index] !== lower[index]) return false
  return true
}
