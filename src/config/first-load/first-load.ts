import { decode } from '../../formats/decode.ts'
import { isSoundText } from '../../formats/json/short-text.ts'
import { parseWellFormed } from '../../formats/json/well-formed.ts'
import { overlay } from '../../merge/overlay.ts'
import { isPromise } from '../../runtime/awaitable.ts'
import { isRepeatable } from '../../sources/repeatable.ts'
import type { Reading, Source, TextReading, ValueReading } from '../../sources/source.ts'
import { isMap, type ValueMap } from '../../values/value.ts'
import type { ConfigDefinition } from '../definition.ts'
import { generationOf, type LoadedSource, unresolved } from '../generation.ts'
import { type Layer, layerOfDocument, layerOfShape } from '../layer.ts'
import type { Loaded } from '../load.ts'
import type { Merged } from '../merge-layers-again.ts'
import type { ConfigOptions, Plan } from '../plan.ts'
import { contextOf } from '../read-context.ts'
import { surveyOf } from '../survey.ts'
import { usualPlan } from './usual-plan.ts'

/**
 * The straight way for what most programs start with: small sound JSON files, the environment, objects, each laid over
 * the one before. What comes out is what `load` makes of it. `undefined` for all that wants more, and for all that may be
 * wrong: `load` then does it from the beginning, and nothing is decided here.
 */
export function firstLoad(definition: ConfigDefinition, options: ConfigOptions, synchronous: boolean): Loaded | undefined {
  try {
    const plan = usualPlan(definition, options, synchronous)
    return plan?.sources.every(isRepeatable) ? stacked(plan) : undefined
  } catch {
    // What it was, comes up again in `load`, which collects what else there is to say.
    return undefined
  }
}

function stacked(plan: Plan): Loaded | undefined {
  const { clock } = plan.runtime
  const startedAt = clock.now()
  const sources: LoadedSource[] = []
  const layers: Layer[] = []
  const lower = new Map<string, Merged>()
  let value: ValueMap | undefined
  for (const source of plan.sources) {
    if (sources.some(({ key }) => key === source.name)) return undefined
    const below = value ?? {}
    if (source.usesKeys) lower.set(source.name, mergedOf([...layers], below))

    const askedAt = clock.now()
    const reading = source.read(contextOf(plan, undefined, { lower: below, declared: [] }))
    if (isPromise(reading)) return undefined
    const readAt = clock.now()
    const layer = reading === undefined ? undefined : usualLayer(plan, source, reading)
    if (layer === undefined && (reading !== undefined || !source.optional)) return undefined
    sources.push({
      key: source.name,
      answer: { source, reading, issues: noIssues, readAt, durationMs: readAt - askedAt },
      layers: layer === undefined ? [] : [layer],
    })
    if (layer === undefined) continue
    layers.push(layer)
    value = value === undefined ? layer.value : overlay(value, layer.value)
    if (value === undefined) return undefined
  }
  if (value === undefined) return undefined
  const merged = mergedOf(layers, value)
  const generation = generationOf(plan, { sources, layers, lower }, merged, unresolved(merged), undefined, undefined)
  return { plan, generation, startedAt }
}

const noIssues: Merged['issues'] = []

function mergedOf(layers: readonly Layer[], value: ValueMap): Merged {
  return { layers, value, issues: noIssues }
}

/** `undefined` unless it is small and sound and nothing in it refers to anything. */
function usualLayer(plan: Plan, source: Source, reading: Reading): Layer | undefined {
  const layer = reading.kind === 'bytes' ? layerOfJson(plan, source, reading) : layerOfValues(plan, source, reading)
  return layer === undefined || layer.directives || layer.references ? undefined : layer
}

function layerOfJson(plan: Plan, source: Source, reading: TextReading): Layer | undefined {
  const { bytes, file, format, formatOptions, encoding, rendered, shape } = reading
  if ((format ?? formatOptions ?? encoding ?? rendered ?? shape) !== undefined || !file.endsWith('.json')) return undefined
  const text = decode(bytes, file)
  const document = isSoundText(text, plan.limits) ? parseWellFormed(text, file) : undefined
  if (document === undefined || !isMap(document.value)) return undefined
  return layerOfDocument(source, reading, document, document.value, text, text, false, true)
}

function layerOfValues(plan: Plan, source: Source, reading: ValueReading): Layer | undefined {
  const survey = surveyOf(reading.value, plan.limits)
  if (survey === undefined || !isMap(reading.value)) return undefined
  return layerOfShape(source, reading, reading, reading.value, () => noIssues, survey, true)
}
