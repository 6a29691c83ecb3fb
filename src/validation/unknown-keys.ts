import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import { visitDescribed } from './visit-described.ts'

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
  const issues: Issue[] = []
  visitDescribed(tree, root, (described) => {
    const { value, field } = described
    if (!isMap(value) || field.names.length === 0 || field.isClosed) return
    const unknown = Object.keys(value).filter((key) => field.child(key) === undefined)
    if (unknown.length === 0) return
    const { path } = described
    for (const key of unknown) if (!isSchemaLink(path, key)) issues.push(unknownKey(key, path, value, field, severity))
  })
  return issues
}

/** Editors read `$schema`; it is in many configuration files and in few schemas. */
function isSchemaLink(path: Path, key: string): boolean {
  return path.length === 0 && key === '$schema'
}

function unknownKey(key: string, path: Path, map: ValueMap, field: Field, severity: Issue['severity']): Issue {
  const where = path.length === 0 ? '' : ` in ${JSON.stringify(printPath(path))}`
  return {
    code: 'KEY_UNKNOWN',
    severity,
    message: `the schema knows no key ${JSON.stringify(key)}${where}`,
    path: [...path, key],
    rule: field.placeOf('properties'),
    hint: didYouMean(nearKeys(key, map, field)) ?? knownKeys(field),
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
