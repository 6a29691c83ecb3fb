import { type FileSystem, nodePath } from './file-system.ts'

/**
 * The path at the end of a chain of links, whether or not a file is there yet: where a write has to go so that
 * the link stays a link.
 */
export function linkTarget(path: string, fs: FileSystem): string {
  const { resolve, dirname } = nodePath()
  let current = resolve(path)
  // Linux gives up after 40 links as well.
  for (let links = 0; links < 40; links++) {
    if (!fs.lstatSync(current, { throwIfNoEntry: false })?.isSymbolicLink()) return current
    current = resolve(fs.realpathSync(dirname(current)), fs.readlinkSync(current))
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' })
}
