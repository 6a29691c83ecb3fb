import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealedFile } from '../../cache/sealed-file.ts'
import { s } from '../../schema/index.ts'
import { env } from '../../sources/env.ts'
import { file as readFrom } from '../../sources/file.ts'
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts'
import { recordingLogger } from '../../testing/recording-logger.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { Secret } from '../../values/secret.ts'
import { createConfig, createConfigSync } from '../create-config.ts'
import type { ConfigDefinition } from '../definition.ts'
import type { ConfigOptions } from '../plan.ts'
import { failure, world } from '../text-source.fixture.ts'
import { settled, watched } from './watched.fixture.ts'

let sandbox: Sandbox
let clock: FakeClock
beforeEach(() => {
  sandbox = createSandbox()
  clock = fakeClock()
})
afterEach(() => sandbox[Symbol.dispose]())

const file = 'state/last-known-good'
const path = (): string => join(sandbox.folder, file)
const key = { id: 'one', key: new Uint8Array(32).fill(7) }

/** One life of a program: it starts, and ends in good order. */
async function start(definition: ConfigDefinition, options: ConfigOptions = {}) {
  const logger = recordingLogger()
  const config = await createConfig<unknown>(definition, {
    ...world,
    cwd: sandbox.folder,
    clock,
    logger,
    lastKnownGood: { file },
    ...options,
  })
  await settled()
  return { config, logger }
}

describe('a start at which a source cannot be reached', () => {
  it('uses what it said when it last could, and says so everywhere', async () => {
    const [remote, local] = [watched('remote.json', '{\n "x": 1,\n "y": 1}'), watched('local.json', '{"y":2}')]
    await (await start({ sources: [remote, local] })).config.close()
    await clock.advance(60_000)
    await remote.fail({ code: 'SOURCE_UNREADABLE' })
    await local.save('{"y":3}')

    const { config, logger } = await start({ sources: [remote, local] })
    expect(config.value).toEqual({ x: 1, y: 3 })
    expect(config.status()).toMatchObject([
      { kind: 'stale', source: 'remote.json', fromDisk: true, ageMs: 60_000, reason: { code: 'SOURCE_UNREADABLE' } },
      { kind: 'fresh', source: 'local.json' },
    ])
    const readAt = clock.now() - 60_000
    expect(config.explain('x').winner).toMatchObject({
      file: 'remote.json',
      span: { start: { line: 2 } },
      stale: { readAt, fromDisk: true },
    })
    expect(config.explain('y').winner).not.toHaveProperty('stale')
    expect(config.current.warnings).toMatchObject([{ code: 'SOURCE_STALE', source: 'remote.json' }])
    expect(logger.records.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { source: 'remote.json', code: 'SOURCE_UNREADABLE', readAt: new Date(readAt).toISOString() } },
    ])

    const recovered: unknown[] = []
    config.on('recovered', ({ source }) => recovered.push(source))
    await remote.fail(undefined)
    await config.reload()
    expect(recovered).toEqual(['remote.json'])
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'fresh' }])
    expect(config.current.warnings).toEqual([])
  })

  it('goes on asking it, with watch: true', async () => {
    const remote = watched('remote.json', '{"x":1}')
    await (await start({ sources: [remote] })).config.close()
    await remote.fail({})
    const { config } = await start({ sources: [remote] }, { watch: true })
    const first = config.status()[0]
    expect(first?.kind === 'stale' && first.nextTryAt).toBeGreaterThan(clock.now())
    await remote.fail(undefined)
    await remote.save('{"x":2}')
    expect(config.value).toEqual({ x: 2 })
    await config.close()
  })

  it('works without waiting, and for sources whose values only they can read', async () => {
    const remote = {
      ...watched('remote', ''),
      read: () =>
        ({ kind: 'value', uri: 'x:', version: '1', value: { n: 5n, day: new Secret('s') as never }, textOnly: false }) as const,
    }
    createConfigSync({ sources: [remote] }, { ...world, cwd: sandbox.folder, clock, lastKnownGood: { file, keys: [key] } })
    await settled()
    const broken = { ...watched('remote', ''), kind: 'remote' }
    await broken.fail({})
    const config = createConfigSync<{ n: bigint; day: Secret }>(
      { sources: [broken] },
      { ...world, cwd: sandbox.folder, clock, lastKnownGood: { file, keys: [key] } },
    )
    expect([config.value.n, config.value.day.reveal()]).toEqual([5n, 's'])
  })

  it.each<[string, () => Promise<void> | void]>([
    ['is too old', () => clock.advance(8 * 86_400_000)],
    ['is damaged', () => writeFileSync(path(), 'nonsense')],
    ['was not kept', () => undefined],
  ])('fails as without the file when that %s', async (word, happens) => {
    const remote = watched('remote.json', '{"x":1}')
    if (word !== 'was not kept') await (await start({ sources: [remote] })).config.close()
    await happens()
    await remote.fail({})
    expect((await failure(() => start({ sources: [remote] }))).code).toBe('SOURCE_UNREADABLE')
  })

  it.each([
    ['broken', '{'],
    ['gone', ''],
  ])('does not use it for one that is %s: that is a decision of somebody', async (_, content) => {
    const source = watched('a.json', '{"x":1}')
    await (await start({ sources: [source] })).config.close()
    await source.save(content)
    expect(['FORMAT_SYNTAX', 'SOURCE_MISSING']).toContain((await failure(() => start({ sources: [source] }))).code)
  })

  it('keeps what is known of it, as old as it is', async () => {
    const remote = watched('remote.json', '{"x":1}')
    await (await start({ sources: [remote] })).config.close()
    await remote.fail({})
    for (const day of [1, 2, 3, 4, 5, 6]) {
      await clock.advance(86_400_000)
      const { config } = await start({ sources: [remote] })
      expect(config.status()).toMatchObject([{ ageMs: day * 86_400_000 }])
      await config.close()
    }
    await clock.advance(2 * 86_400_000)
    expect((await failure(() => start({ sources: [remote] }))).code).toBe('SOURCE_UNREADABLE')
  })
})

describe('the file', () => {
  const schema = s.object({ password: s.secret(), x: s.integer() })

  it('is not written with secrets in it, unless there is a key', async () => {
    const source = watched('a.json', '{"password":"hunter2","x":1}')
    const error = await failure(() => start({ schema, sources: [source] }))
    expect(error.issues).toMatchObject([{ code: 'SECRET_UNPROTECTED', source: 'a.json' }])
    expect(existsSync(path())).toBe(false)
    const { config } = await start({ schema, sources: [source] }, { lastKnownGood: { file, keys: [key] } })
    await config.close()
    expect(readFileSync(path()).toString('latin1')).not.toContain('hunter2')
    await source.fail({})
    const again = await start({ schema, sources: [source] }, { lastKnownGood: { file, keys: [key] } })
    expect((again.config.value as { password: Secret }).password.reveal()).toBe('hunter2')
  })

  it('holds nothing of the environment, so secrets that come from there need no key', async () => {
    const source = watched('a.json', '{"x":1}')
    const { config } = await start({ schema, sources: [source, env({ prefix: 'APP_' })] }, { env: { APP_PASSWORD: 'hunter2' } })
    await config.close()
    expect(readFileSync(path()).toString('latin1')).not.toContain('hunter2')
  })

  it('is written after a reload, and not for nothing', async () => {
    const source = watched('a.json', '{"x":1}')
    const { config } = await start({ sources: [source] })
    const before = readFileSync(path())
    await config.reload()
    await settled()
    expect(readFileSync(path()).equals(before)).toBe(true)
    await source.save('{"x":2}')
    await config.reload()
    await config.close()
    await source.fail({})
    expect((await start({ sources: [source] })).config.value).toEqual({ x: 2 })
  })

  it('that cannot be written, or gets secrets later, is logged and stops nothing', async () => {
    const source = watched('a.json', '{"x":1}')
    const { config, logger } = await start({
      schema: s.object({ password: s.secret().optional(), x: s.integer() }),
      sources: [source],
    })
    await source.save('{"x":2,"password":"hunter2"}')
    await config.reload()
    await settled()
    expect(logger.records.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { code: 'SECRET_UNPROTECTED' } }])
    writeFileSync(join(sandbox.folder, 'occupied'), '')
    const other = await start({ sources: [watched('b.json', '{}')] }, { lastKnownGood: { file: 'occupied/file' } })
    expect(other.logger.records.filter(({ level }) => level === 'error')).toMatchObject([
      {
        message: 'the last known good could not be written',
        fields: { code: 'FILE_WRITE', error: expect.stringContaining('ENOTDIR') },
      },
    ])
  })

  it('is written by the next reload when that could not be done before', async () => {
    const source = watched('a.json', '{"x":1}')
    sandbox.write('state', 'a file where a folder is wanted')
    const { config, logger } = await start({ sources: [source] })
    expect(logger.records.filter(({ level }) => level === 'error')).toMatchObject([{ fields: { code: 'FILE_WRITE' } }])
    rmSync(sandbox.path('state'))
    await config.reload()
    await settled()
    expect(existsSync(path())).toBe(true)
  })

  it('that was written by a newer version of Node is not used, and the log says so', async () => {
    const sealed = sealedFile(path(), { purpose: 'last-known-good:config', clock })
    sealed.write(Uint8Array.from([0xff, 0x63, 1, 2, 3]))
    const source = watched('a.json', '{"x":1}')
    await source.fail({ code: 'SOURCE_UNREADABLE' })
    const logger = recordingLogger()
    const options = { ...world, cwd: sandbox.folder, clock, logger, lastKnownGood: { file } }
    expect((await failure(() => createConfig({ sources: [source] }, options))).code).toBe('SOURCE_UNREADABLE')
    expect(logger.records).toMatchObject([{ level: 'error', fields: { code: 'CACHE_CORRUPT' } }])
  })

  it('that is too old is not used, and the log says so', async () => {
    const source = watched('a.json', '{"x":1}')
    await (await start({ sources: [source] })).config.close()
    await clock.advance(8 * 24 * 60 * 60 * 1000)
    await source.fail({ code: 'SOURCE_UNREADABLE' })
    const logger = recordingLogger()
    const options = { ...world, cwd: sandbox.folder, clock, logger, lastKnownGood: { file } }
    expect((await failure(() => createConfig({ sources: [source] }, options))).code).toBe('SOURCE_UNREADABLE')
    expect(logger.records).toMatchObject([{ level: 'warn', message: expect.stringContaining('maxAgeMs') }])
  })

  it('of the future, as after a clock that was set back, is used, and is no age old', async () => {
    const source = watched('a.json', '{"x":1}')
    await (await start({ sources: [source] })).config.close()
    await source.fail({ code: 'SOURCE_UNREADABLE' })
    const { config } = await start({ sources: [source] }, { clock: fakeClock(0) })
    expect(config.status()).toMatchObject([{ kind: 'stale', fromDisk: true, ageMs: 0 }])
  })

  it.each(['own.yaml', 'link', 'folder/own.yaml'])('is not written over the file of a source, by the name %s', async (name) => {
    sandbox.write('own.yaml', 'x: 1')
    symlinkSync('own.yaml', join(sandbox.folder, 'link'))
    symlinkSync('.', join(sandbox.folder, 'folder'))
    const error = await failure(() => start({ sources: [readFrom('own.yaml')] }, { lastKnownGood: { file: name } }))
    expect(error.issues).toMatchObject([{ code: 'OPTION_INVALID', source: 'file:own.yaml' }])
    await new Promise((resolve) => setImmediate(resolve))
    expect(sandbox.read('own.yaml')).toBe('x: 1')
  })

  it.each([
    { file: '' },
    { file: 5 as never },
    { file, maxAgeMs: 0 },
    { file, maxAgeMs: Number.NaN },
    { file, keys: [{ id: 'a', key: new Uint8Array(3) }] },
    { file, keys: 'a' as never },
    { file, keys: [null] as never },
    { file, maxAge: 5 } as never,
  ])('is refused as %j', async (lastKnownGood) => {
    expect((await failure(() => start({ sources: [] }, { lastKnownGood }))).code).toBe('OPTION_INVALID')
  })
})
