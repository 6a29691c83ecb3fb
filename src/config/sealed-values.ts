import { tampered } from '../crypto/failures.ts'
import type { OpenedValue } from '../crypto/sops/open.ts'
import { valueOfScalar } from '../crypto/sops/plain-scalar.ts'
import type { Document } from '../formats/format.ts'
import type { Path } from '../values/path.ts'
import { mapFrom } from '../values/safe-keys.ts'
import { Secret } from '../values/secret.ts'
import { isMap, type Value } from '../values/value.ts'

/** A document of which every value is a secret. */
export function allSecret(document: Document): Document {
  return { ...placesOf(document), value: sealLeaves(document.value) }
}

/** A flat document of which some values are secrets. */
export function someSecret(document: Document, isSecret: (key: string) => boolean): Document {
  const { value } = document
  if (!isMap(value)) return document
  const entries = Object.entries(value).map(([key, inner]): [string, Value] => [key, isSecret(key) ? sealLeaves(inner) : inner])
  return { ...placesOf(document), value: mapFrom(entries) }
}

export function withoutMetadata(document: Document): Document {
  const { value } = document
  if (!isMap(value) || !Object.hasOwn(value, 'sops')) return document
  return { ...placesOf(document), value: mapFrom(Object.entries(value).filter(([key]) => key !== 'sops')) }
}

/** A document with its sealed texts replaced by the secrets that they hold. Comments that stood in lists are left out. */
export function withSecrets(document: Document, secrets: ReadonlyMap<string, OpenedValue>, file: string): Document {
  const kept = new Map<string, readonly number[]>()
  const open = (value: Value, path: Path): Value => {
    if (typeof value === 'string') return secretFor(secrets.get(value), file) ?? value
    if (isMap(value)) return mapFrom(Object.entries(value).map(([key, inner]) => [key, open(inner, [...path, key])]))
    if (!Array.isArray(value)) return value
    const items = value as readonly Value[]
    const indexes = [...items.keys()].filter((index) => !isComment(items[index], secrets))
    if (indexes.length < items.length) kept.set(JSON.stringify(path), indexes)
    return indexes.map((index, at) => open(items[index] as Value, [...path, at]))
  }
  const value = open(document.value, [])
  const locate: Document['locate'] = (path, part) => document.locate(writtenPath(path, kept), part)
  return { value, warnings: [], locate: kept.size === 0 ? placesOf(document).locate : locate }
}

/** Warnings are about the texts of values, and could quote them. */
function placesOf(document: Document): Pick<Document, 'locate' | 'warnings'> {
  return { warnings: [], locate: (path, part) => document.locate(path, part) }
}

function secretFor(opened: OpenedValue | undefined, file: string): Value | undefined {
  if (opened === undefined) return undefined
  const value = valueOfScalar(opened.scalar)
  if (value === undefined) throw tampered('a sealed value is not of the type that it names', { file, path: opened.keys })
  return new Secret(value) as Value // A secret holds any value.
}

function isComment(value: Value | undefined, secrets: ReadonlyMap<string, OpenedValue>): boolean {
  return typeof value === 'string' && secrets.get(value)?.scalar.type === 'comment'
}

/** The path with the positions that items have in the file. */
function writtenPath(path: Path, kept: ReadonlyMap<string, readonly number[]>): Path {
  return path.map((part, at) => {
    const indexes = typeof part === 'number' ? kept.get(JSON.stringify(path.slice(0, at))) : undefined
    return indexes?.[part as number] ?? part
  })
}

/** Depth is bounded by the limit of all readers. */
function sealLeaves(value: Value): Value {
  if (value === null || value instanceof Secret) return value
  if (isMap(value)) return mapFrom(Object.entries(value).map(([key, inner]) => [key, sealLeaves(inner)]))
  if (Array.isArray(value)) return (value as readonly Value[]).map(sealLeaves)
  return new Secret(value) as Value // A secret holds any value.
}
