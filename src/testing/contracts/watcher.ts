import assert from 'node:assert/strict'
import type { WatchContext, WatchEvent, Watcher, WatchTarget } from '../../watch/watcher.ts'
import type { ContractCase } from './contract.ts'

/** What a watcher's own tests hand to the contract. */
export interface WatcherSubject {
  readonly watcher: Watcher
  readonly context: WatchContext
  /** Two files that exist, by absolute path. */
  readonly files: readonly [string, string]
  /** Changes these files together, and waits until every watch must have been told. */
  change(files: readonly string[]): Promise<void>
}

/** What every watcher promises. `for (const { name, run } of watcherContract) it(name, () => run(makeSubject))` */
export const watcherContract: readonly ContractCase<WatcherSubject>[] = [
  {
    name: 'tells of a change, and which of the targets it concerns',
    async run(make) {
      const { subject, events } = await watchBoth(make)
      const [a] = subject.files
      await subject.change([a])
      assert.deepEqual(events.map(pathsOf), [[a]])
      assert.equal(events[0]?.isCurrent(), true, 'nothing has changed since')
    },
  },
  {
    name: 'tells of every change, one after the other',
    async run(make) {
      const { subject, events } = await watchBoth(make)
      const [a, b] = subject.files
      await subject.change([a])
      await subject.change([b])
      await subject.change([a])
      assert.deepEqual(events.map(pathsOf), [[a], [b], [a]])
    },
  },
  {
    name: 'tells of files that change together in one event',
    async run(make) {
      const { subject, events } = await watchBoth(make)
      await subject.change(subject.files)
      assert.deepEqual(events.map(pathsOf), [[...subject.files].sort()])
    },
  },
  {
    name: 'says nothing of what changed before',
    async run(make) {
      const subject = make()
      await subject.change(subject.files)
      const { events } = await watchBoth(() => subject)
      await subject.change([])
      assert.deepEqual(events, [])
    },
  },
  {
    name: 'tells each watch of its own targets only',
    async run(make) {
      const subject = make()
      const [a, b] = subject.files
      const [ofA, ofB] = [await watch(subject, [a]), await watch(subject, [b])]
      await subject.change([b])
      assert.deepEqual([ofA.events.length, ofB.events.length], [0, 1])
    },
  },
  {
    name: 'watches the files that a group lists',
    async run(make) {
      const subject = make()
      const [a, b] = subject.files
      const group: WatchTarget = { kind: 'group', name: 'b', list: () => ({ files: [b], folders: [] }) }
      const events: WatchEvent[] = []
      await subject.watcher.watch([group], (event) => events.push(event), subject.context)
      await subject.change([a])
      await subject.change([b])
      assert.deepEqual(
        events.map(({ targets }) => targets),
        [[group]],
      )
    },
  },
  {
    name: 'watches other targets when it is told to',
    async run(make) {
      const subject = make()
      const [a, b] = subject.files
      const { events, watching } = await watch(subject, [a])
      watching.retarget([{ kind: 'file', path: b }])
      await subject.change([a])
      await subject.change([b])
      assert.deepEqual(events.map(pathsOf), [[b]])
    },
  },
  {
    name: 'tells nothing after its end, which may come twice',
    async run(make) {
      const { subject, events, watching } = await watchBoth(make)
      await watching[Symbol.asyncDispose]()
      await watching[Symbol.asyncDispose]()
      await subject.change(subject.files)
      assert.deepEqual(events, [])
    },
  },
  {
    name: 'ends with the signal, and does not begin with one that is aborted',
    async run(make) {
      const subject = make()
      const stop = new AbortController()
      const context = { ...subject.context, signal: stop.signal }
      const { events } = await watchBoth(() => ({ ...subject, context }))
      stop.abort()
      await subject.change(subject.files)
      assert.deepEqual(events, [])
      await assert.rejects(subject.watcher.watch([], () => undefined, context))
    },
  },
]

interface Watched {
  readonly subject: WatcherSubject
  readonly events: readonly WatchEvent[]
  readonly watching: AsyncDisposable & { retarget(targets: readonly WatchTarget[]): void }
}

async function watchBoth(make: () => WatcherSubject): Promise<Watched> {
  const subject = make()
  return watch(subject, subject.files)
}

async function watch(subject: WatcherSubject, files: readonly string[]): Promise<Watched> {
  const events: WatchEvent[] = []
  const targets = files.map((path): WatchTarget => ({ kind: 'file', path }))
  const watching = await subject.watcher.watch(targets, (event) => events.push(event), subject.context)
  return { subject, events, watching }
}

function pathsOf({ targets }: WatchEvent): readonly string[] {
  return targets.map((target) => (target.kind === 'file' ? target.path : target.name)).sort()
}
