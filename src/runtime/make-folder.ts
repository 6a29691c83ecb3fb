import { writeFailure } from './file-errors.ts'
import { nodePath } from './file-system.ts'

/**
 * Makes the folder of a file that only this user may read. Folders that are there already stay as they are.
 * @param file the file as people write it, for messages
 * @throws ConfigError FILE_WRITE
 */
export function makeFolderOf(path: string, file: string): void {
  try {
    process.getBuiltinModule('node:fs').mkdirSync(nodePath().dirname(path), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw writeFailure(error, file)
  }
}
