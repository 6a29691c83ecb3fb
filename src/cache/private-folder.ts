import { errnoOf, writeFailure } from '../runtime/file-errors.ts'

/**
 * Makes a folder, and those above it, for its owner only. One that is there stays as it is: it may be shared on purpose,
 * and what we write into it is closed to others all the same.
 * @throws ConfigError FILE_WRITE
 */
export function makePrivateFolder(folder: string): void {
  try {
    process.getBuiltinModule('node:fs').mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw writeFailure(
      errnoOf(error) === 'EEXIST' ? Object.assign(new Error('not a folder'), { code: 'ENOTDIR' }) : error,
      folder,
    )
  }
}
