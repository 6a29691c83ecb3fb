import type { WatchTarget } from '../watch/watcher.ts'
import { locationOf } from './location.ts'
import { namedFiles } from './named-files.ts'
import type { ReadContext, Reading } from './source.ts'

/** A file, and the files that its last reading led to. */
export function fileTargets(path: string, { cwd, previous }: ReadContext): readonly WatchTarget[] {
  return [{ kind: 'file', path: locationOf(path, cwd).absolute }, ...namedTargets(previous)]
}

/** Files that variables of a reading name, or that a module imports. */
export function namedTargets(previous: Reading | undefined): readonly WatchTarget[] {
  const files = previous && namedFiles.get(previous)
  return files?.map((path) => ({ kind: 'file', path })) ?? []
}
