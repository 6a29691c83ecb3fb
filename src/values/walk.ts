import type { Path } from './path.ts'
import { isList, isMap, type Scalar, type Value } from './value.ts'

/** Calls `visit` for each leaf, in order. Empty maps and lists count as leaves. Iterative, so depth is no danger. */
export function walkLeaves(root: Value, visit: (path: Path, leaf: Scalar | Value) => void): void {
  const stack: { value: Value; path: Path }[] = [{ value: root, path: [] }]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, path } = entry
    if (isList(value) && value.length > 0) {
      for (let index = value.length - 1; index >= 0; index--) stack.push({ value: value[index] as Value, path: [...path, index] })
    } else if (isMap(value) && Object.keys(value).length > 0) {
      const keys = Object.keys(value)
      for (let index = keys.length - 1; index >= 0; index--) {
        const key = keys[index] as string
        stack.push({ value: value[key] as Value, path: [...path, key] })
      }
    } else {
      visit(path, value)
    }
  }
}
