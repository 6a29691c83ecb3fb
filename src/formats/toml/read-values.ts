import { parse, TomlDate, type TomlTable, type TomlValue } from 'smol-toml'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Path } from '../../values/path.ts'
import { defineOwn } from '../../values/safe-keys.ts'
import type { ValueMap } from '../../values/value.ts'
import type { Limits } from '../format.ts'
import type { TomlVersion } from './cursor.ts'
import { readDateTime } from './date-time.ts'
import { locate } from './locate.ts'
import { isInt64 } from './print-scalar.ts'
import type { Scan } from './scan.ts'
import { longestInteger } from './scan-scalar.ts'

/** The parser calls itself for each level; more would come near the end of the stack. */
const parserDepth = 1000

/** The depth that is safe whatever the user allows. */
export function depthOf(limits: Limits): number {
  return Math.min(limits.maxDepth, parserDepth)
}

/**
 * The value of a text. An ordinary text is read once, by the parser. The scan is the second judge, asked only where
 * the parser is known to be lenient or imprecise: dates, TOML 1.0, integers beyond 2^53, and to explain its refusal.
 * @throws ConfigError
 */
export function readValues(text: string, file: string, version: TomlVersion, limits: Limits, scanned: () => Scan): ValueMap {
  // One byte order mark is gone already, with the decoding; the parser would take a second one without a word.
  if (version === '1.0' || text.startsWith('\ufeff') || hasHugeNumber(text)) refuseIssues(scanned())
  const table = parseOrExplain(text, file, limits, scanned)
  const { value, unfinished } = toOrdinary(table, depthOf(limits), file, scanned)
  if (unfinished.length > 0) finish(unfinished, file, scanned())
  return value
}

/** The parser turns any number of digits into a bigint, in more than linear time: noticeable from 100,000 digits. */
function hasHugeNumber(text: string): boolean {
  if (text.length < 100_000) return false
  const digits = /\d[\d_]*/g
  for (let start = 0; digits.test(text); start = digits.lastIndex) {
    const isFar = digits.lastIndex - start > longestInteger
    if (isFar && /^[\d_]+$/.test(text.slice(digits.lastIndex - longestInteger, digits.lastIndex))) return true
  }
  return false
}

function refuseIssues(result: Scan): void {
  if (result.issues.length > 0) throw new ConfigError(result.issues)
}

function parseOrExplain(text: string, file: string, limits: Limits, scanned: () => Scan): TomlTable {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded', maxDepth: depthOf(limits) })
  } catch (cause) {
    const { issues } = scanned()
    if (issues.length > 0) throw new ConfigError(issues, { cause })
    const message = 'the two readers of TOML disagree about this file'
    const hint = 'rewrite the unusual part in a plainer form'
    throw new ConfigError({ code: 'FORMAT_DISAGREEMENT', severity: 'error', message, file, hint }, { cause })
  }
}

type Container = { [key: string]: unknown } | unknown[]

/** A container with the way to it. */
interface Place {
  readonly target: Container
  readonly key: string | number
  readonly parent: Place | undefined
  readonly depth: number
}

/** A value that needs the text: a date, an integer of more than 53 bits, or an infinity, which may be a number too large. */
interface Unfinished {
  readonly place: Place
  readonly key: string | number
  readonly value: TomlDate | bigint | number
}

/** The parser's tables have no prototype; these are ordinary objects, which engines read much faster. */
function toOrdinary(
  table: TomlTable,
  maxDepth: number,
  file: string,
  scanned: () => Scan,
): { value: ValueMap; unfinished: Unfinished[] } {
  const unfinished: Unfinished[] = []
  const root: Place = { target: shallowCopy(table), key: '', parent: undefined, depth: 0 }
  const stack: Place[] = [root]
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    if (place.depth >= maxDepth) throw tooDeep(place, maxDepth, file, scanned)
    if (Array.isArray(place.target)) {
      for (let index = 0; index < place.target.length; index++)
        convertChild(place, index, place.target[index] as TomlValue, stack, unfinished)
    } else {
      for (const key of Object.keys(place.target)) convertChild(place, key, place.target[key] as TomlValue, stack, unfinished)
    }
  }
  // Everything in it has been converted: only plain data, DateTime and bigint are left.
  return { value: root.target as ValueMap, unfinished }
}

function convertChild(parent: Place, key: string | number, value: TomlValue, stack: Place[], unfinished: Unfinished[]): void {
  if (typeof value === 'bigint' || value instanceof TomlDate || value === Infinity || value === -Infinity) {
    unfinished.push({ place: parent, key, value })
  } else if (typeof value === 'object') {
    const target = Array.isArray(value) ? (value as unknown[]) : shallowCopy(value as TomlTable)
    put(parent.target, key, target)
    stack.push({ target, key, parent, depth: parent.depth + 1 })
  }
}

function shallowCopy(table: TomlTable): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(table))
}

function put(target: Container, key: string | number, value: unknown): void {
  if (Array.isArray(target)) target[Number(key)] = value
  else defineOwn(target, String(key), value)
}

function pathTo(place: Place): Path {
  const path: (string | number)[] = []
  for (let current = place; current.parent !== undefined; current = current.parent) path.push(current.key)
  return path.reverse()
}

function finish(unfinished: readonly Unfinished[], file: string, result: Scan): void {
  refuseIssues(result)
  const issues: Issue[] = []
  for (const { place, key, value } of unfinished) {
    if (value instanceof TomlDate) put(place.target, key, readDateTime(result, [...pathTo(place), key]))
    else if (typeof value === 'bigint' && !isInt64(value)) issues.push(outOfRange([...pathTo(place), key], file, result))
  }
  if (issues.length > 0) throw new ConfigError(issues)
}

function outOfRange(path: Path, file: string, result: Scan): Issue {
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: 'the integer does not fit in 64 bits',
    path,
    span: locate(result, file, path),
    hint: 'write it as a float, or in quotes',
  }
}

function tooDeep(place: Place, maxDepth: number, file: string, scanned: () => Scan): ConfigError {
  const path = pathTo(place)
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `nested deeper than ${maxDepth} levels`,
    path: path.slice(0, 20),
    span: locate(scanned(), file, path, 'key') ?? locate(scanned(), file, path),
    hint: 'flatten the data, or raise maxDepth',
  })
}
