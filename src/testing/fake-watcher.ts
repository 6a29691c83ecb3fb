import type { WatchEvent, Watcher, WatchTarget } from '../watch/watcher.ts'

/** A watcher that tells what the test says. */
export interface FakeWatcher extends Watcher {
  /** Tells everybody who watches one of these files, or a group that has it, in one event for each watch. */
  change(...paths: readonly string[]): void
  /** What `isCurrent` of all events answers from now on. Default: true. */
  isCurrent: boolean
  /** What is watched now. */
  readonly targets: readonly WatchTarget[]
}

interface Watch {
  targets: readonly WatchTarget[]
  readonly onEvent: (event: WatchEvent) => void
}

export function fakeWatcher(): FakeWatcher {
  const watches = new Set<Watch>()
  const fake: FakeWatcher = {
    isCurrent: true,
    get targets() {
      return [...watches].flatMap(({ targets }) => targets)
    },
    async watch(targets, onEvent, { signal }) {
      signal.throwIfAborted()
      const watch: Watch = { targets, onEvent }
      const end = (): void => {
        watches.delete(watch)
        signal.removeEventListener('abort', end)
      }
      watches.add(watch)
      signal.addEventListener('abort', end, { once: true })
      return {
        retarget: (next) => {
          watch.targets = next
        },
        [Symbol.asyncDispose]: async () => end(),
      }
    },
    change(...paths) {
      for (const { targets, onEvent } of watches) {
        const changed = targets.filter((target) => paths.some((path) => has(target, path)))
        if (changed.length > 0) onEvent({ targets: changed, isCurrent: () => fake.isCurrent })
      }
    },
  }
  return fake
}

function has(target: WatchTarget, path: string): boolean {
  return target.kind === 'file' ? target.path === path : target.list().files.includes(path)
}
