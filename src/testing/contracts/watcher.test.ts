import { renameSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../../runtime/logger.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { fileWatcher } from '../../watch/file-watcher.ts'
import { pollingWatcher } from '../../watch/polling-watcher.ts'
import { fakeClock } from '../fake-clock.ts'
import { fakeWatcher } from '../fake-watcher.ts'
import { createSandbox } from '../sandbox.ts'
import { type WatcherSubject, watcherContract } from './watcher.ts'

const sandbox = createSandbox()
afterAll(() => sandbox[Symbol.dispose]())
let number = 0

function newFiles(): readonly [string, string] {
  number++
  const names = [`${number}/a`, `${number}/b`] as const
  for (const name of names) sandbox.write(name, '0')
  return [sandbox.path(names[0]), sandbox.path(names[1])]
}

function save(files: readonly string[]): void {
  for (const file of files) {
    writeFileSync(`${file}.tmp`, String(number++))
    renameSync(`${file}.tmp`, file)
  }
}

const { signal } = new AbortController()

const subjects: Readonly<Record<string, () => WatcherSubject>> = {
  'file watcher': () => ({
    watcher: fileWatcher(),
    context: { clock: nodeRuntime().clock, logger: silentLogger, signal },
    files: newFiles(),
    async change(files) {
      save(files)
      await new Promise((resolve) => setTimeout(resolve, 150))
    },
  }),
  'polling watcher': () => {
    const clock = fakeClock()
    return {
      watcher: pollingWatcher(),
      context: { clock, logger: silentLogger, signal },
      files: newFiles(),
      async change(files) {
        save(files)
        await clock.advance(1_000)
        await clock.advance(100)
      },
    }
  },
  'fake watcher': () => {
    const watcher = fakeWatcher()
    return {
      watcher,
      context: { clock: fakeClock(), logger: silentLogger, signal },
      files: ['/a', '/b'],
      change: async (files) => watcher.change(...files),
    }
  },
}

describe.each(Object.keys(subjects))('the %s', (kind) => {
  for (const { name, run } of watcherContract) it(name, () => run(subjects[kind] as () => WatcherSubject))
})

describe('the fake watcher', () => {
  it('shows what is watched, and answers what the test says', async () => {
    const watcher = fakeWatcher()
    const answers: boolean[] = []
    const context = { clock: fakeClock(), logger: silentLogger, signal }
    await watcher.watch([{ kind: 'file', path: '/a' }], (event) => answers.push(event.isCurrent()), context)
    expect(watcher.targets).toEqual([{ kind: 'file', path: '/a' }])
    watcher.isCurrent = false
    watcher.change('/a')
    expect(answers).toEqual([false])
  })
})
