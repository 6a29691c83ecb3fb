import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import { codeOf, nodeDisk, type WatchedDisk } from './disk.ts'
import { fileWatcher } from './file-watcher.ts'
import { pollingWatcher } from './polling-watcher.ts'
import { contextOf, readerOf } from './saving.fixture.ts'
import type { Listing, WatchTarget } from './watcher.ts'

const groupOf = (sandbox: Sandbox, names: () => readonly string[]): WatchTarget => ({
  kind: 'group',
  name: 'all',
  list: (): Listing => ({ files: names().map((name) => sandbox.path(name)), folders: [sandbox.folder] }),
})

describe('a polling watcher', () => {
  it('tells in one event what one look at thousands of files finds', async () => {
    using sandbox = createSandbox()
    const names = Array.from({ length: 1_000 }, (_, index) => `${index}`)
    for (const name of names) sandbox.write(name, 'old')
    const clock = fakeClock()
    const file = sandbox.path('0')
    const reader = await readerOf(pollingWatcher(), [groupOf(sandbox, () => names)], file, contextOf({ clock }))
    for (const name of names) writeFileSync(sandbox.path(name), 'newer')
    await clock.advance(1_000)
    await clock.advance(100)
    await clock.advance(100)
    expect(reader.contents).toEqual(['newer'])
    await clock.advance(20_000)
    expect(reader.events).toHaveLength(1)
    await reader.watching[Symbol.asyncDispose]()
    expect(clock.sleeping).toBe(0)
  })

  it('finds what comes and goes in a group, and a link that begins to lead in a circle', async () => {
    using sandbox = createSandbox({ files: { a: '1' } })
    const clock = fakeClock()
    let names = ['a']
    const file = sandbox.path('b')
    const reader = await readerOf(pollingWatcher(), [groupOf(sandbox, () => names)], file, contextOf({ clock }))
    names = ['a', 'b']
    sandbox.write('b', '1')
    for (let second = 0; second < 3; second++) await clock.advance(1_000)
    expect(reader.last).toBe('1')
    rmSync(file)
    symlinkSync('b', file)
    for (let second = 0; second < 3; second++) await clock.advance(1_000)
    expect(reader.last).toBeUndefined()
    const { length } = reader.events
    names = ['a']
    for (let second = 0; second < 3; second++) await clock.advance(1_000)
    expect(reader.events).toHaveLength(length + 1)
    await reader.watching[Symbol.asyncDispose]()
  })
})

describe('a file watcher on a silent file system', () => {
  it('asks again what a group stands for', async () => {
    using sandbox = createSandbox({ files: { a: '1' } })
    const deaf = ((path: string, options: object) => nodeDisk().watch(path, options, () => undefined)) as WatchedDisk['watch']
    const statfsSync = (() => ({ type: 0x6969 })) as unknown as WatchedDisk['statfsSync']
    const disk = { ...nodeDisk(), watch: deaf, statfsSync }
    const names = ['a']
    const watcher = fileWatcher({ lookEveryMs: 3_600_000, pollEveryMs: 20, disk })
    const reader = await readerOf(watcher, [groupOf(sandbox, () => names)], sandbox.path('b'))
    names.push('b')
    sandbox.write('b', '1')
    await reader.reads('1')
    await reader.watching[Symbol.asyncDispose]()
  })
})

it('what is no error of the system has no code', () => {
  expect([codeOf('ENOENT'), codeOf(new Error('x')), codeOf(Object.assign(new Error('x'), { code: 7 }))]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
