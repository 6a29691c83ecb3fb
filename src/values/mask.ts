import { Secret } from './secret.ts'
import { isList, isMap, type Value } from './value.ts'

/** What stands for a secret: the text shows whether two are equal, and nothing else. */
export type Fingerprint = (content: unknown) => string

/** `[secret 9c1f]`. */
export function maskedText(secret: Secret<unknown>, fingerprint: Fingerprint): string {
  return `[secret ${fingerprint(secret.reveal())}]`
}

/** A copy with every secret replaced by its fingerprint. Shares what has none, and is the same tree if nothing has. */
export function maskSecrets(value: Value, fingerprint: Fingerprint): Value {
  return replaceSecrets(value, (secret) => maskedText(secret, fingerprint))
}

/** A copy with every secret replaced by its content. The one way out, so that it is easy to find and to audit. */
export function revealSecrets(value: Value): Value {
  // A secret holds what a source put there, which is a Value.
  return replaceSecrets(value, (secret) => secret.reveal() as Value)
}

/** True if there is a secret at the value or inside it. */
export function hasSecrets(value: Value): boolean {
  return replaceSecrets(value, () => null) !== value
}

/** Depth is bounded by the readers' limit, so recursion is no danger here. */
function replaceSecrets(value: Value, replace: (secret: Secret<unknown>) => Value): Value {
  if (value instanceof Secret) return replace(value)
  if (isList(value)) {
    const copy = value.map((item) => replaceSecrets(item, replace))
    return copy.every((item, index) => Object.is(item, value[index])) ? value : copy
  }
  if (!isMap(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, replaceSecrets(item, replace)] as const)
  return entries.every(([key, item]) => Object.is(item, value[key])) ? value : Object.fromEntries(entries)
}
