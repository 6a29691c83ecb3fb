import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import type { Document, Limits } from '../formats/format.ts'
import { changedPart } from '../formats/json/changed-part.ts'
import { jsonDocument } from '../formats/json/document.ts'
import { surelyHasSingleKeys } from '../formats/json/single-keys.ts'
import { parseWellFormed } from '../formats/json/well-formed.ts'
import { reconcile } from '../merge/reconcile.ts'
import type { Source, TextReading } from '../sources/source.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { withValue } from '../values/set.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { type Layer, layerOfDocument } from './layer.ts'

/** What a text said, and the text if it was in strict JSON. */
interface Read {
  readonly value: Value
  readonly json?: string | undefined
}

/** Maps read from a text that names no key twice, and that text. */
const single = new WeakMap<object, string>()

/**
 * What a text in strict JSON says, when an earlier one is known: only the map or list that holds all of the edit is
 * parsed and checked, and subtrees without a change keep their identity. `undefined` when the whole text has to be
 * parsed, be it to tell what is wrong with it.
 */
export function rereadJson(before: Read, text: string, file: string, limits: Limits): Document | undefined {
  const { value: earlier, json } = before
  if (json === undefined) return undefined
  if (json === text) return jsonDocument(earlier, text, file)
  const part = changedPart(json, text)
  if (part === undefined || !isSingle(earlier, json)) return undefined

  const old = getAt(earlier, part.path)
  const fresh = old === undefined ? undefined : parsePart(text.slice(part.start, part.end), file, old, part.path, limits)
  if (fresh === undefined) return undefined
  // One value in the place of one value, in a text that was valid, gives a valid text.
  const value = withValue(earlier, part.path, fresh)
  single.set(value as object, text)
  return jsonDocument(value, text, file)
}

/** Of repeated keys the last one counts, so an edit of the others must not be taken for one of the value. */
function isSingle(value: Value, json: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (single.get(value) === json) return true
  if (!surelyHasSingleKeys(json, value)) return false
  single.set(value, json)
  return true
}

/** `undefined` for whatever is wrong with it: parsing the whole text finds it again, with the place in the file. */
function parsePart(text: string, file: string, old: Value, path: Path, limits: Limits): Value | undefined {
  // Only here would what is refused depend on a key outside of the part.
  if (path.at(-1) === 'constructor') return undefined
  try {
    const parsed = parseWellFormed(text, file)?.value
    if (parsed === undefined || !surelyHasSingleKeys(text, parsed)) return undefined
    const fresh = reconcile(old, parsed, path.length)
    checkTree(fresh, { ...limits, maxDepth: limits.maxDepth - path.length }, () => undefined, old)
    return fresh
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

/** The layer of a reading of one file, made of the one before. */
export function rereadLayer(
  source: Source,
  reading: TextReading,
  text: string,
  before: Layer,
  limits: Limits,
): Layer | undefined {
  const document = reading.shape === undefined ? rereadJson(before, text, reading.file, limits) : undefined
  // What was a map at the top is one still: the edit is further down.
  return document && layerOfDocument(source, reading, document, document.value as ValueMap, text, text, false, false)
}
