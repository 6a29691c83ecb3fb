import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { listOf } from '../text/words.ts'
import { DateTime } from '../values/date-time.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Scalar, type Value, type ValueMap } from '../values/value.ts'
import { textOf, toVariables } from './flatten.ts'

/** A value in the shape that a format can hold, and what was lost on the way. */
export interface Converted {
  readonly value: Value
  readonly losses: readonly Issue[]
}

/**
 * Brings a value into the shape of a format. What the format has no words for is left out or written as text, and
 * reported: with the first few paths of each kind of loss, or with `every` one.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE
 */
export function convertTo(format: string, value: Value, { every = false }: { readonly every?: boolean } = {}): Converted {
  const report = new LossReport(format, mostPaths(every))
  const adapted = adapt(value, [], wordsOf[format] ?? json, report)
  return { value: format === 'dotenv' && isMap(adapted) ? toNames(adapted, report) : adapted, losses: report.issues() }
}

/** How many paths a report names. */
export function mostPaths(every: boolean): number {
  return every ? Number.POSITIVE_INFINITY : 3
}

/** What a format has words for. */
interface Words {
  readonly null: boolean
  readonly dates: boolean
  readonly infinity: boolean
  /** Numbers and booleans are something else than text. */
  readonly types: boolean
  readonly lists: boolean
  /** Maps and lists with nothing in them. */
  readonly empty: boolean
  /** Half of a surrogate pair, which a file in UTF-8 can only hold as an escape. */
  readonly surrogates: boolean
}

const json: Words = { null: true, dates: false, infinity: false, types: true, lists: true, empty: true, surrogates: true }
const text: Words = { null: false, dates: false, infinity: true, types: false, lists: false, empty: true, surrogates: false }

const wordsOf: Readonly<Record<string, Words>> = {
  json5: { ...json, infinity: true },
  yaml: { ...json, infinity: true },
  toml: { ...json, infinity: true, dates: true, null: false, surrogates: false },
  ini: text,
  dotenv: text,
  properties: { ...text, lists: true, empty: false, surrogates: true },
}

function adapt(value: Value, path: Path, words: Words, report: LossReport): Value {
  if (isList(value)) return adaptList(value, path, words, report)
  if (isMap(value)) {
    const kept = Object.entries(value).filter(([key, item]) => isKept(item, [...path, key], words, report))
    return Object.fromEntries(kept.map(([key, item]) => [key, adapt(item, [...path, key], words, report)]))
  }
  return adaptScalar(value, path, words, report)
}

function adaptList(value: readonly Value[], path: Path, words: Words, report: LossReport): Value {
  // A list at the top is what the document is; if the format has none, its printer says so.
  if (!words.lists && path.length > 0) {
    report.note('list', path)
    return textOf(value)
  }
  const kept = value.flatMap((item, index) => (isKept(item, [...path, index], words, report) ? [{ item, index }] : []))
  return kept.map(({ item, index }) => adapt(item, [...path, index], words, report))
}

function isKept(value: Value, path: Path, words: Words, report: LossReport): boolean {
  if (value === null && !words.null) return report.note('null', path)
  const isEmpty = (isList(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)
  return !isEmpty || words.empty || report.note('empty', path)
}

function adaptScalar(value: Scalar, path: Path, words: Words, report: LossReport): Value {
  if (value instanceof DateTime && !words.dates) {
    report.note('date', path)
    return value.text
  }
  if (typeof value === 'number' && !Number.isFinite(value) && !words.infinity) {
    report.note('infinity', path)
    return String(value)
  }
  if (typeof value === 'string' && !words.surrogates && !value.isWellFormed()) throw notWellFormed(path)
  if (!words.types && ['number', 'bigint', 'boolean'].includes(typeof value)) report.note('type', path)
  return value
}

function notWellFormed(path: Path): ConfigError {
  return new ConfigError({
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: 'the text is not well-formed Unicode',
    path,
    hint: 'remove the lone surrogate',
  })
}

/** Variables have names and no maps. A flat map stays as it is: its keys are the names that somebody chose. */
function toNames(value: ValueMap, report: LossReport): ValueMap {
  const entries = Object.entries(value)
  if (entries.every(([key, item]) => !isMap(item) && /^[A-Za-z0-9_.-]+$/.test(key))) return value
  const variables = Object.fromEntries(toVariables(value))
  for (const [key, item] of entries) {
    if (isMap(item)) report.note('nesting', [key])
    else if (!Object.hasOwn(variables, key)) report.note('name', [key])
  }
  return variables
}

type Loss = 'null' | 'empty' | 'date' | 'infinity' | 'list' | 'nesting' | 'name' | 'type'

/** What happened, as the sentence of an issue; `%` stands for the format. */
const sentences: Readonly<Record<Loss, string>> = {
  null: '% has no null, left out',
  empty: '% has no empty maps and lists, left out',
  date: '% has no dates, written as text',
  infinity: '% has no infinite numbers, written as text',
  list: '% has no lists, written as JSON text',
  nesting: '% has no maps, written as longer names',
  name: '% has names of variables, so keys are renamed',
  type: '% has only text, so numbers and booleans lose their type',
}

/** One issue for each kind of loss, with its paths. */
class LossReport {
  readonly #format: string
  readonly #mostPaths: number
  readonly #found = new Map<Loss, Path[]>()

  constructor(format: string, mostPaths: number) {
    this.#format = format
    this.#mostPaths = mostPaths
  }

  /** Answers `false`, so that it can stand where something is left out. */
  note(loss: Loss, path: Path): false {
    const paths = this.#found.get(loss)
    if (paths) paths.push(path)
    else this.#found.set(loss, [path])
    return false
  }

  issues(): readonly Issue[] {
    return [...this.#found].map(([loss, paths]) => ({
      code: 'FORMAT_LOSS',
      severity: 'warning',
      message: `${sentences[loss].replace('%', this.#format)}: ${listed(paths, this.#mostPaths)}`,
      ...(paths[0] && { path: paths[0] }),
    }))
  }
}

/** The first few paths, and how many more there are. */
export function listed(paths: readonly Path[], most: number): string {
  const names = paths.slice(0, most).map(printPath)
  return paths.length > most ? `${names.join(', ')} and ${paths.length - most} more` : listOf(names)
}
