import { describe, expect, it, onTestFinished } from 'vitest'
import type { IssueCode } from '../../errors/catalogue.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { Emitter } from '../../runtime/emitter.ts'
import { silentLogger } from '../../runtime/logger.ts'
import { file } from '../../sources/file.ts'
import type { Source } from '../../sources/source.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import { recordingLogger } from '../../testing/recording-logger.ts'
import { createSandbox } from '../../testing/sandbox.ts'
import { buildGeneration } from '../build-generation.ts'
import { createConfig, createConfigSync } from '../create-config.ts'
import type { ConfigEvents } from '../events.ts'
import { type ConfigOptions, makePlan } from '../plan.ts'
import { Renewal } from '../renewal.ts'
import { failure, world } from '../text-source.fixture.ts'
import { together } from './request.ts'
import { settled, type WatchedSource, watched } from './watched.fixture.ts'

async function live<Shape = unknown>(sources: readonly Source[], options: ConfigOptions = {}) {
  const clock = fakeClock()
  const logger = recordingLogger()
  const config = await createConfig<Shape>({ sources }, { ...world, watch: true, clock, logger, ...options })
  const told: string[] = []
  for (const name of ['changed', 'rejected'] as const)
    config.on(name, ({ generation, issues }) =>
      told.push(`${name} ${generation}${issues.map(({ code }) => ` ${code}`).join('')}`),
    )
  for (const name of ['stale', 'recovered'] as const) config.on(name, ({ source }) => told.push(`${name} ${source}`))
  await settled()
  return { config, told, clock, logger }
}

describe('with watch: true, a configuration', () => {
  it('reloads when a source says that it changed', async () => {
    const a = watched('a.json', '{"x":1}')
    const { config, told } = await live<{ x: number }>([a])
    await a.save('{"x":2}')
    expect(config.value).toEqual({ x: 2 })
    expect(told).toEqual(['changed 2'])
  })

  it('asks only the source that changed', async () => {
    const [a, b] = [watched('a.json', '{"x":1}'), watched('b.json', '{"y":1}')]
    await live([a, b])
    const before = b.reads
    await a.save('{"x":2}')
    expect(b.reads).toBe(before)
  })

  it('asks again those that look at the keys below them', async () => {
    const a = watched('a.json', '{"x":1}')
    let keys: unknown
    const above: Source = {
      kind: 'above',
      name: 'above',
      usesKeys: true,
      read: (context) => {
        keys = context.keys.lower
        return undefined
      },
      optional: true,
    }
    await live([a, above])
    await a.save('{"x":1,"y":2}')
    expect(keys).toEqual({ x: 1, y: 2 })
  })

  it('sees what changed between the first reading and the first look of the watchers', async () => {
    const a = watched('a.json', '{"x":1}')
    const creating = live<{ x: number }>([a])
    // Nobody watches yet.
    void a.save('{"x":2}')
    const { config } = await creating
    await settled()
    expect(config.value.x).toBe(2)
  })

  it('takes many events for one when they come together', async () => {
    const a = watched('a.json', '{"x":1}')
    const { config, told } = await live<{ x: number }>([a])
    const before = a.reads
    await Promise.all([2, 3, 4, 5].map((x) => a.save(`{"x":${x}}`)))
    expect(config.value.x).toBe(5)
    expect(told.length).toBeLessThanOrEqual(2)
    expect(a.reads - before).toBeLessThanOrEqual(2)
  })

  it('is told of nothing when nothing changed', async () => {
    const a = watched('a.json', '{"x":1}')
    const { told } = await live([a])
    await a.touch()
    expect(told).toEqual([])
  })

  it('works without waiting, too', async () => {
    const a = watched('a.json', '{"x":1}')
    const config = createConfigSync<{ x: number }>({ sources: [a] }, { ...world, watch: true })
    await settled()
    await a.save('{"x":2}')
    expect(config.value.x).toBe(2)
    await config.close()
  })

  it('asks whatever a pattern stands for now', async () => {
    const parts = [watched('a.json', '{"x":1}')]
    const outer = watched('*', '{}')
    const pattern: Source = { ...outer, expand: () => parts }
    const { config } = await live([pattern])
    parts.push(watched('b.json', '{"y":1}'))
    await outer.touch()
    expect(config.value).toEqual({ x: 1, y: 1 })
    await parts[0]?.save('{"x":2}')
    await outer.touch()
    expect(config.value).toEqual({ x: 2, y: 1 })
  })

  it('ends watching when it is closed, and waits for what is under way', async () => {
    const a = watched('a.json', '{"x":1}')
    const { config, told, clock } = await live<{ x: number }>([a])
    await a.save('{')
    expect(clock.sleeping).toBe(1)
    expect(a.watches).toBe(1)
    await config.close()
    expect([a.watches, clock.sleeping]).toEqual([0, 0])
    await a.save('{"x":2}')
    expect(config.value.x).toBe(1)
    expect(told).toEqual(['rejected 1 FORMAT_SYNTAX'])
  })

  it('goes on when a source cannot be watched, and logs it', async () => {
    const broken: Source = {
      ...watched('b.json', '{"y":1}'),
      watch: () => {
        throw new RangeError('no')
      },
    }
    const a = watched('a.json', '{"x":1}')
    const { config, logger } = await live<unknown>([a, broken])
    await a.save('{"x":2}')
    expect(config.value).toEqual({ x: 2, y: 1 })
    expect(logger.records.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'a source cannot be watched; reload() still asks it', fields: { source: 'b.json', code: 'SOURCE_FAILED' } },
    ])
  })
})

describe('a change that is refused', () => {
  it('leaves everything as it is, is told once, and can be looked at', async () => {
    const a = watched('a.json', '{"x":1}')
    const { config, told } = await live<{ x: number }>([a])
    await a.save('{"x":')
    await a.touch()
    expect(config.value.x).toBe(1)
    expect(told).toEqual(['rejected 1 FORMAT_SYNTAX'])
    expect(config.rejected).toMatchObject({ generation: 1, value: undefined, changes: [], issues: [{ code: 'FORMAT_SYNTAX' }] })
    await a.save('{"x":3}')
    expect(config.rejected).toBeUndefined()
    expect(told).toEqual(['rejected 1 FORMAT_SYNTAX', 'changed 2'])
  })

  it('is told again when other content is wrong in the same way', async () => {
    const a = watched('a.json', '{"x":1}')
    const { told } = await live([a])
    await a.save('{"x":1,"b":"${one}"}')
    await a.save('{"x":2,"b":"${one}"}')
    expect(told).toEqual(['rejected 1 REFERENCE_UNKNOWN', 'rejected 1 REFERENCE_UNKNOWN'])
  })

  it('is tried again after a while, which becomes longer, and with the next change of anything', async () => {
    const [a, b] = [watched('a.json', '{"x":1}'), watched('b.json', '{"y":1}')]
    const { config, clock, told } = await live<unknown>([a, b])
    await a.save('{')
    const reads = a.reads
    const first = config.status()[0]
    expect(first?.kind === 'stale' && first.nextTryAt !== undefined && first.nextTryAt - clock.now()).toBeGreaterThanOrEqual(375)
    await clock.advance(700)
    await settled()
    expect(a.reads).toBe(reads + 1)
    await clock.advance(300)
    await settled()
    expect(a.reads).toBe(reads + 1)
    await b.save('{"y":2}')
    expect(a.reads).toBe(reads + 2)
    expect(config.value).toEqual({ x: 1, y: 1 })
    await a.save('{"x":2}')
    expect(config.value).toEqual({ x: 2, y: 2 })
    // The change of the other source was refused as well.
    expect(told).toEqual(['rejected 1 FORMAT_SYNTAX', 'rejected 1 FORMAT_SYNTAX', 'changed 2'])
    expect(clock.sleeping).toBe(0)
  })

  it('is tried again also when no source of the definition changed, but a file that one of them imports', async () => {
    using sandbox = createSandbox({ files: { 'app.yaml': '$import: base.yaml\n', 'base.yaml': 'a: 1\n' } })
    const config = await createConfig({ sources: [file('app.yaml')] }, { ...sandbox.runtime, watch: true })
    onTestFinished(() => config.close())
    const isUp = { now: false }
    const asked: number[] = []
    config.veto(() => {
      asked.push(sandbox.runtime.clock.now())
      return isUp.now ? undefined : 'not yet'
    })
    // The watcher has had its first look, after which all sources are asked once.
    await new Promise((resolve) => setTimeout(resolve, 300))
    sandbox.write('base.yaml', 'a: 2\n')
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) {
        await sandbox.runtime.clock.advance(100)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    await until(() => asked.length > 1)
    isUp.now = true
    await until(() => config.get('a') === 2)
  })

  it('never stops to be tried', async () => {
    const a = watched('a.json', '{"x":1}')
    const { clock } = await live([a])
    await a.save('{')
    for (let minute = 0; minute < 30; minute++) {
      await clock.advance(80_000)
      await settled()
    }
    const reads = a.reads
    await clock.advance(80_000)
    await settled()
    expect(a.reads).toBeGreaterThan(reads)
  })

  it.each([
    ['a file that vanished', '', 'SOURCE_MISSING'],
    ['a file that is broken', '{', 'FORMAT_SYNTAX'],
  ])('%s is one, and a state of its source', async (_, content, code) => {
    const a = watched('a.json', '{"x":1}')
    const { config, told } = await live<unknown>([a])
    await a.save(content)
    expect(told).toEqual([`rejected 1 ${code}`])
    expect(config.value).toEqual({ x: 1 })
    expect(config.status()).toMatchObject([{ kind: 'stale', source: 'a.json', reason: { code }, fromDisk: false }])
  })

  it('of a file that came and is broken is a failed source', async () => {
    const parts = [watched('a.json', '{"x":1}')]
    const outer = watched('*', '{}')
    const { config } = await live([{ ...outer, expand: () => parts } as Source])
    parts.push(watched('b.json', '{'))
    await outer.touch()
    expect(config.status()).toMatchObject([
      { kind: 'fresh', source: 'a.json' },
      { kind: 'failed', source: 'b.json', reason: { code: 'FORMAT_SYNTAX' }, nextTryAt: expect.any(Number) },
    ])
  })
})

describe('a source that cannot be reached', () => {
  it('hinders nobody either when it is a pattern, whose folder cannot be listed', async () => {
    const [one, other] = [watched('one.json', '{"x":1}'), watched('other.json', '{"y":1}')]
    let refusal: IssueCode | undefined
    const pattern: Source = {
      kind: 'pattern',
      name: 'pattern',
      read: () => undefined,
      expand: () => {
        if (refusal !== undefined) throw new ConfigError({ code: refusal, severity: 'error', message: 'no' })
        return [one]
      },
    }
    const { config, told, clock } = await live([pattern, other])
    refusal = 'SOURCE_UNREADABLE'
    await other.save('{"y":2}')
    expect(config.value).toEqual({ x: 1, y: 2 })
    expect(config.status()).toMatchObject([
      { source: 'one.json', kind: 'fresh' },
      { source: 'pattern', kind: 'stale', reason: { code: 'SOURCE_UNREADABLE' } },
      { source: 'other.json', kind: 'fresh' },
    ])
    expect((await failure(() => config.reload())).issues).toMatchObject([{ code: 'SOURCE_UNREADABLE', source: 'pattern' }])

    refusal = undefined
    await clock.advance(60_000)
    await settled()
    expect(config.status()).toMatchObject([
      { source: 'one.json', kind: 'fresh' },
      { source: 'other.json', kind: 'fresh' },
    ])
    expect(told).toEqual(['changed 2', 'stale pattern', 'rejected 2 SOURCE_UNREADABLE', 'recovered pattern'])

    // What is gone is a decision of somebody.
    refusal = 'SOURCE_MISSING'
    await other.save('{"y":3}')
    expect(config.value).toEqual({ x: 1, y: 2 })
    expect(told.at(-1)).toBe('rejected 2 SOURCE_MISSING')
  })

  const pair = (): [WatchedSource, WatchedSource] => [watched('a.json', '{"x":1}'), watched('b.json', '{"y":1}')]

  it('keeps what it said, is told as stale, and hinders nobody else', async () => {
    const [a, b] = pair()
    const { config, told, clock } = await live<unknown>([a, b])
    const since = clock.now()
    await a.fail({})
    await b.save('{"y":2}')
    expect(config.value).toEqual({ x: 1, y: 2 })
    expect(told).toEqual(['stale a.json', 'changed 2'])
    await clock.advance(100)
    expect(config.status()).toMatchObject([
      {
        kind: 'stale',
        source: 'a.json',
        ageMs: 100,
        since,
        reason: { code: 'SOURCE_UNREADABLE' },
        nextTryAt: expect.any(Number),
      },
      { kind: 'fresh', source: 'b.json', ageMs: 100 },
    ])
  })

  it('is asked again by itself, and told as recovered', async () => {
    const [a, b] = pair()
    const { config, told, clock } = await live<unknown>([a, b])
    await a.fail({})
    await a.touch()
    expect(told).toEqual(['stale a.json'])
    await a.fail(undefined)
    expect(told).toEqual(['stale a.json', 'recovered a.json'])
    await a.fail({})
    void a.fail(undefined)
    await clock.advance(2_000)
    await settled()
    expect(told).toEqual(['stale a.json', 'recovered a.json', 'stale a.json', 'recovered a.json'])
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'fresh' }])
  })

  it('is an error for who calls reload()', async () => {
    const [a, b] = pair()
    const { config, told } = await live<unknown>([a, b])
    await a.fail({})
    await expect(config.reload()).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' })
    expect(told).toEqual(['stale a.json', 'rejected 1 SOURCE_UNREADABLE'])
    await a.fail(undefined)
    await config.reload()
    expect(told).toEqual(['stale a.json', 'rejected 1 SOURCE_UNREADABLE', 'recovered a.json'])
  })

  it('is told as stale without watching, too', async () => {
    const [a, b] = pair()
    const { config, told } = await live<unknown>([a, b], { watch: false })
    await a.fail({})
    await expect(config.reload()).rejects.toThrow()
    expect(told).toEqual(['stale a.json', 'rejected 1 SOURCE_UNREADABLE'])
  })
})

it('500 good and bad writes in turn: no bad one is served, each is told once, and every good one comes', async () => {
  const a = watched('a.json', '{"x":0,"y":0}')
  const { config, told } = await live<{ x: number; y: number }>([a])
  for (let round = 1; round <= 250; round++) {
    await a.save(`{"x":${round},"y":`)
    expect(config.value).toEqual({ x: round - 1, y: round - 1 })
    await a.save(`{"x":${round},"y":${round}}`)
    expect(config.value).toEqual({ x: round, y: round })
  }
  expect(told.filter((event) => event.startsWith('rejected'))).toHaveLength(250)
  expect(told.filter((event) => event.startsWith('changed'))).toHaveLength(250)
})

describe('requests that meet', () => {
  /** A source that answers when the test says so, and that says when it changed. */
  function slow() {
    const inner = watched('slow.json', '{"x":1}')
    const waiting: (() => void)[] = []
    let isSlow = false
    const source: Source = {
      ...inner,
      read: async (context) => {
        if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve))
        return inner.read(context)
      },
    }
    return {
      source,
      inner,
      slowDown: () => {
        isSlow = true
      },
      go: async () => {
        for (const resolve of waiting.splice(0)) resolve()
        await settled()
      },
    }
  }

  it('are put together into one further run, which asks what any of them asks', async () => {
    const [one, b, c] = [slow(), watched('b.json', '{"y":1}'), watched('c.json', '{"z":1}')]
    const { config } = await live<unknown>([one.source, b, c])
    one.slowDown()
    const running = one.inner.save('{"x":2}')
    await settled()
    const [readsB, readsC] = [b.reads, c.reads]
    const first = config.reload()
    const second = config.reload()
    expect(first).toBe(second)
    await b.save('{"y":2}')
    await one.go()
    await one.go()
    await one.go()
    await Promise.all([running, first])
    expect(config.value).toEqual({ x: 2, y: 2, z: 1 })
    // One run for both calls, one for the change of b, if that came too late for it.
    expect([b.reads - readsB, c.reads - readsC]).toEqual([2, 1])
  })

  it('are as strict as the strictest: what nobody waits for does not hide an error from who waits', async () => {
    const [one, b] = [slow(), watched('b.json', '{"y":1}')]
    const { config } = await live<unknown>([one.source, b])
    one.slowDown()
    const running = one.inner.save('{"x":2}')
    await settled()
    await b.fail({})
    const reloaded = config.reload().catch((error: unknown) => error)
    await one.go()
    await one.go()
    await one.go()
    await running
    expect(await reloaded).toMatchObject({ code: 'SOURCE_UNREADABLE' })
  })
})

describe('Renewal', () => {
  it.each(['{"x":2}', '{'])('drops what is not current any more without a word: %s', async (content) => {
    const a = watched('a.json', '{"x":1}')
    const plan = makePlan({ sources: [a] }, world, false)
    let state = await buildGeneration(plan, undefined)
    const told: unknown[] = []
    const events = new Emitter<ConfigEvents>(silentLogger)
    events.on('changed', (event) => told.push(event))
    events.on('rejected', (event) => told.push(event))
    const renewal = new Renewal(plan, {
      state: () => state,
      show: (next) => {
        state = next
      },
      isClosed: () => false,
      events,
      subscriptions: () => undefined,
    })
    void a.save(content)
    expect(await renewal.reload({ isCurrent: () => false })).toEqual([])
    expect([state.value, told, renewal.refusal]).toEqual([{ x: 1 }, [], undefined])
    const whenRefused: unknown[] = []
    const isCurrent = (isRefused = false): boolean => {
      whenRefused.push(isRefused)
      return false
    }
    await renewal.reload({ isCurrent })
    expect(whenRefused).toEqual([content === '{'])
    await renewal.reload({ isCurrent: () => true }).catch(() => undefined)
    expect(told).toHaveLength(1)
  })

  it('puts requests together so that both get what they need', () => {
    const [a, b, c] = [watched('a', '{}'), watched('b', '{}'), watched('c', '{}')]
    const standIn = () => undefined
    const one = { isAsked: (source: Source) => source === a, standIn, automatic: true, isCurrent: () => true }
    const other = { isAsked: (source: Source) => source === b, standIn, automatic: true, isCurrent: () => false }
    const both = together(one, other)
    expect([a, b, c].map((source) => both.isAsked?.(source))).toEqual([true, true, false])
    expect([both.automatic, both.standIn, both.isCurrent?.()]).toEqual([true, standIn, false])
    expect(together(one, {})).toEqual({ automatic: false })
  })
})

describe('a file that is written right after the start', () => {
  it.each([true, false])('is never seen empty, and its last content is in use, when it is old: %s', async (isOld) => {
    using sandbox = createSandbox({ files: { 'a.yaml': 'a: 1\nb: 1\n' } })
    if (isOld) await new Promise((resolve) => setTimeout(resolve, 60))
    const seen: unknown[] = []
    await using config = await createConfig<unknown>({ sources: [file('a.yaml')] }, { cwd: sandbox.folder, watch: true })
    config.on('changed', () => seen.push(config.value))
    sandbox.write('a.yaml', '')
    await new Promise((resolve) => setTimeout(resolve, 60))
    sandbox.write('a.yaml', 'a: 2\nb: 2\n')
    await expect.poll(() => config.get('a'), { timeout: 5_000 }).toBe(2)
    expect(seen).toEqual([{ a: 2, b: 2 }])
  })
})
