import type { Source, TextReading, ValueReading } from '../../sources/source.ts'
import { putTogether, type TakenApart, takeApart } from '../../values/take-apart.ts'
import type { LoadedSource } from '../generation.ts'
import type { Answer } from '../read-sources.ts'

/** What a source said, in a form that can be written to a file. */
export interface StoredSource {
  readonly key: string
  /** Milliseconds since 1970. */
  readonly readAt: number
  /** `undefined` for an optional source with nothing there. */
  readonly reading: StoredReading | undefined
}

type StoredReading =
  /** As it was read, so that places in it can still be told. */
  | (Pick<TextReading, 'kind' | 'uri' | 'version' | 'bytes' | 'file' | 'encoding' | 'formatOptions'> & {
      readonly format: string | undefined
    })
  /** As it was understood, where only the source knows how to. */
  | (Pick<ValueReading, 'kind' | 'uri' | 'version' | 'textOnly' | 'file'> & { readonly value: TakenApart })

/** Those that answer from the process itself never fail, and are nobody's business on a disk. */
const ownKinds: ReadonlySet<string> = new Set(['env', 'args', 'object', 'stdin'])

export function isStored({ answer }: LoadedSource): boolean {
  return !ownKinds.has(answer.source.kind)
}

export function storedSource({ key, answer, layers }: LoadedSource): StoredSource {
  const { reading, readAt } = answer
  if (reading === undefined) return { key, readAt, reading }
  const { uri, version, file } = reading
  if (reading.kind === 'bytes' && reading.shape === undefined && !reading.section && typeof reading.format !== 'object') {
    const { bytes, encoding, format, formatOptions } = reading
    return { key, readAt, reading: { kind: 'bytes', uri, version, file: reading.file, bytes, encoding, format, formatOptions } }
  }
  const layer = layers[0]
  if (layer === undefined) return { key, readAt, reading: undefined }
  const value = takeApart(layer.written ?? layer.value)
  return { key, readAt, reading: { kind: 'value', uri, version, file, textOnly: layer.textOnly, value } }
}

/** As if the source had just answered; `readAt` says when it really did. */
export function answerOf(source: Source, { reading, readAt }: StoredSource): Answer {
  const again = reading?.kind === 'value' ? { ...reading, value: putTogether(reading.value) } : reading
  return { source, reading: again, issues: [], readAt, durationMs: 0 }
}
