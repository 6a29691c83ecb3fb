import { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import type { Document } from '../../formats/format.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isMap, type Value } from '../../values/value.ts'
import { reading as words } from '../later.ts'
import type { Section, TextReading } from '../source.ts'
import { shiftedReader } from './shifted-reader.ts'
import { type Reader, within } from './within.ts'

/** A text, and what reads it. */
interface ToRead {
  readonly text: string
  readonly format: Reader
}

/**
 * What is to be read of a file of which one section counts: in strict JSON the text of that section, in other formats the
 * whole, of which the rest is dropped. A document holds the section, at its own path, and nothing else.
 */
export function readSection(reading: TextReading, section: Section, format: Reader, isJson: boolean): ToRead {
  const slice = isJson ? reading.large?.slice : undefined
  if (slice !== undefined) return { text: slice.text, format: shiftedReader(format, section.path, slice) }
  const text = reading.large?.text() ?? decode(reading.bytes, reading.file, reading.encoding)
  return { text, format: pickingReader(format, section) }
}

function pickingReader(format: Reader, section: Section): Reader {
  const parseAll = (text: string, file: string): readonly Document[] => {
    const documents = format.parseAll?.(text, file) ?? [format.parse(text, file)]
    const found = documents.flatMap((document) => {
      const part = memberAt(document.value, section.path)
      return part === undefined ? [] : [documentOf(document, part, section.path)]
    })
    if (found.length === 0 && !section.optional) throw missing(documents, section.path, file)
    return found.length === 0 ? [nothing] : found
  }
  return { textOnly: format.textOnly, parseAll, parse: (text, file) => parseAll(text, file)[0] as Document }
}

const nothing: Document = { value: {}, warnings: [], locate: () => undefined }

function documentOf(document: Document, part: Value, section: Path): Document {
  return {
    value: within(section, part),
    get warnings() {
      return document.warnings.filter(({ path }) => path === undefined || isOnTheWay(path, section))
    },
    locate: (path, place) => document.locate(path, place),
  }
}

/** Whether a path leads to a section or into it. */
function isOnTheWay(path: Path, section: Path): boolean {
  return section.every((part, index) => index >= path.length || path[index] === part)
}

function memberAt(root: Value, path: Path): Value | undefined {
  let value: Value | undefined = root
  for (const key of path) value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return value
}

function missing(documents: readonly Document[], path: Path, file: string): ConfigError {
  const isKnown = (length: number): boolean => documents.some(({ value }) => isMap(memberAt(value, path.slice(0, length))))
  const known = path.findLastIndex((_, index) => isKnown(index))
  const beside = documents.flatMap(({ value }) => Object.keys(memberAt(value, path.slice(0, Math.max(known, 0))) ?? {}))
  return new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: `${file} has no section ${JSON.stringify(printPath(path))}`,
    file,
    hint:
      words().didYouMean(words().closest(String(path[known]), beside)) ??
      'write it, correct its name, or declare it with optional: true',
  })
}
