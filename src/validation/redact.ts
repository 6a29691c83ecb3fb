import type { Field } from '../schema/fields/field.ts'
import { fieldAt, isSecretAt } from '../schema/fields/field-at.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** What stands for a secret in a text that a rule wrote. */
const placeholder = '[secret]'

/** A secret shorter than this also turns up by chance. */
export const shortestSecret = 4

/**
 * The texts that must not be told: the content of every secret in the values at the paths. `allHidden` says that the tree
 * is itself a part of a secret.
 */
export function secretTexts(tree: Value, paths: readonly Path[], root: Field | undefined, allHidden = false): readonly string[] {
  const texts = new Set<string>()
  const stack = paths.map((path) => ({
    value: getAt(tree, path),
    field: root && fieldAt(root, path),
    hidden: allHidden || (root !== undefined && isSecretAt(root, path)),
  }))
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { field } = step
    const hidden = step.hidden || step.value instanceof Secret || field?.secret === true
    const value = step.value instanceof Secret ? (step.value.reveal() as Value) : step.value
    if (isList(value)) for (const [key, item] of value.entries()) stack.push({ value: item, field: field?.child(key), hidden })
    else if (isMap(value))
      for (const [key, item] of Object.entries(value)) stack.push({ value: item, field: field?.child(key), hidden })
    else if (hidden && value !== undefined && value !== null) addForms(String(value), texts)
  }
  // Longer ones first: a shorter one may be a part of them.
  return [...texts].sort((a, b) => b.length - a.length)
}

/** As it is, as JSON writes it, and as an address does. */
function addForms(text: string, texts: Set<string>): void {
  if (text === '') return
  texts.add(text)
  texts.add(JSON.stringify(text).slice(1, -1))
  texts.add(encodeURIComponent(text.toWellFormed()))
}

/** The text without the secrets; `undefined` if nothing of it can be told. */
export function redact(text: string, secrets: readonly string[]): string | undefined {
  let told = text
  for (const secret of secrets) {
    if (!told.includes(secret)) continue
    // The stars alone would be a hint.
    if (secret.length < shortestSecret) return undefined
    told = told.replaceAll(secret, placeholder)
  }
  return told
}
