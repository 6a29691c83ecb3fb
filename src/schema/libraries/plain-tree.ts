import { DateTime } from '../../values/date-time.ts'
import { isEqual } from '../../values/equal.ts'
import { Secret } from '../../values/secret.ts'
import { isList, isMap, type Value } from '../../values/value.ts'

/** Deeper than any configuration; what a library returns may even contain itself. */
const maxDepth = 500

/** A tree as schema libraries know them: the content of secrets, the text of dates. Shares what has neither. */
export function plainTree(value: Value): Value {
  if (value instanceof Secret) return plainTree(value.reveal() as Value) // a source put a Value there
  if (value instanceof DateTime) return value.text
  if (isList(value)) {
    const copy = value.map(plainTree)
    return copy.every((item, index) => item === value[index]) ? value : copy
  }
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, plainTree(item)] as const)
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries)
}

/**
 * What a library made of a plain tree, with the original wherever it changed nothing, and with everything hidden again
 * that was hidden: at its place, and, as a text, wherever the library put it.
 */
export function hiddenAgain(output: unknown, plain: Value, original: Value): unknown {
  return new Restored(original).at(output, plain, original, 0)
}

class Restored {
  readonly #byText = new Map<string, Secret<unknown>>()

  constructor(original: Value) {
    for (const secret of secretsIn(original)) {
      const content = secret.reveal()
      if (typeof content === 'string' && content !== '') this.#byText.set(content, secret)
    }
  }

  at(output: unknown, plain: Value | undefined, original: Value | undefined, depth: number): unknown {
    if (depth > maxDepth) return output
    // Only plain data is equal to plain data, so whatever else a library returns is not.
    if (plain !== undefined && original !== undefined && isEqual(output as Value, plain)) return original
    if (original instanceof Secret) return new Secret(output)
    if (typeof output === 'string') return this.#byText.get(output) ?? output
    if (isList(output)) return this.#list(output, plain, original, depth)
    return isMap(output) ? this.#map(output, plain, original, depth) : output
  }

  #list(output: readonly Value[], plain: unknown, original: unknown, depth: number): unknown {
    const [before, now] = [isList(plain) ? plain : [], isList(original) ? original : []]
    return output.map((item, index) => this.at(item, before[index], now[index], depth + 1))
  }

  #map(output: Readonly<Record<string, Value>>, plain: unknown, original: unknown, depth: number): unknown {
    const [before, now] = [isMap(plain) ? plain : {}, isMap(original) ? original : {}]
    const own = (map: Readonly<Record<string, Value>>, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined)
    const entries = Object.entries(output).map(([key, item]) => [key, this.at(item, own(before, key), own(now, key), depth + 1)])
    return Object.fromEntries(entries)
  }
}

/** Every secret in a tree. */
export function secretsIn(root: Value): readonly Secret<unknown>[] {
  const found: Secret<unknown>[] = []
  const stack: Value[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (value instanceof Secret) found.push(value)
    else if (isList(value) || isMap(value)) for (const item of Object.values(value)) stack.push(item)
  }
  return found
}
