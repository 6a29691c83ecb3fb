import type { Issue } from '../errors/issue.ts'
import type { Document } from '../formats/format.ts'
import type { Reading, ShapedValue, Source } from '../sources/source.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value, ValueMap } from '../values/value.ts'

/** What one source said, as a tree, ready to be merged. */
export interface Layer {
  readonly source: Source
  readonly uri: string
  /** The file as people write it, if it is one. */
  readonly file: string | undefined
  readonly value: ValueMap
  /** Every scalar is text: environment, arguments, .env, INI, properties. */
  readonly textOnly: boolean
  /** Whether it may hold `!unset` or `$merge`; without them the merge may share it as it is. */
  readonly directives: boolean
  readonly warnings: () => readonly Issue[]
  locate(path: Path, part?: 'value' | 'key'): Span | undefined
  nameOf(path: Path): string | undefined
}

const nowhere = (): undefined => undefined
const noWarnings: readonly Issue[] = []

export function layerOfDocument(
  source: Source,
  reading: Reading & { kind: 'bytes' },
  document: Document,
  value: ValueMap,
  textOnly: boolean,
  directives: boolean,
): Layer {
  return {
    source,
    uri: reading.uri,
    file: reading.file,
    value,
    textOnly,
    directives,
    warnings: () => document.warnings,
    locate: (path, part) => document.locate(path, part),
    nameOf: nowhere,
  }
}

export function layerOfShape(
  source: Source,
  reading: Reading,
  shaped: ShapedValue,
  value: ValueMap,
  warnings: () => readonly Issue[],
): Layer {
  return {
    source,
    uri: reading.uri,
    file: reading.kind === 'bytes' ? reading.file : undefined,
    value,
    textOnly: shaped.textOnly,
    directives: mayHoldDirectives(value),
    warnings: () => [...(shaped.warnings ?? noWarnings), ...warnings()],
    locate: (path, part) => shaped.locate?.(path, part),
    nameOf: (path) => shaped.nameOf?.(path),
  }
}

/** Looks at every value; for small trees that come without a text to search. */
export function mayHoldDirectives(root: Value): boolean {
  const stack: Value[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (value === '!unset') return true
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value) && Object.hasOwn(value, '$merge')) return true
    for (const child of Object.values(value)) stack.push(child as Value)
  }
  return false
}
