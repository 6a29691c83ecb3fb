import { dirname, join, normalize } from 'node:path'
import type { SourceFacts } from '../../scripts/source-facts.ts'
import { beside, doors, exceptions, type Floor, floors, portable } from './floors.ts'

/** Sentences for the author of a file that breaks the law of `floors.ts`. */
export function violationsOf(file: SourceFacts, imports: ImportMap): readonly string[] {
  const folder = folderOf(file.file)
  if (folder === undefined) return []
  if (!isKnown(folder)) return [`${file.file}: the folder "${folder}" is not described in test/architecture/floors.ts`]
  return [
    ...importsUpward(file, folder, imports),
    ...nodeInPortable(file, folder),
    ...globalsBehindDoors(file),
    ...waitsAtTop(file),
  ]
}

/** `#formats/*` to `./src/formats/<name>/index.ts`. */
export type ImportMap = Readonly<Record<string, string>>

function importsUpward(file: SourceFacts, folder: string, imports: ImportMap): string[] {
  const allowed = allowedFor(folder)
  return file.imports.flatMap(({ specifier, kind, line }) => {
    const target = resolveImport(file.file, specifier, imports)
    if (target === undefined) return []
    const place = `${file.file}:${line} imports ${specifier}`
    const other = folderOf(target)
    if (other === undefined) return [`${place}: nothing in src imports the root entry; import the file itself`]
    if (target.endsWith('/index.ts') && !specifier.startsWith('#') && kind !== 'type')
      return [`${place}: inside src, import the file itself`]
    if (other !== folder && !allowed.includes(other))
      return [`${place}: "${folder}" may only import folders on lower floors (${allowed.join(', ')})`]
    if (kind !== 'type' && portable.includes(folder) && !portable.includes(other) && exceptions[file.file]?.takes !== target) {
      return [`${place}: "${folder}" also runs in a browser, so it may take only types from "${other}"`]
    }
    return []
  })
}

function nodeInPortable(file: SourceFacts, folder: string): string[] {
  if (!portable.includes(folder)) return []
  return file.imports
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(({ specifier, line }) => `${file.file}:${line} imports ${specifier}: "${folder}" also runs in a browser`)
}

function globalsBehindDoors(file: SourceFacts): string[] {
  if (isDoor(file)) return []
  return file.globals.map(({ name, line }) => `${file.file}:${line} uses ${name}: take it from the Runtime that is handed in`)
}

function isDoor({ file }: SourceFacts): boolean {
  return doors.some((door) => file.startsWith(door))
}

/** The command line is run, never required. */
function waitsAtTop(file: SourceFacts): string[] {
  if (file.file.startsWith('src/cli/')) return []
  return file.topLevelAwait.map(
    ({ line }) => `${file.file}:${line} waits at the top level: require() could not load the package any more`,
  )
}

/** The folders that a folder may import, besides itself. */
export function allowedFor(folder: string): readonly string[] {
  if (folder in beside) return floors.filter(({ name }) => name !== 'programs').flatMap(({ folders }) => Object.keys(folders))

  const level = floors.findIndex(({ folders }) => folder in folders)
  const below = floors.slice(0, level).flatMap(({ folders }) => Object.keys(folders))
  const floor = floors[level] as Floor
  if (!floor.ordered) return below
  const own = Object.keys(floor.folders)
  return [...below, ...own.slice(0, own.indexOf(folder))]
}

export function isKnown(folder: string): boolean {
  return folder in beside || floors.some(({ folders }) => folder in folders)
}

/** `src/merge/unset.ts` is in `merge`; `src/index.ts` is the front door, in no folder. */
export function folderOf(file: string): string | undefined {
  const [, folder, rest] = file.split('/')
  return rest === undefined ? undefined : folder
}

function resolveImport(from: string, specifier: string, imports: ImportMap): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  for (const [pattern, target] of Object.entries(imports)) {
    const [before = '', after = ''] = pattern.split('*')
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) continue
    const word = specifier.slice(before.length, specifier.length - after.length)
    return normalize(target.replace('*', word))
  }
  return undefined
}
