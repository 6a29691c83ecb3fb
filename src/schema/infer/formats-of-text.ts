import { parseByteSize } from '../../values/byte-size.ts'
import { parseDuration } from '../../values/duration.ts'
import { dialects } from '../json-schema/dialect.ts'
import { formatsOf } from '../json-schema/formats/formats.ts'

const formats = formatsOf('assert')

/** Formats that are told by looks alone, the narrowest first. `host` or `path` would fit any word. */
const told: readonly (readonly [name: string, looksLike: RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[Tt ]/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['ipv4', /^\d+\.\d+\.\d+\.\d+$/],
  ['ipv6', /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:/],
  ['cidr', /^[0-9A-Fa-f:.]+\/\d+$/],
  ['email', /^[^\s@/]+@[^\s@/]+\.[A-Za-z]{2,}$/],
  ['uri', /^[A-Za-z][A-Za-z0-9+.-]*:\/\//],
  ['uuid', /^[0-9A-Fa-f]{8}-/],
]

/** Longer texts are prose. */
const longest = 2000

/** The formats that a text has for sure. A text with a reference in it has none: nobody knows what it becomes. */
export function formatsOfText(text: string): ReadonlySet<string> {
  if (text.length > longest || text.includes('${')) return new Set()
  const found = told.filter(([name, looks]) => looks.test(text) && formats.find(name, dialects['2020-12'])?.(text) === true)
  const names = found.map(([name]) => name)
  if (parseDuration(text) !== undefined) names.push('duration-text')
  if (parseByteSize(text) !== undefined) names.push('byte-size')
  return new Set(names)
}
