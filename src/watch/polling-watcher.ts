import { makeWatcher } from './file-watcher.ts'
import type { Watcher } from './watcher.ts'
import type { WatcherOptions } from './watcher-options.ts'

/** Finds changes only by looking every `pollEveryMs`, by the clock it is given: for tests, and where watching is not wanted. */
export function pollingWatcher(options: WatcherOptions = {}): Watcher {
  return makeWatcher(options, false)
}
