import { ConfigError } from '../errors/config-error.ts'
import { unreadable } from '../runtime/file-errors.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'

/** A file somewhere below a folder. */
export interface FolderFile {
  /** From the folder down: `['db', 'password']`. */
  readonly names: readonly string[]
  readonly absolute: string
  /** As people write it. */
  readonly file: string
}

/** A folder of settings has some tens of files; one with more was declared by mistake. */
const mostFiles = 10_000
const mostLevels = 32

/**
 * The files below a real folder, sorted by name, without hidden ones. Links are followed while they stay inside.
 * @throws ConfigError SOURCE_UNREADABLE for links that lead out or in a circle, SOURCE_TOO_LARGE for too many files
 */
export function filesBelow(root: string, shown: string): readonly FolderFile[] {
  const fs = nodeFileSystem()
  const { join } = nodePath()
  const found: FolderFile[] = []
  const open: FolderFile[] = [{ names: [], absolute: root, file: shown }]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (folder.names.length > mostLevels)
      throw unreadable(folder.file, 'its folders are nested too deep', 'correct links that lead in a circle')
    for (const name of fs.readdirSync(folder.absolute)) {
      if (name.startsWith('.')) continue
      const entry = { names: [...folder.names, name], absolute: join(folder.absolute, name), file: `${folder.file}/${name}` }
      if (isFolder(entry, root, shown)) open.push(entry)
      else found.push(entry)
      if (found.length > mostFiles) throw tooMany(shown)
    }
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1))
}

function isFolder(entry: FolderFile, root: string, shown: string): boolean {
  const fs = nodeFileSystem()
  const stats = fs.lstatSync(entry.absolute, { throwIfNoEntry: false })
  if (!stats?.isSymbolicLink()) return stats?.isDirectory() ?? false

  const target = fs.statSync(entry.absolute, { throwIfNoEntry: false })
  if (target === undefined) return false // Reading it says where the link leads.
  const { relative, isAbsolute } = nodePath()
  const inside = relative(root, fs.realpathSync(entry.absolute))
  if (inside === '..' || inside.startsWith(`..${nodePath().sep}`) || isAbsolute(inside)) {
    throw unreadable(
      entry.file,
      `it is a link that leads out of ${JSON.stringify(shown)}`,
      'declare the file it leads to as a source of its own',
    )
  }
  return target.isDirectory()
}

function tooMany(shown: string): ConfigError {
  return new ConfigError({
    code: 'SOURCE_TOO_LARGE',
    severity: 'error',
    message: `more than ${mostFiles} files`,
    file: shown,
    hint: 'check that this is the right folder',
  })
}
