import type { Format } from '../../formats/format.ts'
import type { Path } from '../../values/path.ts'
import { mapFrom } from '../../values/safe-keys.ts'
import type { Value } from '../../values/value.ts'

/** What is needed of a format to read a section. */
export type Reader = Pick<Format, 'textOnly' | 'parse' | 'parseAll'>

/** A tree with nothing but a value at a path of keys. */
export function within(path: Path, value: Value): Value {
  return path.reduceRight<Value>((inner, key) => mapFrom([[String(key), inner]]), value)
}
