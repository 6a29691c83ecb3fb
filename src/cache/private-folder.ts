import { writeFailure } from '../runtime/file-errors.ts'
import { makeFolders } from '../runtime/make-folder.ts'

/**
 * Makes a folder, and those above it, for its owner only. One that is there stays as it is: it may be shared on purpose,
 * and what we write into it is closed to others all the same.
 * @throws ConfigError FILE_WRITE
 */
export function makePrivateFolder(folder: string): void {
  try {
    makeFolders(folder)
  } catch (error) {
    throw writeFailure(error, folder)
  }
}
