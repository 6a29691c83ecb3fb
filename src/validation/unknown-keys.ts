import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { listNotes, type Notes, SubtreeMemo } from '../schema/fields/notes.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'

export interface UnknownKeyOptions {
  /** Unknown keys are errors. Default: false, they are warnings. */
  readonly strict?: boolean
}

/**
 * A KEY_UNKNOWN issue for each key that the schema says nothing of, in maps of which it names keys. Where the schema itself
 * refuses other keys (`additionalProperties: false`), validation reports them, and they are left out here.
 */
export function unknownKeys(tree: Value, root: Field, options: UnknownKeyOptions = {}): readonly Issue[] {
  const severity = options.strict === true ? 'error' : 'warning'
  return listNotes(unknownIn(tree, root)).flatMap(({ keys, map, field, path }) =>
    keys.filter((key) => !isSchemaLink(path, key)).map((key) => unknownKey(key, path, map, field, severity)),
  )
}

/** The keys of one map that nobody describes. */
interface Unknown {
  readonly keys: readonly string[]
  readonly map: ValueMap
  readonly field: Field
}

const memo = new SubtreeMemo<Field, { readonly notes: Notes<Unknown> | undefined }>()

/** A subtree that was looked through before is not looked at again. Depth is bounded by the readers' limit. */
function unknownIn(value: Value, field: Field | undefined): Notes<Unknown> | undefined {
  if (field === undefined || (!isMap(value) && !isList(value))) return undefined
  const known = memo.get(field, value)
  if (known !== undefined) return known.notes

  const below: (readonly [key: string | number, notes: Notes<Unknown>])[] = []
  const entries: Iterable<readonly [string | number, Value]> = isList(value) ? value.entries() : Object.entries(value)
  for (const [key, child] of entries) {
    const notes = typeof child === 'object' && child !== null ? unknownIn(child, field.child(key)) : undefined
    if (notes !== undefined) below.push([key, notes])
  }
  const own = isMap(value) && field.names.length > 0 && !field.isClosed ? unknownAt(value, field) : undefined
  const notes = own === undefined && below.length === 0 ? undefined : { ...(own && { own }), below }
  return memo.set(field, value, { notes }).notes
}

function unknownAt(map: ValueMap, field: Field): Unknown | undefined {
  const keys = Object.keys(map).filter((key) => !field.describes(key))
  return keys.length === 0 ? undefined : { keys, map, field }
}

/** Editors read `$schema`; it is in many configuration files and in few schemas. */
function isSchemaLink(path: Path, key: string): boolean {
  return path.length === 0 && key === '$schema'
}

function unknownKey(key: string, path: Path, map: ValueMap, field: Field, severity: Issue['severity']): Issue {
  const near = nearKeys(key, map, field)
  const where = path.length === 0 ? '' : ` in ${JSON.stringify(printPath(path))}`
  return {
    code: 'KEY_UNKNOWN',
    severity,
    message: `the schema knows no key ${JSON.stringify(key)}${where}`,
    path: [...path, key],
    rule: field.placeOf('properties'),
    hint: didYouMean(near) ?? knownKeys(field),
    suggestion: near.length === 1 && !Object.hasOwn(map, near[0] as string) ? near[0] : undefined,
  }
}

/** Keys that are not set yet come first: nobody mistypes a key that stands beside it. */
function nearKeys(key: string, map: ValueMap, field: Field): readonly string[] {
  const near = closest(key, field.names)
  const free = near.filter((name) => !Object.hasOwn(map, name))
  return free.length > 0 ? free : near
}

const mostNamed = 10

function knownKeys({ names }: Field): string {
  const shown = names.slice(0, mostNamed).map((name) => JSON.stringify(name))
  return names.length > mostNamed
    ? `known keys: ${shown.join(', ')} and ${names.length - mostNamed} more`
    : `known keys: ${listOf(shown)}`
}
