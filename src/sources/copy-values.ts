import type { IssueCode } from '../errors/catalogue.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { type Path, printPath } from '../values/path.ts'
import { isUnsafeKey, isUnsafePair, mapFrom } from '../values/safe-keys.ts'
import { Secret } from '../values/secret.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'

/** As deep as files may be. */
const maxDepth = 500

/** As many as a file may hold. A list can claim a length that no memory could hold. */
const mostElements = 1_000_000

interface Copying {
  readonly issues: Issue[]
  readonly done: Map<object, Value>
  readonly open: Set<object>
}

/**
 * A copy of a map of JavaScript values as plain configuration values: what is given is neither kept nor changed.
 * Members that are `undefined` are left out; a `Date` becomes a {@link DateTime}.
 * @throws ConfigError OPTION_INVALID with the path of everything that is no configuration value, MERGE_UNSAFE_KEY
 */
export function copyValues(given: unknown, origin: string): ValueMap {
  const copying: Copying = { issues: [], done: new Map(), open: new Set() }
  const copy = copyOf(given, [], copying)
  if (copying.issues.length === 0 && !isMap(copy)) refuse(copying, [], 'the values must be a map at the top')
  if (copying.issues.length > 0) throw new ConfigError(copying.issues.map((issue) => ({ ...issue, source: origin })))
  return copy as ValueMap // Checked in the line before.
}

function copyOf(value: unknown, path: Path, copying: Copying): Value | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value
    case 'object':
      return value === null ? null : copyObject(value, path, copying)
    default:
      return refuse(copying, path, `a ${typeof value} is no configuration value`, 'give the value that it stands for')
  }
}

function copyObject(value: object, path: Path, copying: Copying): Value | undefined {
  if (value instanceof DateTime || value instanceof Secret) return value
  if (value instanceof Date) return copyDate(value, path, copying)
  const known = copying.done.get(value)
  if (known !== undefined) return known
  if (copying.open.has(value)) return refuse(copying, path, 'the value contains itself', 'break the circle')
  if (path.length >= maxDepth)
    return refuse(copying, path.slice(0, 20), `nested deeper than ${maxDepth} levels`, 'flatten the data', 'FORMAT_TOO_DEEP')

  copying.open.add(value)
  const copy = Array.isArray(value) ? copyList(value, path, copying) : copyMap(value, path, copying)
  copying.open.delete(value)
  if (copy !== undefined) copying.done.set(value, copy)
  return copy
}

function copyDate(date: Date, path: Path, copying: Copying): Value | undefined {
  if (Number.isNaN(date.getTime())) return refuse(copying, path, 'the date is invalid', 'give a date that exists')
  return new DateTime('offset-date-time', date.toISOString())
}

function copyList(list: readonly unknown[], path: Path, copying: Copying): Value | undefined {
  if (list.length > mostElements)
    return refuse(copying, path, `a list of more than ${mostElements} elements`, 'give a shorter list', 'FORMAT_TOO_LARGE')
  // Not map(): it leaves holes out, and a hole is an `undefined` to report.
  return Array.from(list, (element, index) => {
    const at = [...path, index]
    if (element === undefined) refuse(copying, at, 'a list cannot hold undefined', 'use null, or leave the element out')
    return copyOf(element, at, copying) ?? null
  })
}

function copyMap(map: object, path: Path, copying: Copying): Value | undefined {
  if (!isMap(map)) {
    const word = map.constructor?.name || 'an object'
    const hint =
      map instanceof Map ? 'use Object.fromEntries(map)' : map instanceof Set ? 'use a list: [...set]' : 'give a plain object'
    return refuse(copying, path, `an instance of ${word} is no configuration value`, hint)
  }
  const entries: [string, Value][] = []
  for (const [key, member] of Object.entries<unknown>(map)) {
    const at = [...path, key]
    if (isUnsafeKey(key) || isUnsafePair(path.at(-1), key)) {
      refuse(copying, at, `the key ${printPath(at)} could reach a prototype`, 'rename the key', 'MERGE_UNSAFE_KEY')
      continue
    }
    const copy = copyOf(member, at, copying)
    if (copy !== undefined) entries.push([key, copy])
  }
  return mapFrom(entries)
}

function refuse(copying: Copying, path: Path, message: string, hint?: string, code: IssueCode = 'OPTION_INVALID'): undefined {
  if (copying.issues.length < 100) copying.issues.push({ code, severity: 'error', message, path, hint })
}
