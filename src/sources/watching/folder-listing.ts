import { nodeFileSystem, nodePath } from '../../runtime/file-system.ts'
import { codeOf } from '../../watch/disk.ts'
import type { Listing } from '../../watch/watcher.ts'

/** Reading refuses a folder with more; watching it ends there. */
const mostEntries = 10_000

/**
 * The files below a folder by the paths that its owner knows, links and all, so that a swapped link is noticed. Hidden
 * names are left out, as they are when the folder is read.
 */
export function folderListing(root: string): Listing {
  const files: string[] = []
  const folders: string[] = []
  const open = [root]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    folders.push(folder)
    for (const name of namesIn(folder)) {
      if (name.startsWith('.')) continue
      const path = nodePath().join(folder, name)
      if (isFolder(path)) open.push(path)
      else files.push(path)
    }
    // Links may lead in a circle.
    if (files.length + folders.length > mostEntries) break
  }
  return { files, folders }
}

function namesIn(folder: string): readonly string[] {
  try {
    return nodeFileSystem().readdirSync(folder)
  } catch (error) {
    // Absent, or replaced by a file: then reading says so, and it is watched for what comes.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
    throw error
  }
}

function isFolder(path: string): boolean {
  try {
    return nodeFileSystem().statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false // A link that leads in a circle is watched as a file: it may be corrected.
  }
}
