import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** SHA-256 of a tree, independent of the order of keys: equal content, equal hash. 64 hexadecimal digits. */
export function contentHash(root: Value): string {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  const stack: (Value | Token)[] = [root]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry instanceof Token) hash.update(entry.text)
    else if (isList(entry)) stack.push(new Token(']'), ...[...entry].reverse(), new Token('['))
    else if (isMap(entry)) pushMap(entry, stack)
    else hash.update(scalarText(entry))
  }
  return hash.digest('hex')
}

/** A class, so that no map of a configuration can be mistaken for one. */
class Token {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

function pushMap(map: { readonly [key: string]: Value }, stack: (Value | Token)[]): void {
  stack.push(new Token('}'))
  for (const key of Object.keys(map).sort().reverse()) stack.push(map[key] as Value, new Token(`${JSON.stringify(key)}:`))
  stack.push(new Token('{'))
}

function scalarText(value: Value): string {
  if (value instanceof Secret) return `secret ${JSON.stringify(value.reveal())},`
  if (typeof value === 'bigint' || typeof value === 'number') return `number ${value},`
  return `${typeof value} ${JSON.stringify(value)},`
}
