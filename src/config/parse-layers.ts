import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { decode } from '../formats/decode.ts'
import type { Document } from '../formats/format.ts'
import type { Reading, ShapedValue, Source, TextReading } from '../sources/source.ts'
import type { Path } from '../values/path.ts'
import { isMap, kindOf, type Value, type ValueMap } from '../values/value.ts'
import { type FormatReader, jsonReader } from './formats.ts'
import { again } from './later.ts'
import { type Layer, layerOfDocument, layerOfShape } from './layer.ts'
import type { Plan } from './plan.ts'

const emptyMap: ValueMap = Object.freeze({})

/**
 * The layers of one reading: one, or one for each document of a YAML stream. Subtrees equal to those of the
 * layers before keep their identity.
 * @throws ConfigError with all issues of this reading
 */
export function parseLayers(
  plan: Plan,
  source: Source,
  reading: Reading,
  format: FormatReader | undefined,
  before: readonly Layer[],
): readonly Layer[] {
  if (reading.kind === 'value') return [shapedLayer(plan, source, reading, reading, before[0], () => [])]

  const text = decode(reading.bytes, reading.file, reading.encoding)
  const reread =
    format === jsonReader && before[0] !== undefined
      ? again().rereadLayer(source, reading, text, before[0], plan.limits)
      : undefined
  if (reread !== undefined) return [reread]
  const documents = documentsOf(format as FormatReader, text, reading.file)
  return documents.map((document, index) => layerOf(plan, source, reading, format as FormatReader, text, document, before[index]))
}

function documentsOf(format: FormatReader, text: string, file: string): readonly Document[] {
  return format.parseAll?.(text, file) ?? [format.parse(text, file)]
}

function layerOf(
  plan: Plan,
  source: Source,
  reading: TextReading,
  format: FormatReader,
  text: string,
  document: Document,
  before: Layer | undefined,
): Layer {
  if (reading.shape !== undefined) {
    checkTree(document.value, plan.limits, (path, part) => document.locate(path, part))
    const shaped = reading.shape(document.value, (path, part) => document.locate(path, part))
    return shapedLayer(plan, source, reading, shaped, before, () => document.warnings)
  }
  const json = format === jsonReader ? text : undefined
  const fresh = before === undefined ? document.value : again().reconcile(before.value, document.value)
  checkTree(fresh, plan.limits, (path, part) => document.locate(path, part), before?.value)
  return layerOfDocument(source, reading, document, rootOf(fresh, source, reading.file), text, json, format.textOnly)
}

function shapedLayer(
  plan: Plan,
  source: Source,
  reading: Reading,
  shaped: ShapedValue,
  before: Layer | undefined,
  warnings: Layer['warnings'],
): Layer {
  const locate = (path: Path, part?: 'key') => shaped.locate?.(path, part)
  checkTree(shaped.value, plan.limits, locate)
  const value = before === undefined ? shaped.value : again().reconcile(before.value, shaped.value)
  return layerOfShape(source, reading, shaped, rootOf(value, source, reading.uri), warnings)
}

/** An empty file is an empty map; anything else that is no map is a mistake. */
function rootOf(value: Value, source: Source, file: string): ValueMap {
  if (value === null) return emptyMap
  if (isMap(value)) return value
  throw new ConfigError({
    code: 'VALUE_TYPE',
    severity: 'error',
    message: `the outermost value must be a map, not a ${kindOf(value)}`,
    source: source.name,
    file,
    expected: 'map',
    received: kindOf(value),
    hint: 'put the values under names',
  })
}
