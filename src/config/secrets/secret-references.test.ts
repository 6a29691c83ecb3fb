import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newIdentity } from '../../crypto/age/age-keys.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { verifyAuditLog } from '../../secrets/audit-log.ts'
import { failover } from '../../secrets/failover.ts'
import { localSecrets } from '../../secrets/local/local-secrets.ts'
import { rotateSecret } from '../../secrets/rotate-secret.ts'
import { secrets } from '../../secrets/secrets-source.ts'
import { object } from '../../sources/object.ts'
import { memorySecrets } from '../../testing/memory-secrets.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { createConfig, createConfigSync } from '../create-config.ts'
import type { ConfigDefinition } from '../definition.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox()
})
afterEach(() => sandbox[Symbol.dispose]())

const definition = (value: Value, rest: Partial<ConfigDefinition> = {}): ConfigDefinition => ({
  sources: [object(value as Readonly<Record<string, Value>>)],
  ...rest,
})
const revealed = (value: unknown): unknown => (value instanceof Secret ? value.reveal() : value)

async function errorOf(work: Promise<unknown>): Promise<ConfigError> {
  const error = await work.then(
    () => expect.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (ConfigError.is(error)) return error
  throw error
}

describe('references to secrets', () => {
  it('are filled in with secrets, alone and inside of texts', async () => {
    const store = memorySecrets({ 'db/password': 'hunter2', db: { user: 'ada', port: 5432 } })
    await using config = await createConfig(
      definition(
        {
          password: '${secret:vault/db/password}',
          url: 'postgres://${secret:vault/db#user}:${password}@${host}:${secret:db#port}/shop',
          host: 'db.internal',
          list: ['${secret:vault/db/password@1}', 'plain'],
        },
        { secretStores: { vault: store } },
      ),
      sandbox.runtime,
    )
    expect(revealed(config.find('password'))).toBe('hunter2')
    expect(revealed(config.find('url'))).toBe('postgres://ada:hunter2@db.internal:5432/shop')
    expect(revealed(config.find('list[0]'))).toBe('hunter2')
    expect(config.find('host')).toBe('db.internal')
    for (const shown of [inspect(config.value, { depth: 9 }), JSON.stringify(config.value), `${config.find('url')}`])
      expect(shown).not.toMatch(/hunter2|ada/)
    // Each is read once for each way to name it: by store, by version, and among all stores.
    expect([...store.readings]).toEqual([
      ['db/password', 2],
      ['db', 2],
    ])
  })

  it('to what is not there say so with their place, and take their default', async () => {
    sandbox.write('app.yaml', 'a: ${secret:vault/nothing}\nb: ${secret:vault/nothing:-none}\nc: x${secret:vault/db#no}\n')
    const { file } = await import('../../sources/file.ts')
    const definitionOf = (): ConfigDefinition => ({
      sources: [file('app.yaml')],
      secretStores: { vault: memorySecrets({ db: { user: 'ada' } }) },
    })
    const error = await errorOf(createConfig(definitionOf(), sandbox.runtime))
    expect(error.issues.map(({ code, path, span }) => [code, path?.join('.'), span?.start.line])).toEqual([
      ['SECRET_MISSING', 'a', 1],
      ['SECRET_MISSING', 'c', 3],
    ])
    sandbox.write('app.yaml', 'b: ${secret:vault/nothing:-none}\n')
    await using config = await createConfig(definitionOf(), sandbox.runtime)
    expect(revealed(config.find('b'))).toBe('none')
  })

  it.each(['SECRET_DENIED', 'SECRET_STORE_UNAVAILABLE'] as const)('never take their default for %s', async (code) => {
    const store = memorySecrets({ db: 'hunter2' })
    store.fail(code)
    const failing = createConfig(
      definition({ a: '${secret:vault/db:-open}' }, { secretStores: { vault: store } }),
      sandbox.runtime,
    )
    expect((await errorOf(failing)).code).toBe(code)
  })

  it('to a store that breaks say nothing of what it said', async () => {
    const broken = {
      name: 'broken',
      read: async () => {
        throw new Error('while reading hunter2')
      },
    }
    const error = await errorOf(
      createConfig(definition({ a: '${secret:broken/db}' }, { secretStores: { broken } }), sandbox.runtime),
    )
    expect(error.code).toBe('SECRET_STORE_UNAVAILABLE')
    expect(inspect(error, { depth: 20, showHidden: true }) + inspect(sandbox.runtime.logger.records)).not.toContain('hunter2')
  })

  it('are told from a wrong name', async () => {
    const error = await errorOf(
      createConfig(definition({ a: '${secret:a#b#c}' }, { secretStores: { vault: memorySecrets() } }), sandbox.runtime),
    )
    expect(error.code).toBe('SECRET_REFERENCE')
  })

  it('ask the stores in order where none is named, and stand-ins when one is down', async () => {
    const [first, second, third] = [memorySecrets(), memorySecrets({ db: 'second' }), memorySecrets({ db: 'third' })]
    const stores = { secretStores: { first: failover(first, third), second } }
    await using config = await createConfig(definition({ a: '${secret:db}' }, stores), sandbox.runtime)
    expect(revealed(config.find('a'))).toBe('second')
    first.fail('SECRET_STORE_UNAVAILABLE')
    await config.reload()
    expect(revealed(config.find('a'))).toBe('third')
  })

  it('cannot be used synchronously', () => {
    const asked = (): unknown =>
      createConfigSync(
        definition({ a: '${secret:vault/db}' }, { secretStores: { vault: memorySecrets({ db: 'x' }) } }),
        sandbox.runtime,
      )
    expect(asked).toThrow(expect.objectContaining({ code: 'SOURCE_ASYNC' }))
    const unused = createConfigSync(definition({ a: 1 }, { secretStores: { vault: memorySecrets() } }), sandbox.runtime)
    expect(unused.find('a')).toBe(1)
  })

  it('are checked by the schema, which never shows them', async () => {
    const schema = { type: 'object', properties: { port: { type: 'integer', maximum: 10 } } }
    const stores = { secretStores: { vault: memorySecrets({ port: '4711' }) }, schema }
    const error = await errorOf(createConfig(definition({ port: '${secret:vault/port}' }, stores), sandbox.runtime))
    expect(inspect(error, { depth: 20 })).not.toContain('4711')
  })

  it.each([
    [{ secretStores: { 'a/b': memorySecrets() } }],
    [{ secretStores: { vault: 'file.age' } as never }],
    [{ secretStores: { vault: null } as never }],
  ])('need stores that are some (%#)', async (rest) => {
    expect((await errorOf(createConfig(definition({ a: 1 }, rest), sandbox.runtime))).code).toBe('OPTION_INVALID')
  })
})

describe('secrets over time', () => {
  it('change with a reload, and what they are part of changes with them', async () => {
    const store = memorySecrets({ db: 'one', other: 'same' })
    await using config = await createConfig(
      definition({ url: 'x:${secret:vault/db}', other: '${secret:vault/other}' }, { secretStores: { vault: store } }),
      sandbox.runtime,
    )
    const other = config.find('other')
    expect(await config.reload()).toEqual([])
    const context = { ...sandbox.runtime, signal: new AbortController().signal }
    await rotateSecret({ store, name: 'db', generate: () => new Secret('two'), context })
    const changes = await config.reload()
    expect(changes.map(({ path }) => path.join('.'))).toEqual(['url'])
    expect(revealed(config.find('url'))).toBe('x:two')
    expect(config.find('other')).toBe(other)
    expect(inspect(changes, { depth: 9 })).not.toMatch(/x:(one|two)/)
  })

  it('leave what was refused to be looked at', async () => {
    const stores = { secretStores: { vault: memorySecrets({ db: 'one' }) } }
    let value: Record<string, Value> = { a: '${secret:vault/db}' }
    const source = {
      ...object({}),
      read: () => ({ kind: 'value' as const, uri: 'x:', version: JSON.stringify(value), value, textOnly: false }),
    }
    await using config = await createConfig({ sources: [source], ...stores }, sandbox.runtime)
    value = { a: '${secret:vault/db}', b: '${secret:vault/nothing}' }
    expect((await errorOf(config.reload())).code).toBe('SECRET_MISSING')
    expect(config.rejected?.value).toHaveProperty('a')
    expect(inspect(config.rejected, { depth: 9 })).not.toContain('one')
  })

  it('stand in while their store is down, until they are too old', async () => {
    const store = memorySecrets({ db: 'one' })
    await using config = await createConfig(
      definition({ a: '${secret:vault/db}' }, { secretStores: { vault: store } }),
      sandbox.runtime,
    )
    store.fail('SECRET_STORE_UNAVAILABLE')
    expect(await config.reload()).toEqual([])
    await sandbox.runtime.clock.advance(2 * 3_600_000)
    expect((await errorOf(config.reload())).issues[0].code).toBe('SECRET_EXPIRED')
    expect(revealed(config.find('a'))).toBe('one')
    store.fail(undefined)
    expect(await config.reload()).toEqual([])
  })

  it('are renewed by themselves in a configuration that watches', async () => {
    const { clock } = sandbox.runtime
    const store = memorySecrets({ db: 'one' })
    store.lease('fixed', 100_000)
    const stores = { secretStores: { vault: store } }
    const watched = createConfig(definition({ a: '${secret:vault/db}' }, stores), { ...sandbox.runtime, watch: true })
    await using config = await watched
    const changes: unknown[] = []
    config.on('changed', (event) => changes.push(event))
    await store.write({ name: 'db' }, new Secret('two'), { ...sandbox.runtime, signal: new AbortController().signal })
    await clock.advance(84_000)
    expect([store.readings.get('db'), revealed(config.find('a'))]).toEqual([1, 'one'])
    await clock.advance(12_000)
    await expect.poll(() => revealed(config.find('a'))).toBe('two')
    expect([store.readings.get('db'), changes.length]).toEqual([2, 1])
    // And again, for as long as it lives.
    await clock.advance(96_000)
    await expect.poll(() => store.readings.get('db')).toBe(3)
    await config.close()
    await clock.advance(1_000_000)
    expect(store.readings.get('db')).toBe(3)
  })

  it('that cannot be renewed are asked for again and again, and refused when their lease is over', async () => {
    const { clock } = sandbox.runtime
    const store = memorySecrets({ db: 'one' })
    store.lease('fixed', 100_000)
    const stores = { secretStores: { vault: store } }
    const watched = createConfig(definition({ a: '${secret:vault/db}' }, stores), { ...sandbox.runtime, watch: true })
    await using config = await watched
    const refused: string[] = []
    config.on('rejected', ({ issues }) => refused.push(issues[0]?.code ?? ''))
    store.fail('SECRET_STORE_UNAVAILABLE')
    await clock.advance(96_000)
    expect(refused).toEqual([])
    // Files are watched in real time, so that a run may begin a little later.
    const later = async <T>(look: () => T): Promise<T> => {
      await clock.advance(5_000)
      return look()
    }
    await expect.poll(() => later(() => refused[0])).toBe('SECRET_EXPIRED')
    expect(config.status().length).toBeGreaterThan(0)
    expect((await errorOf(config.reload())).issues[0].code).toBe('SECRET_EXPIRED')
    store.fail(undefined)
    await expect.poll(() => later(() => config.rejected)).toBe(undefined)
    expect(revealed(config.find('a'))).toBe('one')
  })

  it('say when they are due, as long as somebody refers to them', async () => {
    const store = memorySecrets({ db: 'one' })
    store.lease('fixed', 100_000)
    const layer: Record<string, Value> = { a: '${secret:vault/db}' }
    let value: Record<string, Value> = layer
    const source = {
      ...object({}),
      read: () => ({ kind: 'value' as const, uri: 'x:', version: JSON.stringify(value), value, textOnly: false }),
    }
    await using config = await createConfig({ sources: [source], secretStores: { vault: store } }, sandbox.runtime)
    const dueIn = (config.secretsDueAt ?? 0) - sandbox.runtime.clock.now()
    expect(dueIn).toBeGreaterThanOrEqual(85_000)
    expect(dueIn).toBeLessThan(95_001)
    await config.reload()
    // A leased secret is not asked for before its time: each asking may make a new one.
    expect(store.readings.get('db')).toBe(1)
    await sandbox.runtime.clock.advance(96_000)
    await config.reload()
    expect(store.readings.get('db')).toBe(2)
    value = { a: 'plain' }
    await config.reload()
    await config.reload()
    expect(config.secretsDueAt).toBeUndefined()
  })

  it('known already are there for an override at once', async () => {
    const store = memorySecrets({ db: 'one', more: 'two' })
    await using config = await createConfig(
      definition({ a: '${secret:vault/db}' }, { secretStores: { vault: store } }),
      sandbox.runtime,
    )
    {
      using _ = config.override({ b: 'x${secret:vault/db}' })
      expect(revealed(config.find('b'))).toBe('xone')
    }
    expect(() => config.override({ b: '${secret:vault/more}' })).toThrow(expect.objectContaining({ code: 'SOURCE_ASYNC' }))
  })
})

describe('the local store of a definition', () => {
  it.each([0, -1, 1.5, Number.NaN])('are not read by a source %d at a time', async (concurrency) => {
    expect(() => secrets({ store: memorySecrets({ a: '1' }), concurrency })).toThrowError(/concurrency/)
  })

  it('are not taken from a source with a mistyped option', async () => {
    const mistyped = { store: memorySecrets({ a: '1' }), prefx: 'shop/' }
    expect(() => secrets(mistyped)).toThrowError(/"prefix"/)
  })

  it('of a source are written to the log before they are handed out, and so are refusals', async () => {
    const denied = new ConfigError({ code: 'SECRET_DENIED', severity: 'error', message: 'you may not' })
    const refusing = { ...memorySecrets({ b: '2' }, 'closed'), read: () => Promise.reject(denied) }
    const options = { secretAudit: { file: 'audit.ndjson' } }
    await createConfig({ sources: [secrets({ store: memorySecrets({ a: '1' }) })], ...options }, sandbox.runtime)
    await errorOf(createConfig({ sources: [secrets({ store: refusing, mapping: { b: 'b' } })], ...options }, sandbox.runtime))
    expect(verifyAuditLog(sandbox.path('audit.ndjson'))).toMatchObject([
      { action: 'read', subject: 'a', version: '1' },
      { action: 'denied', subject: 'b', place: 'closed' },
    ])

    sandbox.write('audit.ndjson', 'no log\n')
    const error = await errorOf(
      createConfig({ sources: [secrets({ store: memorySecrets({ a: '1' }) })], ...options }, sandbox.runtime),
    )
    expect(error.code).toBe('AUDIT_BROKEN')
  })

  it('is opened with the keys of the environment, and every reading is recorded', async () => {
    const identity = await newIdentity(false)
    const runtime = { ...sandbox.runtime, env: { SOPS_AGE_KEY: identity } }
    const context = { ...runtime, signal: new AbortController().signal }
    await localSecrets({ file: 'state/secrets.age' }).write({ name: 'db/password' }, new Secret('hunter2'), context)
    const local: ConfigDefinition = definition(
      { a: '${secret:local/db/password}' },
      { secretStores: { local: { file: 'state/secrets.age' } }, secretAudit: { file: 'audit.ndjson' }, name: 'shop' },
    )
    await using config = await createConfig(local, runtime)
    expect(revealed(config.find('a'))).toBe('hunter2')
    const [record] = verifyAuditLog(sandbox.path('audit.ndjson'))
    expect(record).toMatchObject({ action: 'read', subject: 'db/password', place: 'local', version: '1' })
    expect(record?.by).toMatch(/ shop$/)

    expect((await errorOf(createConfig(local, sandbox.runtime))).code).toBe('CRYPTO_NO_KEY')
    sandbox.write('audit.ndjson', 'no log\n')
    expect((await errorOf(createConfig(local, runtime))).code).toBe('AUDIT_BROKEN')
  })
})

describe('secrets as a source', () => {
  const store = (): ReturnType<typeof memorySecrets> =>
    memorySecrets({ 'shop/db/password': 'hunter2', 'shop/api': { key: 'k-4711', id: 'me' }, 'other/x': 'no' })

  it('are values at paths made of their names', async () => {
    await using config = await createConfig(
      { sources: [object({ db: { host: 'h' } }), secrets({ store: store(), prefix: 'shop/' })] },
      sandbox.runtime,
    )
    expect(config.find('db.host')).toBe('h')
    expect(revealed(config.find('db.password'))).toBe('hunter2')
    expect(revealed(config.find('api.key'))).toBe('k-4711')
    expect(config.find('other')).toBeUndefined()
    expect(inspect(config.value, { depth: 9 })).not.toMatch(/hunter2|4711/)
    expect(inspect(config.explain('db.password'), { depth: 9 })).not.toMatch(/hunter2/)
  })

  it('can be chosen by a filter and placed by a mapping', async () => {
    const filtered = secrets({ store: store(), prefix: 'shop/', filter: (name) => name.startsWith('db') })
    await using one = await createConfig({ sources: [filtered] }, sandbox.runtime)
    expect(Object.keys(one.value as object)).toEqual(['db'])
    const mapping = { 'database.pass': 'shop/db/password', token: 'shop/api#key' }
    await using two = await createConfig({ sources: [secrets({ store: store(), mapping })] }, sandbox.runtime)
    expect(revealed(two.find('database.pass'))).toBe('hunter2')
    expect(revealed(two.find('token'))).toBe('k-4711')
    const missing = secrets({ store: store(), mapping: { a: 'shop/nothing' } })
    expect((await errorOf(createConfig({ sources: [missing] }, sandbox.runtime))).code).toBe('SECRET_MISSING')
  })

  it('that belong at one place are an error', async () => {
    const clashing = memorySecrets({ 'a/b': '1', a: '2' })
    expect((await errorOf(createConfig({ sources: [secrets({ store: clashing })] }, sandbox.runtime))).code).toBe(
      'SECRET_MALFORMED',
    )
  })

  it.each(['SECRET_DENIED', 'SECRET_STORE_UNAVAILABLE'] as const)('are not left out for %s', async (code) => {
    const failing = store()
    failing.fail(code)
    expect((await errorOf(createConfig({ sources: [secrets({ store: failing })] }, sandbox.runtime))).code).toBe(code)
  })
})
