import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { SecretStore } from '../../secrets/secret-provider.ts'
import { type SecretsSourceOptions, secrets } from '../../secrets/secrets-source.ts'
import { lazy } from '../../sources/lazy.ts'
import { object } from '../../sources/object.ts'
import { memorySecrets } from '../../testing/memory-secrets.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { Secret } from '../../values/secret.ts'
import { createConfig } from '../create-config.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox()
})
afterEach(() => sandbox[Symbol.dispose]())

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
  } catch (error) {
    if (ConfigError.is(error)) return error.code
    throw error
  }
  return 'nothing was thrown'
}

describe('secrets that are read when they are needed', () => {
  const mapping = { 'db.password': 'db/password', 'smtp.login': 'mail#user', 'bank.key': 'bank/key' }
  const start = async () => {
    const store = memorySecrets({ 'db/password': 'hunter2', mail: { user: 'ada' } })
    const sources = [object({ db: { host: 'h' } }), secrets({ store, lazy: true, mapping })]
    return { store, config: await createConfig<unknown>({ sources }, sandbox.runtime) }
  }

  it('are not read at the start, and each by itself', async () => {
    const { store, config } = await start()
    expect([config.get('db.host'), [...store.readings]]).toEqual(['h', []])
    await config.load('db.password')
    expect([(config.get('db.password') as Secret).reveal(), [...store.readings]]).toEqual(['hunter2', [['db/password', 1]]])
    await Promise.all([config.load('smtp.login'), config.load('smtp.login')])
    expect([(config.get('smtp.login') as Secret).reveal(), store.readings.get('mail')]).toEqual(['ada', 1])
    await config.close()
  })

  it('are an error for who reads them before, or when there is none, or the store does not tell', async () => {
    const { store, config } = await start()
    for (const read of [() => config.get('db.password'), () => config.find('db.password'), () => config.has('bank.key')])
      expect(await codeOf(read)).toBe('SOURCE_NOT_LOADED')
    expect(await codeOf(() => config.value)).toBe('SOURCE_NOT_LOADED')
    expect(await codeOf(() => config.load('bank.key'))).toBe('SECRET_MISSING')
    for (const code of ['SECRET_DENIED', 'SECRET_STORE_UNAVAILABLE'] as const) {
      store.fail(code)
      expect(await codeOf(() => config.load('db.password'))).toBe(code)
      expect(await codeOf(() => config.get('db.password'))).toBe('SOURCE_NOT_LOADED')
    }
    // What was asked in vain by a read must not end the process.
    await new Promise((resolve) => setImmediate(resolve))
    store.fail(undefined)
    await config.load('db.password')
    expect(config.get('db.password')).toBeInstanceOf(Secret)
    await config.close()
  })

  it('stay as they were when a reload finds no store, and are read at the start of a check', async () => {
    const { store, config } = await start()
    await config.load('db.password')
    store.fail('SECRET_STORE_UNAVAILABLE')
    expect(await codeOf(() => config.reload())).toBe('SECRET_STORE_UNAVAILABLE')
    expect((config.get('db.password') as Secret).reveal()).toBe('hunter2')
    await config.close()
    const sources = [secrets({ store, lazy: true, mapping })]
    expect(await codeOf(() => createConfig({ sources }, { ...sandbox.runtime, eager: true }))).toBe('CONFIG_INVALID')
  })

  it('may be references in a lazy part', async () => {
    const store = memorySecrets({ 'db/password': 'hunter2' })
    const part = lazy('db', object({ db: { url: 'postgres://${secret:vault/db/password:-none}@h' } }))
    await using config = await createConfig<unknown>({ sources: [part], secretStores: { vault: store } }, sandbox.runtime)
    expect([...store.readings]).toEqual([])
    store.fail('SECRET_DENIED')
    expect(await codeOf(() => config.load('db'))).toBe('SECRET_DENIED')
    store.fail(undefined)
    await config.load('db')
    expect((config.get('db.url') as Secret).reveal()).toBe('postgres://hunter2@h')
  })

  it('need a mapping, which says where they are', async () => {
    const store = memorySecrets()
    expect(await codeOf(() => secrets({ store, lazy: true }))).toBe('OPTION_INVALID')
    expect(await codeOf(() => secrets({ store, lazy: true, mapping: { '': 'a' } }))).toBe('OPTION_INVALID')
  })
})

describe('a store as a source', () => {
  const load = (store: SecretStore, options: Partial<SecretsSourceOptions> = {}) =>
    createConfig<unknown>({ sources: [secrets({ store, ...options })] }, sandbox.runtime)

  it('leaves out what was removed since it was listed, and fields that are not there are missing', async () => {
    const store = memorySecrets({ a: 'x', b: 'y', map: { user: 'ada' } })
    const listed: SecretStore = {
      ...store,
      read: async (ref, context) => (ref.name === 'b' ? undefined : store.read(ref, context)),
    }
    await using config = await load(listed)
    expect([config.has('a'), config.has('b'), config.has('map.user')]).toEqual([true, false, true])
    expect(await codeOf(() => load(store, { mapping: { x: 'map#none' } }))).toBe('SECRET_MISSING')
    expect(await codeOf(() => load(store, { mapping: { 'x.y': 'a', x: 'b' } }))).not.toBe('nothing was thrown')
  })

  it('that fails in its own way is one that does not answer, and what it says is not told', async () => {
    const fail = async () => {
      throw new TypeError('hunter2')
    }
    const store = memorySecrets({ a: 'x' })
    const error = await load({ ...store, read: fail }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ issues: [{ code: 'SECRET_STORE_UNAVAILABLE' }] })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2')
    const list = async function* () {
      yield await Promise.reject<never>('hunter2')
    }
    const unlisted = await load({ ...store, list }).catch((thrown: unknown) => thrown)
    expect(unlisted).toMatchObject({ issues: [{ code: 'SECRET_STORE_UNAVAILABLE', message: expect.stringContaining('string') }] })
    expect(inspect(unlisted, { depth: 9, showHidden: true })).not.toContain('hunter2')
  })

  it('does not take secrets whose lease is over', async () => {
    const store = memorySecrets({ a: 'x' })
    const lease = { kind: 'fixed', startedAt: sandbox.runtime.clock.now() - 2_000, durationMs: 1_000 } as const
    const late: SecretStore = { ...store, read: async () => ({ value: new Secret('x'), version: '1', lease }) }
    expect(await codeOf(() => load(late))).toBe('SECRET_EXPIRED')
  })
})

describe('how long secrets are used', () => {
  const start = (secretReading: object) => {
    const store = memorySecrets({ a: 'x' })
    const sources = [object({ a: '${secret:vault/a}' })]
    const config = createConfig<unknown>({ sources, secretStores: { vault: store }, secretReading }, sandbox.runtime)
    return { store, config }
  }

  it('is what the definition says: when it is read again, and for how long it stands in', async () => {
    const { store, config: loading } = start({ maxAgeMs: 60_000, maxStaleMs: 120_000 })
    await using config = await loading
    const { clock } = sandbox.runtime
    expect(config.secretsDueAt).toBe(clock.now() + 60_000)
    store.fail('SECRET_STORE_UNAVAILABLE')
    await clock.advance(179_000)
    await config.reload()
    expect((config.get('a') as Secret).reveal()).toBe('x')
    await clock.advance(11_000)
    expect(await codeOf(() => config.reload())).toBe('CONFIG_INVALID')
  })

  it('is not at all while the store does not answer, if that is said', async () => {
    const { store, config: loading } = start({ maxAgeMs: 0, maxStaleMs: 0 })
    await using config = await loading
    store.fail('SECRET_STORE_UNAVAILABLE')
    expect(await codeOf(() => config.reload())).toBe('CONFIG_INVALID')
  })

  it.each([[{ maxStaleMs: -1 }], [{ maxAgeMs: Number.NaN }], [{ maxAgeMs: '5m' }], [{ maxStale: 1 }]])(
    'is refused when it makes no sense: %j',
    async (times) => expect(await codeOf(() => start(times).config)).toBe('OPTION_INVALID'),
  )
})
