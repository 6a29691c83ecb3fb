import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { fakeWatcher } from '../../testing/fake-watcher.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { swapVolume } from '../../watch/saving.fixture.ts'
import { directory } from '../directory.ts'
import { dotenv } from '../dotenv.ts'
import { env } from '../env.ts'
import { file } from '../file.ts'
import { namedFiles } from '../named-files.ts'
import { object } from '../object.ts'
import { search } from '../search.ts'
import type { ReadContext, Reading, Source } from '../source.ts'
import { type FilesChanged, type FileWatching, watchFiles } from './watch-files.ts'

interface Watched extends AsyncDisposable {
  readonly events: readonly FilesChanged[]
  readonly watching: FileWatching
  /** Runs, and resolves with the names of the sources of the next event. */
  after(run: () => void): Promise<readonly string[]>
  /** Reads all again, as a reload does. */
  reload(): Promise<void>
}

function contextFor(sandbox: Sandbox, signal: AbortSignal, parts: Partial<ReadContext> = {}): ReadContext {
  const keys = { lower: {}, declared: [] }
  const { clock } = nodeRuntime()
  return {
    ...sandbox.runtime,
    clock,
    signal,
    profiles: ['prod'],
    variables: {},
    isActive: () => true,
    maxBytes: 1e6,
    keys,
    ...parts,
  }
}

async function watch(sandbox: Sandbox, sources: readonly Source[], parts: Partial<ReadContext> = {}): Promise<Watched> {
  const stop = new AbortController()
  const context = contextFor(sandbox, stop.signal, parts)
  const events: FilesChanged[] = []
  const variables = existsSync(sandbox.path('secret')) ? { PASSWORD_FILE: 'secret' } : {}
  let readings: { source: Source; reading: Reading | undefined }[] = []
  const expand = (source: Source): readonly Source[] => source.expand?.(context).flatMap(expand) ?? [source]
  const read = async (): Promise<void> => {
    const before = new Map(readings.map(({ source, reading }) => [source.name, reading]))
    const each = sources.flatMap(expand).map(async (source) => {
      const reading = await source.read({ ...context, previous: before.get(source.name) })
      if (reading?.kind === 'bytes') reading.shape?.(variables, () => undefined)
      return { source, reading }
    })
    readings = await Promise.all(each)
  }
  await read()
  const watching = await watchFiles({ sources, readings: () => readings, context, onChange: (event) => events.push(event) })
  return {
    events,
    watching,
    async after(run) {
      const { length } = events
      run()
      for (let waited = 0; events.length === length && waited < 3_000; waited += 2) {
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      return events[length]?.sources.map(({ name }) => name) ?? []
    },
    async reload() {
      await read()
      watching.refresh()
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await watching[Symbol.asyncDispose]()
    },
  }
}

function save(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text)
  renameSync(`${path}.tmp`, path)
}

describe('the files of sources are watched', () => {
  it('one by one, and only the sources of the changed one are named', async () => {
    using sandbox = createSandbox({ files: { 'a.yaml': '', 'b.yaml': '', '.env': 'A=1' } })
    const sources = [file('a.yaml'), object({}), file('b.yaml'), dotenv(), file(sandbox.path('a.yaml'), { optional: true })]
    await using watched = await watch(sandbox, sources)
    expect(await watched.after(() => save(sandbox.path('b.yaml'), 'b: 1'))).toEqual(['file:b.yaml'])
    expect(await watched.after(() => save(sandbox.path('.env'), 'A=2'))).toEqual(['dotenv:.env'])
    const both = ['file:a.yaml', `file:${sandbox.path('a.yaml')}`]
    expect(await watched.after(() => save(sandbox.path('a.yaml'), 'a: 1'))).toEqual(both)
    expect(watched.events.every(({ isCurrent }) => isCurrent())).toBe(true)
  })

  it('for the profiles that are active', async () => {
    using sandbox = createSandbox({ files: { 'prod.yaml': '' } })
    await using watched = await watch(sandbox, [file('{profile}.yaml')])
    expect(await watched.after(() => save(sandbox.path('prod.yaml'), 'a: 1'))).toEqual(['file:{profile}.yaml'])
  })

  it('of a pattern, with those that appear later, in folders that appear later', async () => {
    using sandbox = createSandbox({ files: { 'conf.d/a.yaml': '' } })
    const sources = [
      file('conf.d/*.{yaml,yml}'),
      file('services/*/app.yaml', { optional: true }),
      file('all/**/*.json', { optional: true }),
    ]
    await using watched = await watch(sandbox, sources)
    const [conf, services, all] = sources.map(({ name }) => name)
    expect(await watched.after(() => save(sandbox.path('conf.d/b.yml'), 'b: 1'))).toEqual([conf])
    expect(await watched.after(() => rmSync(sandbox.path('conf.d/b.yml')))).toEqual([conf])
    mkdirSync(sandbox.path('services/shop'), { recursive: true })
    expect(await watched.after(() => save(sandbox.path('services/shop/app.yaml'), 'a: 1'))).toEqual([services])
    expect(await watched.after(() => save(sandbox.path('services/shop/app.yaml'), 'a: 2'))).toEqual([services])
    expect(await watched.after(() => sandbox.write('all/deep/down/x.json', '{}'))).toEqual([all])
  })

  it('of a mounted folder, whose files are swapped together', async () => {
    using sandbox = createSandbox()
    const volume = sandbox.path('secrets')
    swapVolume(volume, { user: 'a', password: '1' }, 'new')
    await using watched = await watch(sandbox, [directory('secrets'), file('secrets/user', { format: 'yaml' })])
    const both = ['directory:secrets', 'file:secrets/user']
    for (let round = 2; round < 12; round++) {
      const order = round % 2 === 0 ? 'old' : 'new'
      expect(await watched.after(() => swapVolume(volume, { user: 'b', password: `${round}` }, order))).toEqual(both)
    }
    expect(await watched.after(() => swapVolume(volume, { user: 'b', password: '9', new: 'x' }, 'old'))).toEqual(both)
    expect(watched.events.length).toBeLessThanOrEqual(12)
  })

  it('of a plain folder, with folders inside and links', async () => {
    using sandbox = createSandbox({ files: { 'settings/db/host': 'a', 'settings/.hidden': '' } })
    symlinkSync('db', sandbox.path('settings/database'))
    symlinkSync('circle', sandbox.path('settings/circle'))
    rmSync(sandbox.path('settings/circle'))
    await using watched = await watch(sandbox, [directory('settings')])
    expect(await watched.after(() => save(sandbox.path('settings/db/host'), 'b'))).toEqual(['directory:settings'])
    expect(await watched.after(() => sandbox.write('settings/cache/size', '1'))).toEqual(['directory:settings'])
  })

  it('that only a reading tells of, such as the imports of a module', async () => {
    using sandbox = createSandbox({ files: { app: '1', imported: '1', 'imported-later': '1' } })
    let named: readonly string[] = [sandbox.path('imported')]
    const source: Source = {
      ...file('app', { format: 'yaml' }),
      read: () => {
        const reading: Reading = { kind: 'value', uri: 'app', version: '1', value: {}, textOnly: false }
        namedFiles.set(reading, named)
        return reading
      },
    }
    await using watched = await watch(sandbox, [source])
    expect(await watched.after(() => save(sandbox.path('imported'), '2'))).toEqual(['file:app'])
    named = [sandbox.path('imported-later')]
    // A new file to watch may have changed before it was watched, so its source is asked once more.
    const { length } = watched.events
    await watched.reload()
    expect(watched.events).toHaveLength(length + 1)
    expect(watched.events.at(-1)?.isCurrent()).toBe(true)
    await watched.reload()
    expect(watched.events).toHaveLength(length + 1)
    expect(await watched.after(() => save(sandbox.path('imported-later'), '2'))).toEqual(['file:app'])
  })

  it('that variables name', async () => {
    using sandbox = createSandbox({ files: { secret: 'a', '.env': 'PASSWORD_FILE=secret' } })
    const sources = [env({ prefix: 'SHOP_' }), dotenv()]
    const parts = { env: { SHOP_TOKEN_FILE: sandbox.path('secret') } }
    await using watched = await watch(sandbox, sources, parts)
    const names = sources.map(({ name }) => name)
    expect(await watched.after(() => save(sandbox.path('secret'), 'b'))).toEqual(names)
  })

  it('of a search, when a nearer one appears and when it goes', async () => {
    using sandbox = createSandbox({ files: { 'shop.config.yaml': 'a: 1', 'app/readme.txt': '' } })
    const cwd = sandbox.path('app')
    const parts = { cwd, env: { HOME: sandbox.folder } }
    await using watched = await watch(sandbox, [search('shop')], parts)
    expect(await watched.after(() => save(sandbox.path('shop.config.yaml'), 'a: 2'))).toEqual(['search:shop'])
    expect(await watched.after(() => save(sandbox.path('app/.shoprc'), 'a: 3'))).toEqual(['search:shop'])
    await watched.reload()
    expect(await watched.after(() => save(sandbox.path('app/package.json'), '{"shop":{}}'))).toEqual(['search:shop'])
    expect(await watched.after(() => rmSync(sandbox.path('app/.shoprc')))).toEqual(['search:shop'])
    expect(await watched.after(() => sandbox.write('app/.config/shop.json', '{}'))).toEqual(['search:shop'])
  })

  it('with one watch for each folder, however many sources there are', async () => {
    using sandbox = createSandbox()
    const names = Array.from({ length: 1_000 }, (_, index) => `config/${index}.yaml`)
    for (const name of names) sandbox.write(name, '')
    const opened = new Map<string, number>()
    const fs = process.getBuiltinModule('node:fs')
    const { watch: original } = fs
    Object.assign(fs, {
      watch: (folder: string, ...rest: []) => {
        opened.set(folder, 1 + (opened.get(folder) ?? 0))
        return original(folder, ...rest)
      },
    })
    try {
      await using watched = await watch(
        sandbox,
        names.map((name) => file(name)),
      )
      expect(await watched.after(() => save(sandbox.path('config/7.yaml'), 'a: 1'))).toEqual(['file:config/7.yaml'])
      // The folder of the files once more, where the watch began.
      const begun = sandbox.path('config')
      expect([...opened.entries()].filter(([folder, times]) => times !== (folder === begun ? 2 : 1))).toEqual([])
      expect(opened.size).toBeLessThan(10)
    } finally {
      Object.assign(fs, { watch: original })
    }
  })

  it('of a required pattern and a search that find nothing yet', async () => {
    using sandbox = createSandbox()
    const sources = [file('conf.d/*.yaml'), search('shop', { stopAt: '.' })]
    const events: FilesChanged[] = []
    const stop = new AbortController()
    const context = contextFor(sandbox, stop.signal)
    await watchFiles({ sources, readings: () => [], context, onChange: (event) => events.push(event) })
    sandbox.write('conf.d/a.yaml', 'a: 1')
    sandbox.write('.shoprc', 'a: 1')
    while (events.flatMap((event) => event.sources).length < 2) await new Promise((resolve) => setTimeout(resolve, 2))
    stop.abort()
  })

  it('not after the end', async () => {
    using sandbox = createSandbox({ files: { 'a.yaml': '' } })
    const watched = await watch(sandbox, [file('a.yaml')])
    await watched[Symbol.asyncDispose]()
    watched.watching.refresh()
    save(sandbox.path('a.yaml'), 'a: 1')
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(watched.events).toEqual([])
  })

  it('by whatever watcher is handed in', async () => {
    using sandbox = createSandbox({ files: { 'a.yaml': '' } })
    const watcher = fakeWatcher()
    const events: FilesChanged[] = []
    const source = file('a.yaml')
    const context = contextFor(sandbox, new AbortController().signal)
    await watchFiles({ sources: [source], readings: () => [], context, watcher, onChange: (event) => events.push(event) })
    watcher.change(sandbox.path('a.yaml'))
    watcher.change(sandbox.path('b.yaml'))
    expect(events.map(({ sources }) => sources)).toEqual([[source]])
  })
})
