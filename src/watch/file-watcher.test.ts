import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { fileWatcher } from './file-watcher.ts'
import { readerOf, savings, sleep, swapVolume } from './saving.fixture.ts'
import type { WatchTarget } from './watcher.ts'

const fileAt = (path: string): WatchTarget => ({ kind: 'file', path })
/** The slow look is put off, so that only what the kernel tells is tested. */
const told = { lookEveryMs: 3_600_000 }
const text = (number: number): string => `number: ${number}\n${'# comment\n'.repeat(number % 40)}end: ${number}\n`

describe('a file watcher', () => {
  it.each(Object.entries(savings))('sees exactly the last content of a file that is saved by %s', async (_name, save) => {
    using sandbox = createSandbox({ files: { 'config/app.yaml': text(0) } })
    const file = sandbox.path('config/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    for (let number = 1; number <= 20; number++) {
      await save(file, text(number))
      await reader.reads(text(number))
    }
    // Nobody saw a file that was empty, absent or half-written.
    expect(reader.contents.filter((content) => !/^number: (\d+)\n(# comment\n)*end: \1\n$/.test(content ?? ''))).toEqual([])
    await reader.watching[Symbol.asyncDispose]()
  })

  it.each(['old', 'new'] as const)('sees 50 swaps of a mounted volume, links in %s order', async (order) => {
    using sandbox = createSandbox()
    const volume = sandbox.path('volume')
    swapVolume(volume, { 'app.yaml': text(0) }, order)
    const file = sandbox.path('volume/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    for (let number = 1; number <= 50; number++) {
      swapVolume(volume, { 'app.yaml': text(number) }, order)
      await reader.reads(text(number))
    }
    expect(reader.contents).toEqual(Array.from({ length: 50 }, (_, index) => text(index + 1)))
    await reader.watching[Symbol.asyncDispose]()
  })

  it.each(Object.entries(savings))('ends with the last of 60 quick saves by %s', async (_name, save) => {
    using sandbox = createSandbox({ files: { 'config/app.yaml': text(0) } })
    const file = sandbox.path('config/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    for (let number = 1; number <= 60; number++) {
      await save(file, text(number))
      await sleep(10)
    }
    await reader.reads(text(60))
    await sleep(150)
    expect(reader.last).toBe(text(60))
    expect(reader.contents).not.toContain('')
    await reader.watching[Symbol.asyncDispose]()
  })
})
