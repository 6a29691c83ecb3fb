import { ConfigError } from '../errors/config-error.ts'
import { decode } from '../formats/decode.ts'
import { errnoOf, readFailure, unreadable } from '../runtime/file-errors.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { Span } from '../text/position.ts'
import type { DirectoryOptions } from './directory.ts'
import { type FolderFile, filesBelow } from './folder-files.ts'
import { locationOf } from './location.ts'
import type { ReadContext, Reading, ValueReading } from './source.ts'
import { type NamedText, treeOf } from './text-values.ts'

interface Snapshot {
  readonly texts: readonly NamedText[]
  readonly version: string
}

/** Reads every file of a folder at one moment. */
export function readDirectory(path: string, options: DirectoryOptions, context: ReadContext): ValueReading | undefined {
  const { absolute, file: shown } = locationOf(path, context.cwd)
  try {
    const snapshot = readAtOnce(absolute, shown, { ...options, maxBytes: options.maxBytes ?? context.maxBytes })
    if (snapshot === undefined) return undefined
    return sameAsBefore(snapshot, context.previous) ?? toReading(path, snapshot)
  } catch (error) {
    // Only what the system says is translated; any other error is a mistake of ours and goes on as it is.
    throw ConfigError.is(error) || errnoOf(error) === undefined ? error : readFailure(error, shown)
  }
}

/** A version with a mark belongs to a file that was written a moment ago: then the texts decide. */
function sameAsBefore(snapshot: Snapshot, previous: Reading | undefined): ValueReading | undefined {
  const before = previous?.kind === 'value' ? texts.get(previous) : undefined
  if (previous?.kind !== 'value' || before?.version !== snapshot.version) return undefined
  const isSame =
    !snapshot.version.includes('~') || before.texts.every((text, index) => text.value === snapshot.texts[index]?.value)
  return isSame ? previous : undefined
}

/** What a reading was made of. */
const texts = new WeakMap<ValueReading, Snapshot>()
let readings = 0

/** Reads again when the link `..data` was moved meanwhile, so that old and new files are never mixed. */
function readAtOnce(absolute: string, shown: string, options: DirectoryOptions): Snapshot | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const root = realFolder(absolute, shown)
    if (root === undefined) return undefined
    const snapshot = readFolder(root, shown, options)
    if (realFolder(absolute, shown) === root) return snapshot
  }
  throw unreadable(shown, 'it is being replaced all the time', 'try again when the writer has finished')
}

/** The folder behind all links, or the one that `..data` in it leads to. */
function realFolder(absolute: string, shown: string): string | undefined {
  const fs = nodeFileSystem()
  const stats = fs.statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) {
    if (fs.lstatSync(absolute, { throwIfNoEntry: false }) === undefined) return undefined
    throw unreadable(
      shown,
      `it is a link to ${JSON.stringify(fs.readlinkSync(absolute))}, which does not exist`,
      'correct the link',
    )
  }
  if (!stats.isDirectory()) throw unreadable(shown, 'it is a file, not a folder', 'declare a file source instead')
  try {
    return fs.realpathSync(nodePath().join(absolute, '..data'))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    return fs.realpathSync(absolute)
  }
}

function readFolder(root: string, shown: string, options: DirectoryOptions): Snapshot {
  const found: NamedText[] = []
  const versions: string[] = []
  for (const entry of filesBelow(root, shown)) {
    const content = readFileBytes(entry.absolute, { file: entry.file, maxBytes: options.maxBytes })
    if (content === undefined) continue // Removed since the folder was listed.
    const text = decode(content.bytes, entry.file, options.encoding).replace(/\r?\n$/, '')
    found.push({ name: entry.file, path: pathFor(entry, options), value: text })
    versions.push(`${entry.file}=${content.version}`)
  }
  return { texts: found, version: versions.join('\n') }
}

function pathFor({ names }: FolderFile, options: DirectoryOptions): readonly string[] {
  const separator = options.separator ?? '__'
  if (separator === false || separator === '') return names
  return names.flatMap((name) => {
    const levels = name.split(separator)
    return levels.includes('') ? [name] : levels
  })
}

function toReading(path: string, snapshot: Snapshot): ValueReading {
  const { value, issues, nameOf } = treeOf(snapshot.texts, null)
  if (issues.length > 0) throw new ConfigError(issues.map(({ name, ...issue }) => ({ ...issue, file: name })))
  const locate = (at: readonly (string | number)[]): Span | undefined => {
    const file = nameOf(at)
    const start = { line: 1, column: 1, offset: 0 }
    return file === undefined ? undefined : { file, start, end: start }
  }
  readings++
  const version = `${snapshot.version}#${readings}`
  const reading: ValueReading = { kind: 'value', uri: `directory:${path}`, version, value, textOnly: true, nameOf, locate }
  texts.set(reading, snapshot)
  return reading
}
