import { DateTime } from '../values/date-time.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** Equal texts for equal values, whatever the order of keys, so that a set finds equal elements in one pass. Iterative. */
export function fingerprint(root: Value): string {
  if (typeof root !== 'object' || root === null) return markOfScalar(root)
  let text = ''
  const stack: (Value | Written)[] = [root]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next instanceof Written) text += next.text
    else if (isList(next)) pushList(stack, next)
    else if (isMap(next)) pushMap(stack, next)
    else text += markOfScalar(next as Value)
  }
  return text
}

/** Punctuation that waits on the stack between values. */
class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const comma = new Written(',')

function pushList(stack: (Value | Written)[], list: readonly Value[]): void {
  stack.push(new Written(']'))
  for (let index = list.length - 1; index >= 0; index--) stack.push(comma, list[index] as Value)
  stack.push(new Written('['))
}

function pushMap(stack: (Value | Written)[], map: { readonly [key: string]: Value }): void {
  stack.push(new Written('}'))
  const keys = Object.keys(map).sort()
  for (const key of keys) stack.push(comma, map[key] as Value, new Written(`${JSON.stringify(key)}:`))
  stack.push(new Written('{'))
}

function markOfScalar(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof DateTime) return `${value.kind} ${value.text}`
  // A secret's content is compared, never kept: the text dies with the set that holds it.
  if (value instanceof Secret) return `secret ${JSON.stringify(value.reveal())}`
  return String(value)
}
