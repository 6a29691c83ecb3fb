import type { Issue } from '../errors/issue.ts'
import { listOf } from '../text/words.ts'
import { DateTime } from '../values/date-time.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { toDottedNames, toSections, toVariables } from './flatten.ts'

/** A value in the shape that a format can hold, and what was lost on the way. */
export interface Converted {
  readonly value: Value
  readonly losses: readonly Issue[]
}

/** How names of nested values are made where there is only a flat list of names. */
export type FlatNames = 'variables' | 'dotted' | 'sections'

const flatNamesOf: Readonly<Record<string, FlatNames>> = { dotenv: 'variables', properties: 'dotted', ini: 'sections' }

/** Brings a value into the shape of a format. What the format has no words for is left out or written as text, and reported. */
export function convertTo(format: string, value: Value): Converted {
  const report = new LossReport(format)
  const names = flatNamesOf[format]
  if (names !== undefined) return { value: toFlat(names, value, report), losses: report.issues() }
  return { value: adapt(value, [], wordsOf(format), report), losses: report.issues() }
}

/** What a format has words for. */
interface Words {
  readonly dates: boolean
  readonly null: boolean
  readonly infinity: boolean
}

function wordsOf(format: string): Words {
  if (format === 'toml') return { dates: true, null: false, infinity: true }
  if (format === 'yaml' || format === 'json5') return { dates: false, null: true, infinity: true }
  return { dates: false, null: true, infinity: false }
}

function adapt(value: Value, path: Path, words: Words, report: LossReport): Value {
  if (isList(value)) {
    const items = value.filter((item, index) => words.null || item !== null || report.note('null', [...path, index]))
    return items.map((item, index) => adapt(item, [...path, index], words, report))
  }
  if (isMap(value)) {
    const entries = Object.entries(value).filter(
      ([key, item]) => words.null || item !== null || report.note('null', [...path, key]),
    )
    return Object.fromEntries(entries.map(([key, item]) => [key, adapt(item, [...path, key], words, report)]))
  }
  if (value instanceof DateTime && !words.dates) {
    report.note('date', path)
    return value.text
  }
  if (typeof value === 'number' && !Number.isFinite(value) && !words.infinity) {
    report.note('infinity', path)
    return String(value)
  }
  return value
}

function toFlat(names: FlatNames, value: Value, report: LossReport): Value {
  // A format of names has no place for a single value or a list at the top.
  if (!isMap(value)) return value
  const kept = withoutNull(value, [], report)
  noteText(kept, [], names, report)
  if (names === 'sections') return toSections(kept)
  return Object.fromEntries(names === 'variables' && !isFlatNames(kept) ? toVariables(kept) : toDottedNames(kept))
}

/** A flat map of names stays as it is: its keys are the names that somebody chose. */
function isFlatNames(value: ValueMap): boolean {
  return Object.entries(value).every(([key, item]) => !isMap(item) && /^[A-Za-z_]\w*$/.test(key))
}

function withoutNull(value: ValueMap, path: Path, report: LossReport): ValueMap {
  const entries = Object.entries(value).filter(([key, item]) => item !== null || report.note('null', [...path, key]))
  return Object.fromEntries(entries.map(([key, item]) => [key, isMap(item) ? withoutNull(item, [...path, key], report) : item]))
}

function noteText(value: ValueMap, path: Path, names: FlatNames, report: LossReport): void {
  for (const [key, item] of Object.entries(value)) {
    const here = [...path, key]
    if (isMap(item)) {
      if (here.length > (names === 'sections' ? 1 : 0)) report.note('nesting', here)
      noteText(item, here, names, report)
    } else if (isList(item)) {
      report.note('list', here)
    } else if (item instanceof DateTime) {
      report.note('date', here)
    } else if (typeof item !== 'string') {
      report.note('type', here)
    }
  }
}

type Loss = 'null' | 'date' | 'infinity' | 'list' | 'nesting' | 'type'

/** What happened, as the sentence of an issue; `%` stands for the format. */
const sentences: Readonly<Record<Loss, string>> = {
  null: '% has no null, left out',
  date: '% has no dates, written as text',
  infinity: '% has no infinite numbers, written as text',
  list: '% has no lists, written as JSON text',
  nesting: '% has no maps inside maps, written as longer names',
  type: '% has only text, so numbers and booleans lose their type',
}

/** One issue for each kind of loss, with the first few paths. */
class LossReport {
  readonly #format: string
  readonly #found = new Map<Loss, Path[]>()

  constructor(format: string) {
    this.#format = format
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
      message: `${sentences[loss].replace('%', this.#format)}: ${firstFew(paths)}`,
      ...(paths[0] && { path: paths[0] }),
    }))
  }
}

function firstFew(paths: readonly Path[]): string {
  const names = paths.slice(0, 3).map(printPath)
  return paths.length > 3 ? `${names.join(', ')} and ${paths.length - 3} more` : listOf(names)
}
