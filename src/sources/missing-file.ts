import type { Issue } from '../errors/issue.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { Location } from './location.ts'

const mayBeOptional = 'create it, correct its name, or declare it with optional: true'

/** SOURCE_MISSING for a file or folder, with the near names of its folder; without any, `hint` says what to do. */
export function missingFile(location: Location, source?: string, hint: string = mayBeOptional): Issue {
  const { dirname, basename } = nodePath()
  const near = closest(basename(location.absolute), namesIn(dirname(location.absolute)))
  return {
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: `there is no ${JSON.stringify(location.file)}`,
    file: location.file,
    source,
    hint: didYouMean(near.map((name) => besides(location.file, name))) ?? hint,
  }
}

function besides(file: string, name: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1) + name
}

function namesIn(folder: string): readonly string[] {
  try {
    return nodeFileSystem().readdirSync(folder)
  } catch {
    return [] // Without a folder to look into there is nothing to suggest; the issue itself is reported anyway.
  }
}
