import { ActiveWatch } from './active-watch.ts'
import type { Begun } from './begin.ts'
import { nodeDisk, type WatchedDisk } from './disk.ts'
import { FolderWatches, type Silence } from './folder-watches.ts'
import { steadyClock } from './steady-clock.ts'
import type { WatchContext, Watcher, Watching } from './watcher.ts'
import type { WatcherOptions } from './watcher-options.ts'

export interface FileWatcherOptions extends WatcherOptions {
  /** Default: the real one. */
  readonly disk?: WatchedDisk
}

/**
 * Watches files by the folders they lie in: each folder along all links, one watch of the kernel for each. Files that
 * are saved by renaming, deleted and created again, or reached through links that are replaced are seen like others.
 */
export function fileWatcher(options: FileWatcherOptions = {}): Watcher {
  return makeWatcher(options, true)
}

const far = process.platform === 'linux'

/** `native`: the kernel is asked to tell of changes. */
export function makeWatcher(options: FileWatcherOptions, native: boolean): Watcher {
  const begin = watchesBy(options, native)
  return {
    async watch(targets, onEvent, context) {
      context.signal.throwIfAborted()
      return begin(targets, onEvent, context)
    },
  }
}

/** Goes on from where somebody began: tells what is not as it was seen then, too. */
export function goOnWatching(begun: Begun, ...watch: Parameters<Watcher['watch']>): Watching {
  return watchesBy({}, true)(...watch, begun)
}

type Begin = (...watch: [...Parameters<Watcher['watch']>, begun?: Begun]) => Watching

function watchesBy(options: FileWatcherOptions, native: boolean): Begin {
  const { keepAlive = false, lookEveryMs = 5_000, pollEveryMs = 1_000, disk = nodeDisk() } = options
  const said = new Set<string>()
  const loggers = new Set<WatchContext>()
  const onSilence = (silence: Silence): void => {
    // A thousand folders on one drive are one piece of news.
    if (said.has(silence.reason)) return
    said.add(silence.reason)
    for (const { logger } of loggers) report(silence, pollEveryMs, logger)
  }
  const folders = new FolderWatches({ disk, keepAlive, native, far, onSilence })
  return (targets, onEvent, given, begun) => {
    const context = { ...given, clock: steadyClock(given.clock) }
    loggers.add(context)
    const onEnd = (): void => {
      loggers.delete(context)
    }
    return new ActiveWatch(
      targets,
      { disk, folders, context, native, keepAlive, lookEveryMs, pollEveryMs, onEvent, onEnd },
      begun,
    )
  }
}

function report({ folder, reason, kind }: Silence, pollEveryMs: number, logger: WatchContext['logger']): void {
  const fields = { code: 'WATCH_UNAVAILABLE', path: folder, reason, pollEveryMs }
  // In a container everything lies on an overlay, and what is changed inside is told.
  if (reason === 'overlay') logger.info('changes below an overlay file system are found by looking at the files', fields)
  else if (kind === 'file system') {
    logger.warn('changes that other machines make on this file system are found by looking at the files', fields)
  } else {
    const hint = 'raise fs.inotify.max_user_watches or fs.inotify.max_user_instances'
    const said = 'the system refuses to watch a folder; changes in it are found by looking at the files'
    logger.warn(said, far && (reason === 'ENOSPC' || reason === 'EMFILE') ? { ...fields, hint } : fields)
  }
}
