import type { Issue } from '../../errors/issue.ts'
import type { Value } from '../../values/value.ts'
import type { Document } from '../format.ts'
import type { DocumentPlaces } from './document-places.ts'
import { places } from './places.ts'

/** A text of the JSON family that has been read. Places and warnings are worked out when they are asked for. */
export function jsonDocument(value: Value, text: string, file: string): Document {
  let found: DocumentPlaces | undefined
  let warnings: readonly Issue[] | undefined
  const inText = (): DocumentPlaces => {
    found ??= new (places().DocumentPlaces)(text, value, file)
    return found
  }
  return {
    value,
    get warnings() {
      warnings ??= inText().repeatedKeys()
      return warnings
    },
    locate: (path, part = 'value') => inText().locate(path, part),
  }
}
