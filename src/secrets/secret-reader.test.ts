import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { recordingLogger } from '../testing/recording-logger.ts'
import { Secret } from '../values/secret.ts'
import { failover } from './failover.ts'
import type { Lease, SecretProvider } from './secret-provider.ts'
import { SecretReader } from './secret-reader.ts'

type Content = string | Readonly<Record<string, unknown>>

interface FakeStore extends SecretProvider {
  readonly asked: string[]
  readonly secrets: Record<string, Content>
  failure: 'SECRET_STORE_UNAVAILABLE' | 'SECRET_DENIED' | undefined
  lease: Lease | undefined
}

function fakeStore(name: string, secrets: Record<string, Content>): FakeStore {
  return {
    name,
    asked: [],
    secrets,
    failure: undefined,
    lease: undefined,
    async read(ref) {
      this.asked.push(ref.name)
      await Promise.resolve()
      if (this.failure !== undefined) throw new ConfigError({ code: this.failure, severity: 'error', message: `${name} says no` })
      const value = this.secrets[ref.name]
      return value === undefined
        ? undefined
        : { value: new Secret(value), version: ref.version ?? '1', ...(this.lease && { lease: this.lease }) }
    },
  }
}

function world() {
  const clock = fakeClock()
  const logger = recordingLogger()
  const context: CallContext = {
    env: {},
    cwd: '/',
    args: [],
    stdin: async () => new Uint8Array(),
    clock,
    logger,
    signal: new AbortController().signal,
  }
  return { clock, logger, context }
}

const minute = 60_000

describe('reading secrets by reference', () => {
  it('asks the named store, or all in order', async () => {
    const { context } = world()
    const [one, two] = [fakeStore('one', { a: '1', 'two/b': 'x' }), fakeStore('two', { a: '2', b: '3' })]
    const reader = new SecretReader({ stores: { one, two } })
    const told = async (text: string) => (await reader.read(text, context))?.reveal()
    expect(await told('a')).toBe('1')
    expect(await told('two/a')).toBe('2')
    expect(await told('b')).toBe('3')
    expect(await told('one/two/b')).toBe('x')
    expect(await told('c')).toBeUndefined()
  })

  it('takes any failure of a store for silence: another stands in, or the last reading, and nothing of it is told', async () => {
    const { clock, context, logger } = world()
    let isDown = false
    const rough: SecretProvider = {
      name: 'rough',
      async read() {
        if (isDown) throw new TypeError('fetch failed for hunter2')
        return { value: new Secret('first'), version: '1' }
      },
    }
    const reader = new SecretReader({ stores: { rough, both: failover(rough, fakeStore('copy', { db: 'copied' })) } })
    expect((await reader.read('rough/db', context))?.reveal()).toBe('first')
    isDown = true
    await clock.advance(6 * minute)
    expect((await reader.read('rough/db', context))?.reveal()).toBe('first')
    expect((await reader.read('both/db', context))?.reveal()).toBe('copied')
    const error: unknown = await reader.read('rough/other', context).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'SECRET_STORE_UNAVAILABLE' })
    expect(JSON.stringify([error, logger.records]) + String(error)).not.toContain('hunter2')
    await clock.advance(60 * minute)
    const issues = [{ code: 'SECRET_EXPIRED' }, { code: 'SECRET_STORE_UNAVAILABLE' }]
    await expect(reader.read('rough/db', context)).rejects.toMatchObject({ issues })
  })

  it('refuses an answer whose lease is over, of which a store may know no better', async () => {
    const { clock, context } = world()
    const vault = fakeStore('vault', { db: 'old' })
    const reader = new SecretReader({ stores: { vault } })
    const now = clock.now()
    for (const kind of ['fixed', 'renewable'] as const) {
      vault.lease = { kind, startedAt: now - minute, durationMs: minute }
      await expect(reader.read('vault/db', context)).rejects.toMatchObject({ code: 'SECRET_EXPIRED' })
      vault.lease = { kind, startedAt: now - minute, durationMs: minute + 1 }
      expect((await reader.read('vault/db', context))?.reveal()).toBe('old')
      reader.retain([])
    }
    // A new secret takes its place when its time is over, and until the store says so it is the right one.
    vault.lease = { kind: 'rotating', startedAt: now - minute, durationMs: minute }
    expect((await reader.read('vault/db', context))?.reveal()).toBe('old')
  })

  it('takes fields of maps and of JSON texts', async () => {
    const { context } = world()
    const local = fakeStore('local', { map: { user: 'ada', port: 5432 }, json: '{"user":"bob"}', text: 'x', deep: { a: {} } })
    const reader = new SecretReader({ stores: { local } })
    const told = async (text: string) => (await reader.read(text, context))?.reveal()
    expect([await told('map#user'), await told('map#port'), await told('json#user'), await told('map#none')]).toEqual([
      'ada',
      '5432',
      'bob',
      undefined,
    ])
    for (const wrong of ['text#user', 'map', 'deep#a']) {
      await expect(reader.read(wrong, context), wrong).rejects.toMatchObject({ code: 'SECRET_MALFORMED' })
    }
    expect(local.asked.filter((name) => name === 'map')).toHaveLength(1)
  })

  it('asks once for callers at the same time, and not again while the reading is good', async () => {
    const { context, clock } = world()
    const local = fakeStore('local', { a: '1' })
    const reader = new SecretReader({ stores: { local }, maxAgeMs: minute })
    await Promise.all(Array.from({ length: 100 }, () => reader.read('a', context)))
    await clock.advance(minute - 1)
    await reader.read('a', context)
    expect(local.asked).toHaveLength(1)
    expect(reader.nextRenewalAt).toBe(clock.now() + 1)
    local.secrets.a = '2'
    await clock.advance(1)
    expect((await reader.read('a', context))?.reveal()).toBe('2')
  })

  it('uses an old reading while its store is down, and says so; not for ever', async () => {
    const { context, clock, logger } = world()
    const local = fakeStore('local', { a: '1' })
    const reader = new SecretReader({ stores: { local }, maxAgeMs: minute, maxStaleMs: 10 * minute })
    await reader.read('a', context)
    local.failure = 'SECRET_STORE_UNAVAILABLE'
    await clock.advance(2 * minute)
    expect((await reader.read('a', context))?.reveal()).toBe('1')
    expect(logger.records.map(({ level }) => level)).toEqual(['warn'])
    await clock.advance(9 * minute)
    await expect(reader.read('a', context)).rejects.toMatchObject({
      issues: [{ code: 'SECRET_EXPIRED' }, { code: 'SECRET_STORE_UNAVAILABLE' }],
    })
  })

  it('never uses an old reading where the store refuses or has the secret no more', async () => {
    const { context, clock } = world()
    const local = fakeStore('local', { a: '1' })
    const reader = new SecretReader({ stores: { local }, maxAgeMs: minute })
    await reader.read('a', context)
    await clock.advance(minute)
    local.failure = 'SECRET_DENIED'
    await expect(reader.read('a', context)).rejects.toMatchObject({ code: 'SECRET_DENIED' })
    local.failure = undefined
    delete local.secrets.a
    expect(await reader.read('a', context)).toBeUndefined()
  })

  it('ends with a lease that cannot be renewed', async () => {
    const { context, clock } = world()
    const local = fakeStore('local', { a: '1' })
    local.lease = { kind: 'fixed', startedAt: clock.now(), durationMs: 10 * minute }
    const reader = new SecretReader({ stores: { local }, random: () => 0.5 })
    await reader.read('a', context)
    expect(reader.nextRenewalAt).toBe(clock.now() + 9 * minute)
    local.failure = 'SECRET_STORE_UNAVAILABLE'
    await clock.advance(9.5 * minute)
    expect((await reader.read('a', context))?.reveal()).toBe('1')
    await clock.advance(minute)
    await expect(reader.read('a', context)).rejects.toMatchObject({ issues: [{ code: 'SECRET_EXPIRED' }, {}] })
  })

  it('takes a copy of a store that does not answer, and no copy of one that refuses', async () => {
    const { context } = world()
    const [one, two] = [fakeStore('one', {}), fakeStore('two', { a: '2' })]
    const reader = new SecretReader({ stores: { vault: failover(one, two) } })
    expect(await reader.read('vault/a', context)).toBeUndefined()
    one.failure = 'SECRET_STORE_UNAVAILABLE'
    expect((await reader.read('vault/a', context))?.reveal()).toBe('2')
    two.failure = 'SECRET_STORE_UNAVAILABLE'
    reader.expire()
    expect((await reader.read('vault/a', context))?.reveal()).toBe('2')
    await expect(reader.read('vault/b', context)).rejects.toMatchObject({
      issues: [{ message: 'one says no' }, { message: 'two says no' }],
    })
    one.failure = 'SECRET_DENIED'
    reader.expire()
    await expect(reader.read('vault/a', context)).rejects.toMatchObject({ code: 'SECRET_DENIED' })
  })

  it('hands nothing out that was not recorded', async () => {
    const { context } = world()
    const local = fakeStore('local', { 'team/a': '1' })
    const records: string[] = []
    const reader = new SecretReader({
      stores: { local },
      record: async ({ store, ref, version }) => {
        if (records.length === 1) throw new ConfigError({ code: 'FILE_WRITE', severity: 'error', message: 'the disk is full' })
        records.push(`${store} ${ref.name} ${version}`)
      },
    })
    await reader.read('local/team/a@7', context)
    expect(records).toEqual(['local team/a 7'])
    await expect(reader.read('team/a', context)).rejects.toMatchObject({ code: 'FILE_WRITE' })
  })
})
