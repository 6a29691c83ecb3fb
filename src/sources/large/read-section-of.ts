import { decode } from '../../formats/decode.ts'
import { type ReadAt, readFileBytes } from '../../runtime/read-file.ts'
import type { Path } from '../../values/path.ts'
import type { FileOptions } from '../file.ts'
import { locationOf } from '../location.ts'
import type { ReadContext, TextReading } from '../source.ts'
import { FileWindow } from './file-window.ts'
import { findSection } from './find-section.ts'
import { largeReading, type Part } from './large-text.ts'
import { sectionOf } from './section-of.ts'
import type { Slice } from './shifted-reader.ts'

const nothing = new Uint8Array()

/**
 * Reads a file of which one section counts: of JSON no more than that is kept.
 * @throws ConfigError SOURCE_UNREADABLE, SOURCE_TOO_LARGE, SOURCE_ENCODING
 */
export function readSectionOf(path: string, uri: string, options: FileOptions, context: ReadContext): TextReading | undefined {
  const { absolute, file } = locationOf(path, context.cwd)
  const previous = context.previous?.kind === 'bytes' ? context.previous : undefined
  const bounds = { file, maxBytes: options.maxBytes ?? context.maxBytes }
  const section = sectionOf(options)
  let part: Part | undefined
  const content = readFileBytes(absolute, {
    ...bounds,
    previous,
    readPart(read, size) {
      const slice = section && isStrictJson(path, options) ? sliceOf(read, section.path, file) : undefined
      part = slice && { slice, size, readAll: () => readFileBytes(absolute, bounds)?.bytes ?? nothing }
      return part && nothing
    },
  })
  if (content === undefined || content === previous) return previous && content && previous
  const { format, formatOptions, encoding } = options
  const { version, bytes } = content
  return largeReading({ kind: 'bytes', uri, version, bytes, file, format, formatOptions, encoding }, section, part)
}

function isStrictJson(path: string, { format, formatOptions, encoding = 'utf-8' }: FileOptions): boolean {
  return encoding === 'utf-8' && formatOptions === undefined && (format ?? (path.endsWith('.json') && 'json')) === 'json'
}

/**
 * The value at a path of keys of strict JSON, read without a look at the rest. `undefined` when the whole has to be read.
 * @throws ConfigError SOURCE_ENCODING
 */
function sliceOf(read: ReadAt, path: Path, file: string): Slice | undefined {
  const found = findSection(() => new FileWindow(read), path)
  return found && { text: decode(found.bytes, file), start: found.start }
}
