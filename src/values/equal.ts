import { DateTime } from './date-time.ts'
import { Secret } from './secret.ts'
import { isList, isMap, type Value } from './value.ts'

/** Deep equality, identity first. The order of map keys does not count. Iterative. */
export function isEqual(left: Value, right: Value): boolean {
  const stack: [Value, Value][] = [[left, right]]
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [a, b] = pair
    if (Object.is(a, b)) continue
    if (isList(a) && isList(b)) {
      if (a.length !== b.length) return false
      for (let index = 0; index < a.length; index++) stack.push([a[index] as Value, b[index] as Value])
    } else if (isMap(a) && isMap(b)) {
      const keys = Object.keys(a)
      if (keys.length !== Object.keys(b).length) return false
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false
        stack.push([a[key] as Value, b[key] as Value])
      }
    } else if (!isEqualScalar(a, b)) {
      return false
    }
  }
  return true
}

function isEqualScalar(a: Value, b: Value): boolean {
  if (a instanceof DateTime && b instanceof DateTime) return a.kind === b.kind && a.text === b.text
  if (a instanceof Secret && b instanceof Secret) return a.reveal() === b.reveal()
  return a === b
}
