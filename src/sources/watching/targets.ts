import type { WatchTarget } from '../../watch/watcher.ts'
import { locationOf } from '../location.ts'
import { namedFiles } from '../named-files.ts'
import type { SearchOptions } from '../search.ts'
import type { ReadContext, Reading } from '../source.ts'
import { whole } from './later.ts'

/** A file, and the files that its last reading led to. */
export function fileTargets(path: string, { cwd, previous }: ReadContext): readonly WatchTarget[] {
  return [{ kind: 'file', path: locationOf(path, cwd).absolute }, ...namedTargets(previous)]
}

/** Files that variables of a reading name, or that a module imports. */
export function namedTargets(previous: Reading | undefined): readonly WatchTarget[] {
  const files = previous && namedFiles.get(previous)
  return files?.map((path) => ({ kind: 'file', path })) ?? []
}

/** What a pattern stands for, and the folders it looks into. */
export function patternTargets(pattern: string, context: ReadContext): readonly WatchTarget[] {
  return whole().patternTargets(pattern, context)
}

/** The files in a folder of settings, and in the folders inside. */
export function directoryTargets(path: string, context: ReadContext): readonly WatchTarget[] {
  return whole().directoryTargets(path, context)
}

/** What a search would find: nearer files that appear, and the one it has found when that goes. */
export function searchTargets(name: string, options: SearchOptions, context: ReadContext): readonly WatchTarget[] {
  return whole().searchTargets(name, options, context)
}
