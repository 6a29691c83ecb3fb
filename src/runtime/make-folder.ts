import { errnoOf, writeFailure } from './file-errors.ts'
import { type FileSystem, nodePath } from './file-system.ts'

/**
 * Makes the folder of a file that only this user may read. Folders that are there already stay as they are.
 * @param file the file as people write it, for messages
 * @throws ConfigError FILE_WRITE
 */
export function makeFolderOf(path: string, file: string): void {
  try {
    makeFolders(nodePath().dirname(path))
  } catch (error) {
    throw writeFailure(error, file)
  }
}

/**
 * Makes a folder, and those above it that are missing, for their owner only. Node's own `recursive` never returns where
 * a folder exists in which nothing can be made, as in `/proc`.
 */
export function makeFolders(folder: string): void {
  const fs = process.getBuiltinModule('node:fs')
  for (const each of missingFolders(folder, fs).reverse()) {
    try {
      fs.mkdirSync(each, { mode: 0o700 })
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if (errnoOf(error) !== 'EEXIST') throw error
    }
  }
  const made = fs.statSync(folder, { throwIfNoEntry: false })
  if (!made?.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
}

/** From the folder itself upward. */
function missingFolders(folder: string, fs: FileSystem): string[] {
  const missing: string[] = []
  let [each, above] = [folder, nodePath().dirname(folder)]
  while (each !== above && fs.statSync(each, { throwIfNoEntry: false }) === undefined) {
    missing.push(each)
    ;[each, above] = [above, nodePath().dirname(above)]
  }
  return missing
}
