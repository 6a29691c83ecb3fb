import { dirname, relative, resolve, sep } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf } from '../../errors/reading-order.ts'
import { decode } from '../../formats/decode.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { count } from '../../text/words.ts'
import { printPath } from '../../values/path.ts'
import type { SuppressedIssue } from '../reporters/report.ts'
import { fingerprintsOf } from './fingerprints.ts'
import { canBeSuppressed } from './suppressible.ts'

/** A known issue. No message and no value: the file is kept in the repository. */
interface Entry {
  readonly fingerprint: string
  readonly code: string
  /** Relative to the baseline; missing for what stands in no file. */
  readonly file?: string
  readonly path?: string
}

/** Where a baseline is, and the folder that the files of the issues are relative to. */
export interface BaselinePlace {
  /** Absolute. */
  readonly path: string
  /** As it was named. */
  readonly file: string
  /** Absolute. */
  readonly root: string
}

/** Whether a check would have found such an issue in a file (absolute), or in no file. */
type Covers = (code: string, file: string | undefined) => boolean

export interface Baselined {
  readonly issues: readonly Issue[]
  readonly suppressed: readonly SuppressedIssue[]
}

/**
 * Takes out the issues that the baseline knows. A baseline that cannot be read is an error: without it, what is new
 * could not be told.
 * @throws ConfigError BASELINE_INVALID
 */
export function applyBaseline(issues: readonly Issue[], place: BaselinePlace, covers: Covers): Baselined {
  const entries = new Map(readEntries(place).map((entry) => [entry.fingerprint, entry]))
  const fingerprints = fingerprintsOf(issues, nameIn(place))
  const left: Issue[] = []
  const suppressed: SuppressedIssue[] = []
  for (const issue of issues) {
    const fingerprint = fingerprints.get(issue) ?? ''
    const isKnown = entries.has(fingerprint) && canBeSuppressed(issue)
    if (isKnown) suppressed.push({ issue, by: 'baseline' })
    else left.push(issue)
    if (isKnown) entries.delete(fingerprint)
  }
  const stale = [...entries.values()].filter((entry) => isCovered(place, entry, covers))
  return { issues: [...left, ...staleIssue(place, stale)], suppressed }
}

/**
 * Writes the issues that a baseline may hold, and answers with how many. Entries that this check could not have found
 * stay: another command has its issues in the same file.
 * @throws ConfigError FILE_WRITE
 */
export function writeBaseline(issues: readonly Issue[], place: BaselinePlace, covers: Covers): number {
  const nameOf = nameIn(place)
  const fingerprints = fingerprintsOf(issues, nameOf)
  const entries = issues.filter(canBeSuppressed).map((issue) => entryOf(issue, fingerprints.get(issue) ?? '', nameOf))
  const all = [...entries, ...entriesToKeep(place, entries, covers)].sort(byPlace)
  writeFileAtomically(place.path, `${JSON.stringify({ baseline: 1, issues: all }, null, 2)}\n`, { file: place.file })
  return entries.length
}

/** A file that is no baseline is replaced: that is what its remedy says. */
function entriesToKeep(place: BaselinePlace, written: readonly Entry[], covers: Covers): readonly Entry[] {
  const isWritten = new Set(written.map(({ fingerprint }) => fingerprint))
  const content = readFileBytes(place.path, { file: place.file })
  const document = content && parse(decode(content.bytes, place.file))
  if (!isBaseline(document)) return []
  return document.issues.filter((entry) => !isWritten.has(entry.fingerprint) && !isCovered(place, entry, covers))
}

function isCovered({ path }: BaselinePlace, { code, file }: Entry, covers: Covers): boolean {
  return covers(code, file && resolve(dirname(path), file))
}

function entryOf(issue: Issue, fingerprint: string, nameOf: (file: string) => string): Entry {
  const file = fileOf(issue)
  return {
    fingerprint,
    code: issue.code,
    ...(file !== undefined && { file: nameOf(file) }),
    ...(issue.path && issue.path.length > 0 && { path: printPath(issue.path) }),
  }
}

function byPlace(a: Entry, b: Entry): number {
  const keyOf = ({ file = '', path = '', code, fingerprint }: Entry): string => [file, path, code, fingerprint].join('\0')
  return keyOf(a) < keyOf(b) ? -1 : 1
}

/** Names from the folder of the baseline, which is the same wherever the command is called. */
function nameIn({ path, root }: BaselinePlace): (file: string) => string {
  return (file) => (file.startsWith('<') ? file : relative(dirname(path), resolve(root, file)).replaceAll(sep, '/'))
}

function readEntries(place: BaselinePlace): readonly Entry[] {
  const content = readFileBytes(place.path, { file: place.file })
  if (content === undefined)
    throw unusable(place, 'there is no baseline', 'correct --baseline, or add --write-baseline to make one')
  const text = decode(content.bytes, place.file)
  const document = parse(text)
  if (!isBaseline(document))
    throw unusable(place, 'this is no baseline of this version', 'restore it, or write it again with --write-baseline')
  return document.issues
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isBaseline(document: unknown): document is { readonly baseline: 1; readonly issues: readonly Entry[] } {
  if (typeof document !== 'object' || document === null || !('baseline' in document) || document.baseline !== 1) return false
  return 'issues' in document && Array.isArray(document.issues) && document.issues.every(isEntry)
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== 'object' || entry === null || !('fingerprint' in entry) || !('code' in entry)) return false
  const texts = ['fingerprint', 'code', 'file', 'path'].map((key) => (entry as Readonly<Record<string, unknown>>)[key] ?? '')
  return texts.every((text) => typeof text === 'string')
}

function unusable({ file }: BaselinePlace, message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'BASELINE_INVALID', severity: 'error', message, file, hint })
}

function staleIssue({ file }: BaselinePlace, stale: readonly Entry[]): readonly Issue[] {
  if (stale.length === 0) return []
  const shown = stale.slice(0, 3).map(({ code, file: inFile, path }) => [code, inFile, path].filter(Boolean).join(' '))
  const rest = stale.length > shown.length ? ` and ${stale.length - shown.length} more` : ''
  const message = `${count(stale.length, 'entry', 'entries')} of the baseline ${stale.length === 1 ? 'matches' : 'match'} nothing any more: ${shown.join(', ')}${rest}`
  return [{ code: 'BASELINE_STALE', severity: 'warning', message, file, hint: 'write it again with --write-baseline' }]
}
