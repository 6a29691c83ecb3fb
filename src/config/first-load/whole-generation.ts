import { decode } from '../../formats/decode.ts'
import { jsonDocument } from '../../formats/json/document.ts'
import type { Reading, Source } from '../../sources/source.ts'
import type { ValueMap } from '../../values/value.ts'
import { type Generation, generationOf, type LoadedSource, unresolved } from '../generation.ts'
import { type Layer, layerOfDocument, layerOfShape } from '../layer.ts'
import { type Merged, mergeLayersAgain } from '../merge-layers-again.ts'
import type { Plan } from '../plan.ts'
import type { FirstReading } from './first-load.ts'

/** All that `buildGeneration` would know of what a first load read, around the values that are in use already. */
export function wholeGeneration(plan: Plan, readings: readonly FirstReading[], value: ValueMap): Generation {
  const layers: Layer[] = []
  const sources: LoadedSource[] = []
  const lower = new Map<string, Merged>()
  for (const { source, reading, value: said, askedAt, readAt } of readings) {
    if (source.usesKeys) lower.set(source.name, mergeLayersAgain(plan, [...layers], undefined))
    const own = reading === undefined || said === undefined ? [] : [layerOf(source, reading, said)]
    const answer = { source, reading, issues: noIssues, readAt, durationMs: readAt - askedAt }
    sources.push({ key: source.name, answer, layers: own })
    layers.push(...own)
  }
  const merged: Merged = { layers, value, issues: noIssues }
  return generationOf(plan, { sources, layers, lower }, merged, unresolved(value), undefined, undefined)
}

const noIssues: Merged['issues'] = []

function layerOf(source: Source, reading: Reading, value: ValueMap): Layer {
  if (reading.kind === 'value')
    return layerOfShape(source, reading, reading, value, () => noIssues, { directives: false, references: false }, true)
  const text = decode(reading.bytes, reading.file)
  return layerOfDocument(source, reading, jsonDocument(value, text, reading.file), value, text, text, false, true)
}
