import { Secret } from './secret.ts'
import { isList, isMap, type Value } from './value.ts'

/** The content of every secret in a tree, as texts. */
export function secretContents(tree: Value): readonly string[] {
  const found: string[] = []
  const stack: { readonly value: Value; readonly hidden: boolean }[] = [{ value: tree, hidden: false }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const hidden = step.hidden || step.value instanceof Secret
    const value = step.value instanceof Secret ? (step.value.reveal() as Value) : step.value // a secret holds a value
    if (isList(value) || isMap(value)) for (const item of Object.values(value)) stack.push({ value: item, hidden })
    else if (hidden && value !== null) found.push(String(value))
  }
  return found
}
