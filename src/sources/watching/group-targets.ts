import { nodeFileSystem, nodePath } from '../../runtime/file-system.ts'
import type { Listing, WatchTarget } from '../../watch/watcher.ts'
import { reading } from '../later.ts'
import { locationOf } from '../location.ts'
import type { SearchOptions } from '../search.ts'
import type { ReadContext } from '../source.ts'
import { folderListing } from './folder-listing.ts'

/** What a pattern stands for, and the folders it looks into. */
export function patternTargets(pattern: string, { cwd }: ReadContext): readonly WatchTarget[] {
  return [{ kind: 'group', name: `pattern ${nodePath().resolve(cwd, pattern)}`, list: () => reading().placesOf(pattern, cwd) }]
}

/** The files in a folder of settings, and in the folders inside. */
export function directoryTargets(path: string, { cwd }: ReadContext): readonly WatchTarget[] {
  const { absolute } = locationOf(path, cwd)
  return [{ kind: 'group', name: `directory ${absolute}`, list: () => folderListing(absolute) }]
}

/** What a search would find: nearer files that appear, and the one it has found when that goes. */
export function searchTargets(name: string, options: SearchOptions, context: ReadContext): readonly WatchTarget[] {
  const places = reading().placesOfSearch(name, options, context)
  const names = new Set(places.flatMap((place) => place.names))
  const list = (): Listing => ({
    files: places.flatMap(({ folder, names: searched }) => presentIn(folder, searched)),
    folders: places.map(({ folder }) => folder),
  })
  const where = `${context.cwd} ${options.stopAt ?? ''}`
  return [{ kind: 'group', name: `search ${name} ${where}`, list, concerns: (each) => names.has(each) }]
}

function presentIn(folder: string, names: readonly string[]): readonly string[] {
  const fs = nodeFileSystem()
  const paths = names.map((name) => nodePath().join(folder, name))
  return paths.filter((path) => fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined)
}
