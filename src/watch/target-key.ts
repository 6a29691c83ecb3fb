import type { WatchTarget } from './watcher.ts'

/** Equal for targets that mean the same. */
export function keyOf(target: WatchTarget): string {
  return target.kind === 'file' ? `file ${target.path}` : `group ${target.name}`
}
