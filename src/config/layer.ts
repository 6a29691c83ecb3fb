import type { Issue } from '../errors/issue.ts'
import type { Document } from '../formats/format.ts'
import type { ActiveProfile } from '../profiles/profile.ts'
import { mayHoldReferences } from '../references/has-reference.ts'
import type { Reading, ShapedValue, Source } from '../sources/source.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { ValueMap } from '../values/value.ts'
import type { ImportEntry } from './importing/directives.ts'
import type { ImportStep } from './importing/import-step.ts'
import type { Survey } from './survey.ts'

/** What one source said, as a tree, ready to be merged. */
export interface Layer {
  readonly source: Source
  readonly uri: string
  /** The file as people write it, if it is one. */
  readonly file: string | undefined
  readonly value: ValueMap
  /** The value before texts were read as the schema says, if that changed any. */
  readonly written?: ValueMap | undefined
  /** What it was read from, if that is strict JSON: of the next text only what differs is parsed. */
  readonly json?: string | undefined
  /** Every scalar is text: environment, arguments, .env, INI, properties. */
  readonly textOnly: boolean
  /** Whether it may hold `!unset` or `$merge`; without them the merge may share it as it is. */
  readonly directives: boolean
  /** Whether a text in it may hold a reference; without one, nothing has to be looked for. */
  readonly references: boolean
  /** Whether it is known to be small and sound: such layers are merged with less code. */
  readonly small: boolean
  /** Whether its text was rendered from a template: places lead there, and what stands there is not the value. */
  readonly rendered?: boolean
  /** What it imports with `$import`: files whose layers lie below it. */
  readonly imports?: readonly ImportEntry[] | undefined
  /** How the engine came to its file, if another file imports it. */
  readonly importedBy?: ImportStep | undefined
  /** Set where the file says when it applies: the profiles it was read with. With others it may say something else. */
  readonly conditionalOn?: { readonly profile: ActiveProfile | undefined } | undefined
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
  text: string,
  json: string | undefined,
  textOnly: boolean,
  small: boolean,
): Layer {
  return {
    source,
    uri: reading.uri,
    file: reading.file,
    value,
    json,
    textOnly,
    directives: text.includes('!unset') || text.includes('$merge'),
    references: mayHoldReferences(text),
    small,
    rendered: reading.rendered !== undefined,
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
  { directives, references }: Survey,
  small: boolean,
): Layer {
  return {
    source,
    uri: reading.uri,
    file: reading.file,
    value,
    textOnly: shaped.textOnly,
    directives,
    references,
    small,
    warnings: () => [...(shaped.warnings ?? noWarnings), ...warnings()],
    locate: (path, part) => shaped.locate?.(path, part),
    nameOf: (path) => shaped.nameOf?.(path),
  }
}
