import { hasReference } from '../references/has-reference.ts'
import type { Field } from '../schema/fields/field.ts'
import { allTypes, type TypeName, type TypeSet } from '../schema/fields/type-names.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { coercionTable, isJsonList } from './coercion-table.ts'

/** A text that became something else, or nothing. Of a secret, both sides are sealed. */
export interface Coerced {
  readonly path: Path
  readonly from: string
  /** `undefined` for an empty text that stands for "not set". */
  readonly to: Value | undefined
  readonly secret: boolean
}

export interface CoercedLayer {
  readonly value: ValueMap
  readonly coerced: readonly Coerced[]
}

/**
 * The values of a layer in which everything is text, read as the schema says. Texts with references wait until those are
 * resolved, texts that cannot be read stay for validation to report, and keys that no schema describes stay as they are.
 */
export function coerceTexts(layer: ValueMap, root: Field): CoercedLayer {
  const run = new Coercion()
  const value = run.tree(layer, root, [], false)
  return { value: isMap(value) ? value : noValues, coerced: run.coerced }
}

const noValues: ValueMap = Object.freeze({})

/**
 * One text, read as a field says: its value, `undefined` in place of a value if it counts as not set, or nothing at all
 * if it stays the text. `resolved` says that a `${` in it is no reference any more.
 */
export function coerceText(text: string, field: Field, resolved = false): { readonly value: Value | undefined } | undefined {
  if (!resolved && hasReference(text)) return undefined
  if (text === '') return field.allowsEmpty ? undefined : { value: undefined }
  if (field.namedValues.includes(text)) return undefined
  const types = typesToTry(field)
  const reading = { besideText: types.has('string'), field }
  for (const row of coercionTable) {
    if (!row.types.some((type) => types.has(type))) continue
    const value = row.read(text, reading)
    if (value !== undefined) return { value: isList(value) && !isJsonList(text) ? coerceElements(value, field, resolved) : value }
  }
  return undefined
}

const textOnly: TypeSet = new Set(['string'])

/** A schema without a word on types still says by its keywords what JSON in a text would be. */
function typesToTry(field: Field): TypeSet {
  if (field.types !== allTypes) return field.types
  const hinted: TypeName[] = []
  if (field.names.length > 0) hinted.push('object')
  if (field.child(0) !== undefined) hinted.push('array')
  return hinted.length === 0 ? textOnly : new Set(['string', ...hinted])
}

/** Nothing between two commas is an empty text: leaving it out would move what follows. */
function coerceElements(elements: readonly Value[], field: Field, resolved: boolean): Value {
  return elements.map((element, index) => {
    const child = typeof element === 'string' && element !== '' ? field.child(index) : undefined
    const read = child && coerceText(element as string, child, resolved)
    return read?.value ?? (read === undefined ? element : null)
  })
}

/** Depth is bounded by the readers' limit, so recursion is no danger here. */
class Coercion {
  readonly coerced: Coerced[] = []

  /** `undefined` for a value that counts as not set. */
  tree(value: Value, field: Field | undefined, path: Path, hidden: boolean): Value | undefined {
    if (field === undefined) return value
    const secret = hidden || field.secret
    if (typeof value === 'string') return this.#text(value, field, path, secret)
    if (value instanceof Secret) return this.#secret(value, field, path)
    if (isList(value)) return this.#list(value, field, path, secret)
    return isMap(value) ? this.#map(value, field, path, secret) : value
  }

  #text(text: string, field: Field, path: Path, secret: boolean): Value | undefined {
    const read = coerceText(text, field)
    if (read === undefined) return text
    const { value } = read
    const hides = secret && text !== ''
    // A secret holds any value.
    this.coerced.push({ path, from: hides ? '[secret]' : text, to: hides ? (new Secret(value) as Value) : value, secret })
    return value
  }

  /** The text of a sealed file. */
  #secret(secret: Secret<unknown>, field: Field, path: Path): Value | undefined {
    const content = secret.reveal()
    const read = typeof content === 'string' ? this.#text(content, field, path, true) : content
    return read === content ? (secret as Value) : read === undefined ? undefined : (new Secret(read) as Value)
  }

  #list(list: readonly Value[], field: Field, path: Path, secret: boolean): Value {
    let copy: Value[] | undefined
    for (const [index, before] of list.entries()) {
      if (before === '') continue
      const after = this.tree(before, field.child(index), [...path, index], secret) ?? null
      if (Object.is(before, after)) continue
      copy ??= [...list]
      copy[index] = after
    }
    return copy ?? list
  }

  #map(map: ValueMap, field: Field, path: Path, secret: boolean): Value | undefined {
    const keys = Object.keys(map)
    if (isNumbered(keys) && isListOnly(field)) return this.#list(inOrder(map), field, path, secret)
    let changed = false
    const entries: [string, Value][] = []
    for (const key of keys) {
      const before = map[key] as Value
      const after = this.tree(before, field.child(key), [...path, key], secret)
      changed ||= !Object.is(before, after)
      if (after !== undefined) entries.push([key, after])
    }
    if (!changed) return map
    // A map of which every key is not set is not set itself.
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
}

/** Text-only formats have no lists: `ports.0`, `ports.1` is how they write one. */
function isListOnly({ types }: Field): boolean {
  return types !== allTypes && types.has('array') && !types.has('object')
}

function isNumbered(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => /^(0|[1-9]\d{0,5})$/.test(key) && Number(key) < keys.length)
}

function inOrder(map: ValueMap): readonly Value[] {
  return Object.keys(map).map((_, index) => map[String(index)] as Value)
}
