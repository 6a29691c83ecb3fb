import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { recordingLogger } from '../../testing/recording-logger.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { swapVolume } from '../../watch/saving.fixture.ts'
import type { WatchTarget } from '../../watch/watcher.ts'
import type { ReadContext, Reading, Source } from '../source.ts'
import { type FilesChanged, type FileWatching, watchFiles } from './watch-files.ts'

interface Begun extends AsyncDisposable {
  readonly events: readonly FilesChanged[]
  readonly watching: FileWatching
  readonly stop: AbortController
  readonly logger: ReturnType<typeof recordingLogger>
}

/** A source of this file, and of what it names after each reading. */
function sourceOf(path: string, others: readonly string[] = []): Source {
  const targets = (): readonly WatchTarget[] => [path, ...others].map((each) => ({ kind: 'file', path: each }))
  return { kind: 'file', name: path, read: () => undefined, watchTargets: targets }
}

async function begin(sandbox: Sandbox, ...sources: readonly Source[]): Promise<Begun> {
  const stop = new AbortController()
  const logger = recordingLogger()
  const { clock } = nodeRuntime()
  const context: ReadContext = {
    ...sandbox.runtime,
    clock,
    logger,
    signal: stop.signal,
    profiles: [],
    variables: {},
    isActive: () => true,
    maxBytes: 1e6,
    keys: { lower: {}, declared: [] },
  }
  const events: FilesChanged[] = []
  const readings = (): readonly { source: Source; reading: Reading | undefined }[] => []
  const watching = await watchFiles({ sources, readings, context, onChange: (event) => events.push(event) })
  return { events, watching, stop, logger, [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose]() }
}

/** As if it had been written some time ago: what is younger is watched in another way. */
function aged(path: string, seconds = 100.123): string {
  utimesSync(path, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds)
  return path
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function told({ events }: Begun, count = 1): Promise<void> {
  await expect.poll(() => events.length, { interval: 2, timeout: 3000 }).toBeGreaterThanOrEqual(count)
}

const changes: Readonly<Record<string, (file: string, sandbox: Sandbox) => void>> = {
  'written in place': (file) => writeFileSync(file, 'a: 2\n'),
  'written in place in the same size': (file) => writeFileSync(file, 'a: 3\n'),
  'saved by renaming': (file) => {
    writeFileSync(`${file}.tmp`, 'a: 2\n')
    renameSync(`${file}.tmp`, file)
  },
  'deleted and created': (file) => {
    unlinkSync(file)
    writeFileSync(file, 'a: 2\n')
  },
  deleted: (file) => unlinkSync(file),
  'replaced with its folder': (_file, sandbox) => {
    renameSync(sandbox.path('config'), sandbox.path('before'))
    sandbox.write('config/app.yaml', 'a: 2\n')
  },
}

describe('files of which the watch is begun', () => {
  it.each(Object.entries(changes))('are told when they are %s before the next turn', async (_name, change) => {
    using sandbox = createSandbox({ files: { 'config/app.yaml': 'a: 1\n' } })
    const file = aged(sandbox.path('config/app.yaml'))
    const source = sourceOf(file)
    await using begun = await begin(sandbox, source)
    change(file, sandbox)
    await told(begun)
    expect(begun.events[0]?.sources).toEqual([source])
  })

  it.each(Object.entries(changes))('are told when they are %s in a later turn, and before', async (_name, change) => {
    using sandbox = createSandbox({ files: { 'config/app.yaml': 'a: 1\n' } })
    const file = aged(sandbox.path('config/app.yaml'))
    await using begun = await begin(sandbox, sourceOf(file))
    writeFileSync(file, 'a: 11\n')
    await told(begun)
    const before = begun.events.length
    await pause(120)
    change(file, sandbox)
    await told(begun, before + 1)
  })

  it('are told when a link on the way to them leads elsewhere before the next turn', async () => {
    using sandbox = createSandbox()
    const volume = sandbox.path('volume')
    swapVolume(volume, { 'app.yaml': 'a: 1\n' }, 'new')
    for (const name of readdirSync(volume)) if (/^\.\.\d/.test(name)) aged(sandbox.path(`volume/${name}/app.yaml`))
    await using begun = await begin(sandbox, sourceOf(sandbox.path('volume/app.yaml')))
    swapVolume(volume, { 'app.yaml': 'a: 2\n' }, 'new')
    await told(begun)
  })

  it('are told when they appear before the next turn, with their folders', async () => {
    using sandbox = createSandbox()
    await using begun = await begin(sandbox, sourceOf(sandbox.path('later/on/app.yaml')))
    sandbox.write('later/on/app.yaml', 'a: 1\n')
    await told(begun)
  })

  it.each([
    ['young', (path: string) => path],
    ['old, with times of whole seconds', (path: string) => aged(path, Date.now() / 1000 - Math.floor(Date.now() / 1000 - 90))],
  ])('are told when they are %s and change in the same size', async (_name, age) => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n' } })
    const file = age(sandbox.path('app.yaml'))
    await using begun = await begin(sandbox, sourceOf(file))
    writeFileSync(file, 'a: 2\n')
    await told(begun)
  })

  it('are not told of while they stay as they are', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n', 'young.yaml': 'a: 1\n' } })
    symlinkSync(aged(sandbox.path('app.yaml')), sandbox.path('link.yaml'))
    mkdirSync(sandbox.path('folder.yaml'))
    const names = ['app.yaml', 'young.yaml', 'link.yaml', 'absent.yaml', 'folder.yaml', 'app.yaml/below.yaml']
    await using begun = await begin(sandbox, ...names.map((name) => sourceOf(sandbox.path(name))))
    await using old = await begin(sandbox, sourceOf(sandbox.path('app.yaml')), sourceOf(sandbox.path('link.yaml')))
    await pause(700)
    expect([begun.events, old.events]).toEqual([[], []])
  })

  it('are not told of what happened before', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n' } })
    writeFileSync(sandbox.path('app.yaml'), 'a: 2\n')
    const file = aged(sandbox.path('app.yaml'), 0.03)
    await using begun = await begin(sandbox, sourceOf(file))
    await pause(150)
    expect(begun.events).toEqual([])
  })

  it('are looked for again in the same turn, with those that are named by now', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n', 'named.yaml': 'b: 1\n' } })
    const others: string[] = []
    const source = sourceOf(aged(sandbox.path('app.yaml')), others)
    await using begun = await begin(sandbox, source)
    others.push(aged(sandbox.path('named.yaml')))
    begun.watching.refresh()
    expect(begun.events.map(({ sources }) => sources)).toEqual([[source]])
    writeFileSync(sandbox.path('named.yaml'), 'b: 2\n')
    await told(begun, 2)
    const count = begun.events.length
    await pause(120)
    writeFileSync(sandbox.path('app.yaml'), 'a: 2\n')
    await told(begun, count + 1)
  })

  it.each([
    ['disposed', (begun: Begun) => begun.watching[Symbol.asyncDispose]()],
    ['aborted', async ({ stop }: Begun) => stop.abort()],
  ])('are let go of when the watch is %s in the same turn', async (_name, end) => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n' } })
    const file = aged(sandbox.path('app.yaml'))
    const begun = await begin(sandbox, sourceOf(file))
    const ended = end(begun)
    writeFileSync(file, 'a: 2\n')
    await ended
    begun.watching.refresh()
    await pause(100)
    writeFileSync(file, 'a: 33\n')
    await pause(100)
    expect(begun.events).toEqual([])
    await begun.watching[Symbol.asyncDispose]()
  })

  it('are watched by looking where the system refuses to watch, and it is said', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': 'a: 1\n' } })
    const file = aged(sandbox.path('app.yaml'))
    const fs = process.getBuiltinModule('node:fs')
    const { watch } = fs
    const refuse = (): never => {
      throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' })
    }
    Object.assign(fs, { watch: refuse })
    try {
      await using begun = await begin(sandbox, sourceOf(file))
      rmSync(file)
      writeFileSync(file, 'a: 2\n')
      await told(begun)
      const codes = begun.logger.records.map(({ fields }) => fields?.['code'])
      expect(codes).toEqual(['WATCH_UNAVAILABLE'])
    } finally {
      Object.assign(fs, { watch })
    }
  })
})
