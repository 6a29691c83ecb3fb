import { ConfigError } from '../errors/config-error.ts'
import { decode } from '../formats/decode.ts'
import type { Document, Limits } from '../formats/format.ts'
import { isSoundText } from '../formats/json/short-text.ts'
import { large } from '../sources/later.ts'
import type { Reading, ShapedValue, Source, TextReading } from '../sources/source.ts'
import type { Path } from '../values/path.ts'
import { isMap, kindOf, type Value, type ValueMap } from '../values/value.ts'
import { type FormatReader, jsonReader } from './formats.ts'
import { again, checking, importing, throughTemplates } from './later.ts'
import { type Layer, layerOfDocument, layerOfShape } from './layer.ts'
import type { Plan } from './plan.ts'
import { surveyOf } from './survey.ts'

const emptyMap: ValueMap = Object.freeze({})

/** What is longer holds too much for one look, or a few long texts, for which it makes no difference. */
const longText = 262_144

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

  if (reading.rendered !== undefined && format !== undefined)
    format = throughTemplates().throughTemplate(format, reading.rendered)
  let text: string
  if (reading.section !== undefined && format !== undefined)
    ({ text, format } = large().readSection(reading, reading.section, format, format === jsonReader))
  else text = reading.large?.text() ?? decode(reading.bytes, reading.file, reading.encoding)
  const reread =
    format === jsonReader && before[0] !== undefined && !isDirected(reading, format, text)
      ? again().rereadLayer(source, reading, text, before[0], plan.limits)
      : undefined
  if (reread !== undefined) return [reread]
  return layersOfDocuments(
    plan,
    source,
    reading,
    format as FormatReader,
    text,
    documentsOf(format as FormatReader, text, reading.file),
    before,
    true,
  )
}

/** The layers of documents that were read. Text that is sealed, `isPlain: false`, is not compared with later text. */
export function layersOfDocuments(
  plan: Plan,
  source: Source,
  reading: TextReading,
  format: FormatReader,
  text: string,
  documents: readonly Document[],
  before: readonly Layer[],
  isPlain: boolean,
): readonly Layer[] {
  const parse = (document: Document, index: number): Layer =>
    layerOf(plan, source, reading, format, text, document, before[index], isPlain)
  if (!isDirected(reading, format, text)) return documents.map(parse)
  const { readDirectives, withDirectives } = importing()
  return readDirectives(plan, source, documents).map((directed, index) =>
    withDirectives(parse(directed.document, index), directed, plan),
  )
}

/** Whether a file may say itself what it imports, or when it counts. */
function isDirected({ shape }: TextReading, format: FormatReader | undefined, text: string): boolean {
  return (text.includes('$import') || text.includes('$when')) && shape === undefined && format?.textOnly === false
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
  isPlain: boolean,
): Layer {
  if (reading.shape !== undefined) {
    checking().checkTree(document.value, plan.limits, (path, part) => document.locate(path, part))
    const shaped = reading.shape(document.value, (path, part) => document.locate(path, part))
    return shapedLayer(plan, source, reading, shaped, before, () => document.warnings)
  }
  const json = isPlain && format === jsonReader ? text : undefined
  const fresh = before === undefined ? document.value : again().reconcile(before.value, document.value)
  const small = isSmall(fresh, json, plan.limits, before)
  if (!small) {
    checking().checkTree(fresh, plan.limits, (path, part) => document.locate(path, part), before?.value)
  }
  return layerOfDocument(source, reading, document, rootOf(fresh, source, reading.file), text, json, format.textOnly, small)
}

/** Whether one look shows that there is nothing to check, and not much to merge. */
function isSmall(value: Value, json: string | undefined, limits: Limits, before: Layer | undefined): boolean {
  if (json !== undefined && isSoundText(json, limits)) return true
  if (json !== undefined && json.length > longText) return false
  return before === undefined && surveyOf(value, limits) !== undefined
}

function shapedLayer(
  plan: Plan,
  source: Source,
  reading: Reading,
  shaped: ShapedValue,
  before: Layer | undefined,
  warnings: Layer['warnings'],
): Layer {
  const survey = before === undefined ? surveyOf(shaped.value, plan.limits) : undefined
  if (survey === undefined) {
    checking().checkTree(shaped.value, plan.limits, (path: Path, part?: 'key') => shaped.locate?.(path, part))
  }
  const value = before === undefined ? shaped.value : again().reconcile(before.value, shaped.value)
  const root = rootOf(value, source, reading.uri)
  return layerOfShape(source, reading, shaped, root, warnings, survey ?? checking().searchedFor(root), survey !== undefined)
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
