import { decode } from '../../formats/decode.ts'
import { isSoundText } from '../../formats/json/short-text.ts'
import { parseWellFormed } from '../../formats/json/well-formed.ts'
import { overlay } from '../../merge/overlay.ts'
import { isPromise } from '../../runtime/awaitable.ts'
import { isForFirstLoad } from '../../sources/first-load.ts'
import type { Reading, Source, TextReading, ValueReading } from '../../sources/source.ts'
import { isMap, type Value, type ValueMap } from '../../values/value.ts'
import type { ConfigDefinition } from '../definition.ts'
import type { Loaded } from '../load.ts'
import type { ConfigOptions, Plan } from '../plan.ts'
import { contextOf } from '../read-context.ts'
import { firstGeneration } from './first-generation.ts'
import { usualPlan } from './usual-plan.ts'

/** `load` reads a file again: one that is surely too large for the first load is left unread. */
const mostBytes = 1_048_576

/** A source, what it said, and the map that stands for. */
export interface FirstReading {
  readonly source: Source
  /** `undefined`, and no value either, where there is nothing and need not be. */
  readonly reading: Reading | undefined
  readonly value: ValueMap | undefined
  /** Milliseconds since 1970. */
  readonly askedAt: number
  readonly readAt: number
}

/**
 * The straight way for what most programs start with: small sound JSON files, the environment, objects, each laid over
 * the one before. What comes out is what `load` makes of it. `undefined` for all that wants more, and for all that may be
 * wrong: `load` then does it from the beginning, and nothing is decided here.
 */
export function firstLoad(definition: ConfigDefinition, options: ConfigOptions, synchronous: boolean): Loaded | undefined {
  try {
    const plan = usualPlan(definition, options, synchronous)
    return plan?.sources.every(isForFirstLoad) ? loaded(plan) : undefined
  } catch {
    // What it was, comes up again in `load`, which collects what else there is to say.
    return undefined
  }
}

function loaded(plan: Plan): Loaded | undefined {
  const { clock } = plan.runtime
  const startedAt = clock.now()
  const readings: FirstReading[] = []
  let value: ValueMap | undefined
  for (const source of plan.sources) {
    if (readings.some((each) => each.source.name === source.name)) return undefined
    const askedAt = clock.now()
    const reading = source.read(contextOf(plan, undefined, { lower: value ?? {}, declared: [] }, mostBytes))
    if (isPromise(reading)) return undefined
    const readAt = clock.now()
    const said = reading && plainMap(plan, reading)
    if (said === undefined && (reading !== undefined || !source.optional)) return undefined
    readings.push({ source, reading, value: said, askedAt, readAt })
    if (said === undefined) continue
    value = value === undefined ? said : overlay(value, said)
    if (value === undefined) return undefined
  }
  return value && { plan, generation: firstGeneration(plan, readings, value), sources: readings.length, startedAt }
}

/** `undefined` unless it is small and sound, and nothing in it means more than it says. */
function plainMap(plan: Plan, reading: Reading): ValueMap | undefined {
  const value = reading.kind === 'bytes' ? readJson(plan, reading) : readValues(plan, reading)
  return value !== undefined && isMap(value) ? value : undefined
}

function readJson(
  plan: Plan,
  { bytes, file, format, formatOptions, encoding, rendered, section, shape }: TextReading,
): Value | undefined {
  if ((format ?? formatOptions ?? encoding ?? rendered ?? section ?? shape) !== undefined || !file.endsWith('.json'))
    return undefined
  const text = decode(bytes, file)
  return isPlain(text, plan) ? parseWellFormed(text, file)?.value : undefined
}

function readValues(plan: Plan, { value }: ValueReading): Value | undefined {
  return isPlain(JSON.stringify(value), plan) ? value : undefined
}

/** Whether the text of a tree shows that it holds neither references, directives nor sealed values, nor anything unsound. */
function isPlain(text: string, { limits }: Plan): boolean {
  return isSoundText(text, limits) && !text.includes('$') && !text.includes('!unset') && !text.includes('ENC[')
}
