import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordingLogger } from '../testing/recording-logger.ts'
import { createSandbox } from '../testing/sandbox.ts'
import { nodeDisk, type WatchedDisk } from './disk.ts'
import { fileWatcher } from './file-watcher.ts'
import { contextOf, readerOf, savings, sleep, swapVolume } from './saving.fixture.ts'
import type { Listing, WatchEvent, WatchTarget } from './watcher.ts'

const fileAt = (path: string): WatchTarget => ({ kind: 'file', path })
/** The slow look is put off, so that only what the kernel tells is tested. */
const told = { lookEveryMs: 3_600_000, pollEveryMs: 3_600_000 }
const rename = savings['renaming a new file over the old one'] as (file: string, text: string) => void

describe('a file watcher', () => {
  it('waits for files in folders that do not exist yet', async () => {
    using sandbox = createSandbox()
    const file = sandbox.path('not/there/yet/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    sandbox.write('not/there/yet/app.yaml', 'a: 1')
    await reader.reads('a: 1')
    rmSync(sandbox.path('not'), { recursive: true })
    await reader.reads(undefined)
    sandbox.write('not/there/yet/app.yaml', 'a: 2')
    await reader.reads('a: 2')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('follows a folder that is replaced, at every level', async () => {
    using sandbox = createSandbox({ files: { 'a/b/c/app.yaml': '0' } })
    const file = sandbox.path('a/b/c/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    const levels = ['a/b/c', 'a/b', 'a']
    for (const [index, level] of levels.entries()) {
      sandbox.write(`next/${'a/b/c/app.yaml'.slice(level.length + 1)}`, `replaced ${index}`)
      renameSync(sandbox.path(level), sandbox.path(`old-${index}`))
      renameSync(sandbox.path('next'), sandbox.path(level))
      await reader.reads(`replaced ${index}`)
      // The new folder is watched, not the old one.
      writeFileSync(join(sandbox.path(`old-${index}`), 'app.yaml'), 'of the old folder')
      writeFileSync(file, `in the new one ${index}`)
      await reader.reads(`in the new one ${index}`)
    }
    await reader.watching[Symbol.asyncDispose]()
  })

  it('follows a chain of links through several folders', async () => {
    using sandbox = createSandbox({ files: { 'releases/1/app.yaml': '1', 'releases/2/app.yaml': '2', 'deep/real.yaml': '3' } })
    symlinkSync('releases/1', sandbox.path('current'))
    mkdirSync(sandbox.path('etc'))
    symlinkSync(sandbox.path('current'), sandbox.path('etc/shop'))
    const file = sandbox.path('etc/shop/app.yaml')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    symlinkSync('releases/2', sandbox.path('next'))
    renameSync(sandbox.path('next'), sandbox.path('current'))
    await reader.reads('2')
    writeFileSync(sandbox.path('releases/2/app.yaml'), '2, corrected')
    await reader.reads('2, corrected')
    symlinkSync('../../deep/real.yaml', sandbox.path('releases/2/app.link'))
    renameSync(sandbox.path('releases/2/app.link'), sandbox.path('releases/2/app.yaml'))
    await reader.reads('3')
    rename(sandbox.path('deep/real.yaml'), '4')
    await reader.reads('4')
    // What the way no longer leads to is nobody's business.
    const { length } = reader.contents
    writeFileSync(sandbox.path('releases/1/app.yaml'), 'unseen')
    await sleep(60)
    expect(reader.contents).toHaveLength(length)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('survives links that lead in a circle, and sees when they are corrected', async () => {
    using sandbox = createSandbox()
    const file = sandbox.path('a')
    symlinkSync('b', file)
    symlinkSync('a', sandbox.path('b'))
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    rmSync(sandbox.path('b'))
    writeFileSync(sandbox.path('b'), 'straight')
    await reader.reads('straight')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('tells one event for a burst that concerns many files', async () => {
    using sandbox = createSandbox()
    const files = Array.from({ length: 300 }, (_, index) => sandbox.path(`config/${index}.yaml`))
    mkdirSync(sandbox.path('config'))
    for (const file of files) writeFileSync(file, 'old')
    const [first = ''] = files
    const reader = await readerOf(fileWatcher(told), files.map(fileAt), first)
    for (const file of files) writeFileSync(file, 'new content')
    await reader.reads('new content')
    await sleep(150)
    expect(reader.events).toHaveLength(1)
    expect(reader.events[0]?.targets).toHaveLength(300)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('tells one event for a swapped volume of many files', async () => {
    using sandbox = createSandbox()
    const volume = sandbox.path('volume')
    const texts = (text: string) => Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key-${index}`, text]))
    swapVolume(volume, texts('1'), 'new')
    const files = Object.keys(texts('')).map((name) => join(volume, name))
    const reader = await readerOf(fileWatcher(told), files.map(fileAt), files[7] ?? '')
    for (let round = 2; round <= 10; round++) {
      swapVolume(volume, texts(`${round}`), 'new')
      await reader.reads(`${round}`)
    }
    expect(reader.events).toHaveLength(9)
    expect(reader.events.every(({ targets }) => targets.length === 20)).toBe(true)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('sees a second save within the tick of the first', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    for (let round = 0; round < 30; round++) {
      rename(file, `a${round % 10}`)
      await reader.reads(`a${round % 10}`)
      const time = new Date(1_700_000_000_000)
      utimesSync(file, time, time)
      writeFileSync(file, `b${round % 10}`)
      utimesSync(file, time, time)
      await reader.reads(`b${round % 10}`)
    }
    await reader.watching[Symbol.asyncDispose]()
  })

  it('says when what was read is not what was told, and tells again', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    const answers: boolean[] = []
    const watching = await fileWatcher(told).watch(
      [fileAt(file)],
      ({ isCurrent }) => {
        if (answers.length === 0) writeFileSync(file, '')
        answers.push(isCurrent())
        if (answers.length === 1) rename(file, 'later')
      },
      contextOf(),
    )
    rename(file, 'first')
    while (answers.length < 2) await sleep(2)
    expect(answers).toEqual([false, true])
    await watching[Symbol.asyncDispose]()
  })

  it('tells again of a finished text that was refused, when it has rested, and only then', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n', 'app.json': '{"a":1}' } })
    for (const [name, text, expected] of [
      ['app.yaml', 'a: [\n', [false, true]],
      ['app.json', '{"a":b}', [true]],
    ] as const) {
      const answers: boolean[] = []
      const onEvent = ({ isCurrent }: WatchEvent): void => {
        expect(isCurrent()).toBe(true)
        answers.push(isCurrent(true))
      }
      const watching = await fileWatcher(told).watch([fileAt(sandbox.path(name))], onEvent, contextOf())
      writeFileSync(sandbox.path(name), text)
      await sleep(150)
      expect(answers).toEqual(expected)
      await watching[Symbol.asyncDispose]()
    }
  })

  it('tells of a file that is emptied or removed for good, after a while', async () => {
    using sandbox = createSandbox({ files: { app: 'a: 1' } })
    const file = sandbox.path('app')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    writeFileSync(file, '')
    await sleep(300)
    expect(reader.contents).toEqual([])
    await reader.reads('')
    rmSync(file)
    await reader.reads(undefined)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('tells within seconds of a file that never rests', async () => {
    using sandbox = createSandbox({ files: { app: 'a' } })
    const file = sandbox.path('app')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    const start = performance.now()
    for (let index = 0; reader.events.length === 0; index++) {
      writeFileSync(file, `text ${index}`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(performance.now() - start).toBeLessThan(4_000)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('hears nothing of other files in the folder, and nothing after its end', async () => {
    using sandbox = createSandbox({ files: { app: 'a' } })
    const file = sandbox.path('app')
    const stop = new AbortController()
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file, contextOf({ signal: stop.signal }))
    writeFileSync(sandbox.path('other'), 'x')
    await sleep(50)
    stop.abort()
    rename(file, 'b')
    await sleep(50)
    expect(reader.events).toEqual([])
    reader.watching.retarget([fileAt(sandbox.path('other'))])
    await expect(fileWatcher().watch([], () => undefined, contextOf({ signal: stop.signal }))).rejects.toThrow('abort')
  })

  it('changes what it watches without missing what stays', async () => {
    using sandbox = createSandbox({ files: { a: '1', b: '1' } })
    const [a, b] = [sandbox.path('a'), sandbox.path('b')]
    const reader = await readerOf(fileWatcher(told), [fileAt(a)], a)
    reader.watching.retarget([fileAt(a), fileAt(b)])
    rename(b, '2')
    while (reader.events.length === 0) await sleep(1)
    expect(reader.events[0]?.targets).toEqual([fileAt(b)])
    reader.watching.retarget([fileAt(a)])
    rename(b, '3')
    rename(a, '2')
    await reader.reads('2')
    expect(reader.events.at(-1)?.targets).toEqual([fileAt(a)])
    await reader.watching[Symbol.asyncDispose]()
  })

  it('sees files come and go in a group, and forgets those that only left it', async () => {
    using sandbox = createSandbox({ files: { 'conf.d/a': '1' } })
    let wanted: readonly string[] = ['a', 'b', 'c']
    const list = (): Listing => ({
      files: wanted.map((name) => sandbox.path(`conf.d/${name}`)).filter((file) => existsSync(file)),
      folders: [sandbox.path('conf.d'), sandbox.path('later')],
    })
    const target: WatchTarget = { kind: 'group', name: 'conf.d', list, concerns: (name) => name !== 'noise' }
    const reader = await readerOf(fileWatcher(told), [target], sandbox.path('conf.d/b'))
    sandbox.write('conf.d/noise', 'x')
    sandbox.write('conf.d/b', 'came')
    await reader.reads('came')
    rename(sandbox.path('conf.d/b'), 'changed')
    await reader.reads('changed')
    rmSync(sandbox.path('conf.d/b'))
    await reader.reads(undefined)
    const { length } = reader.events
    wanted = ['b', 'c']
    sandbox.write('later/anything', 'x')
    while (reader.events.length === length) await sleep(2)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('keeps the last answer of a group that cannot be listed', async () => {
    using sandbox = createSandbox({ files: { 'conf.d/a': '1' } })
    const file = sandbox.path('conf.d/a')
    let asked = 0
    const list = (): Listing => {
      if (asked++ > 1) throw new Error('no')
      return { files: [file], folders: [sandbox.path('conf.d')] }
    }
    const reader = await readerOf(fileWatcher(told), [{ kind: 'group', name: 'conf.d', list }], file)
    rename(file, '2')
    await reader.reads('2')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('knows a file again by another name, and one that lost its permission', async () => {
    using sandbox = createSandbox({ files: { app: 'a', other: 'b' } })
    const file = sandbox.path('app')
    const reader = await readerOf(fileWatcher(told), [fileAt(file)], file)
    rmSync(file)
    linkSync(sandbox.path('other'), file)
    await reader.reads('b')
    const { length } = reader.events
    chmodSync(file, 0o600)
    while (reader.events.length === length) await sleep(2)
    await reader.watching[Symbol.asyncDispose]()
  })
})

describe('where the kernel does not tell', () => {
  const quick = { lookEveryMs: 120, pollEveryMs: 40 }
  const failing = (code: string): WatchedDisk => ({
    ...nodeDisk(),
    watch: (() => {
      throw Object.assign(new Error(code), { code })
    }) as unknown as WatchedDisk['watch'],
  })

  it.each(['ENOSPC', 'EMFILE'])('a file watcher says so (%s), and looks at the files', async (code) => {
    using sandbox = createSandbox({ files: { 'a/app': '0', 'b/app': '0' } })
    const logger = recordingLogger()
    const [a, b] = [sandbox.path('a/app'), sandbox.path('b/app')]
    const context = contextOf({ logger })
    const reader = await readerOf(fileWatcher({ ...quick, disk: failing(code) }), [fileAt(a), fileAt(b)], a, context)
    expect(logger.records).toMatchObject([
      { level: 'warn', fields: { code: 'WATCH_UNAVAILABLE', reason: code, path: sandbox.path('a') } },
    ])
    for (const text of ['1', '2', '3']) {
      rename(a, text)
      await reader.reads(text)
    }
    expect(logger.records).toHaveLength(1)
    await reader.watching[Symbol.asyncDispose]()
  })

  it('tries again to be told', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    let isFull = true
    const watch = ((...given: Parameters<WatchedDisk['watch']>) => {
      if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      return nodeDisk().watch(...given)
    }) as WatchedDisk['watch']
    const disk = { ...nodeDisk(), watch }
    const reader = await readerOf(fileWatcher({ lookEveryMs: 100, pollEveryMs: 3_600_000, disk }), [fileAt(file)], file)
    isFull = false
    await sleep(250)
    rename(file, '1')
    await reader.reads('1', 50)
    await reader.watching[Symbol.asyncDispose]()
  })

  it.each([
    [0x6969, 'NFS', 'warn'],
    [0x794c7630, 'overlay', 'info'],
    [-0x1acb2be, 'SMB', 'warn'],
  ])('a file system of kind %s is polled', async (type, reason, level) => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const logger = recordingLogger()
    const file = sandbox.path('app')
    const statfsSync = (() => ({ type })) as unknown as WatchedDisk['statfsSync']
    // Nothing is told.
    const watch = ((_path: string, options: object) =>
      nodeDisk().watch(sandbox.path('.'), options, () => undefined)) as WatchedDisk['watch']
    const disk = { ...nodeDisk(), statfsSync, watch }
    const context = contextOf({ logger })
    const reader = await readerOf(fileWatcher({ ...quick, lookEveryMs: 3_600_000, disk }), [fileAt(file)], file, context)
    expect(logger.records).toMatchObject([{ level, fields: { code: 'WATCH_UNAVAILABLE', reason } }])
    rename(file, '1')
    await reader.reads('1')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('finds by its slow look what the kernel lost', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    const deaf = ((path: string, options: object) => nodeDisk().watch(path, options, () => undefined)) as WatchedDisk['watch']
    const disk = { ...nodeDisk(), watch: deaf }
    const reader = await readerOf(fileWatcher({ lookEveryMs: 60, disk }), [fileAt(file)], file)
    rename(file, '1')
    await reader.reads('1')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('goes on when a watch of the kernel ends with an error', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    const watchers: { emit(event: string, error: unknown): unknown }[] = []
    const watch = ((...given: Parameters<WatchedDisk['watch']>) => {
      const watcher = nodeDisk().watch(...given)
      watchers.push(watcher)
      return watcher
    }) as WatchedDisk['watch']
    const logger = recordingLogger()
    const disk = { ...nodeDisk(), watch }
    const reader = await readerOf(fileWatcher({ ...quick, disk }), [fileAt(file)], file, contextOf({ logger }))
    for (const watcher of [...watchers]) watcher.emit('error', Object.assign(new Error('too many events'), { code: 'EOVERFLOW' }))
    expect(logger.records).toMatchObject([{ level: 'warn', fields: { reason: 'EOVERFLOW' } }])
    rename(file, '1')
    await reader.reads('1')
    await reader.watching[Symbol.asyncDispose]()
  })

  it('warns of a file that is mounted on its own', async () => {
    using sandbox = createSandbox({ files: { 'my app': '0' } })
    const file = sandbox.path('my app')
    const line = `36 35 98:0 / ${file.replace(' ', '\\040')} rw,noatime - ext4 /dev/root rw`
    const disk: WatchedDisk = {
      ...nodeDisk(),
      readFileSync: ((path: string, ...rest: []) =>
        path === '/proc/self/mountinfo' ? line : nodeDisk().readFileSync(path, ...rest)) as WatchedDisk['readFileSync'],
    }
    const logger = recordingLogger()
    const reader = await readerOf(fileWatcher({ ...quick, disk }), [fileAt(file)], file, contextOf({ logger }))
    expect(logger.records).toMatchObject([{ level: 'warn', fields: { code: 'WATCH_MOUNTED_FILE', path: file } }])
    await reader.watching[Symbol.asyncDispose]()
  })
})
