import { parseByteSize } from '../../../values/byte-size.ts'
import { parseDuration } from '../../../values/duration.ts'
import type { FormatTest } from './formats.ts'

/** Amounts with their units: `5m`, `10MB`. */
export const amountFormats: Readonly<Record<string, FormatTest>> = {
  'duration-text': (text) => parseDuration(text) !== undefined,
  'byte-size': (text) => parseByteSize(text) !== undefined,
}
