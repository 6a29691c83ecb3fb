import { isList, isMap, type Value } from '../values/value.ts'
import { directiveKey } from './directive-key.ts'
import { isUnset } from './unset.ts'

const found = new WeakMap<object, boolean>()

/** Whether `$merge` or `!unset` occurs anywhere in a tree. Remembered, because layers outlive merges. Iterative. */
export function hasDirectives(root: Value): boolean {
  if (typeof root !== 'object' || root === null) return isUnset(root)
  let answer = found.get(root)
  if (answer === undefined) {
    answer = search(root)
    found.set(root, answer)
  }
  return answer
}

function search(root: Value): boolean {
  const stack: Value[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (isList(value)) {
      for (const item of value) if (typeof item === 'object' && item !== null) stack.push(item)
    } else if (isMap(value)) {
      if (Object.hasOwn(value, directiveKey)) return true
      for (const key of Object.keys(value)) {
        const item = value[key] as Value
        if (isUnset(item)) return true
        if (typeof item === 'object' && item !== null) stack.push(item)
      }
    }
  }
  return false
}
