import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAge } from '../../crypto/age/age-file.ts'
import { newIdentity, recipientOf } from '../../crypto/age/age-keys.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import { createSandbox, type Sandbox } from '../../testing/sandbox.ts'
import { Secret } from '../../values/secret.ts'
import { localSecrets } from './local-secrets.ts'
import { LocalStore } from './local-store.ts'

const identity = await newIdentity(false)
const stranger = await newIdentity(false)

let sandbox: Sandbox
let context: CallContext
beforeEach(() => {
  sandbox = createSandbox()
  context = { ...sandbox.runtime, signal: new AbortController().signal }
})
afterEach(() => sandbox[Symbol.dispose]())

const storeOf = (...identities: readonly string[]): LocalStore =>
  new LocalStore({ file: 'state/secrets.age', keys: { age: { identities, passphrases: [] } } })
const file = (): string => sandbox.path('state/secrets.age')

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error === undefined || ConfigError.is(error)) return error?.code
  throw error
}

async function namesIn(store: LocalStore, prefix = ''): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { name, version } of store.list(prefix, context)) names.push(`${name}@${version}`)
  return names
}

describe('the local store', () => {
  it('keeps texts and maps of texts, for this user only, and nothing of them in plain', async () => {
    const store = storeOf(identity)
    expect(await store.write({ name: 'db/password' }, new Secret('correct horse'), context)).toBe('1')
    await store.write({ name: 'db/login' }, new Secret({ user: 'ada', password: 'battery staple' }), context)

    const again = storeOf(identity)
    expect((await again.read({ name: 'db/password' }, context))?.value.reveal()).toBe('correct horse')
    expect((await again.read({ name: 'db/login' }, context))?.value.reveal()).toEqual({
      user: 'ada',
      password: 'battery staple',
    })
    expect(await again.read({ name: 'db/other' }, context)).toBeUndefined()
    expect(await namesIn(again)).toEqual(['db/login@1', 'db/password@1'])
    expect(await namesIn(again, 'db/p')).toEqual(['db/password@1'])

    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(sandbox.path('state')).mode & 0o777).toBe(0o700)
    const bytes = readFileSync(file(), 'latin1')
    expect(bytes.startsWith('age-encryption.org/v1\n')).toBe(true)
    for (const word of ['correct horse', 'battery', 'db/password', 'ada']) expect(bytes).not.toContain(word)
  })

  it('narrows the permissions of a file that somebody widened', async () => {
    const store = storeOf(identity)
    await store.write({ name: 'a' }, new Secret('1'), context)
    chmodSync(file(), 0o644)
    await store.write({ name: 'a' }, new Secret('2'), context)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('keeps ten versions, which can be asked for by number', async () => {
    const store = storeOf(identity)
    for (let index = 1; index <= 12; index++) await store.write({ name: 'token' }, new Secret(`value ${index}`), context)
    const read = async (version?: string): Promise<unknown> =>
      (await store.read({ name: 'token', ...(version !== undefined && { version }) }, context))?.value.reveal()
    expect(await read()).toBe('value 12')
    expect(await read('3')).toBe('value 3')
    expect(await read('2')).toBeUndefined()
    expect(await read('13')).toBeUndefined()
  })

  it('holds an old version good for the overlap, and not a moment longer', async () => {
    const store = storeOf(identity)
    const valid = async (): Promise<readonly unknown[]> =>
      (await store.readValid({ name: 'token' }, context)).map(({ value }) => value.reveal())
    await store.write({ name: 'token' }, new Secret('old'), context)
    await store.write({ name: 'token' }, new Secret('new'), context, { overlapMs: 60_000 })
    expect(await valid()).toEqual(['new', 'old'])
    await sandbox.runtime.clock.advance(59_999)
    expect(await valid()).toEqual(['new', 'old'])
    await sandbox.runtime.clock.advance(1)
    expect(await valid()).toEqual(['new'])
    await store.write({ name: 'token' }, new Secret('newest'), context)
    expect(await valid()).toEqual(['newest'])
  })

  it('tells an expired secret from one that is not there', async () => {
    const store = storeOf(identity)
    const expiresAt = context.clock.now() + 1_000
    await store.write({ name: 'token' }, new Secret('short-lived'), context, { expiresAt })
    const reading = await store.read({ name: 'token' }, context)
    expect(reading?.lease).toEqual({ kind: 'fixed', startedAt: context.clock.now(), durationMs: 1_000 })
    await sandbox.runtime.clock.advance(1_000)
    expect(await codeOf(store.read({ name: 'token' }, context))).toBe('SECRET_EXPIRED')
    expect(await store.readValid({ name: 'token' }, context)).toEqual([])
  })

  it('removes a secret or one of its versions; the one before is then the current one', async () => {
    const store = storeOf(identity)
    await store.write({ name: 'token' }, new Secret('one'), context)
    await store.write({ name: 'token' }, new Secret('two'), context)
    expect(await store.remove({ name: 'token', version: '2' }, context)).toBe(true)
    expect((await store.readValid({ name: 'token' }, context)).map(({ value }) => value.reveal())).toEqual(['one'])
    expect(await store.remove({ name: 'token' }, context)).toBe(true)
    expect(await store.remove({ name: 'token' }, context)).toBe(false)
    expect(await namesIn(store)).toEqual([])
  })

  it.each(['token', '__proto__'])('gives the number of a version of %s that was removed to no other', async (name) => {
    const store = storeOf(identity)
    const add = (ifVersion?: string): Promise<string> =>
      store.write({ name }, new Secret('x'), context, ifVersion === undefined ? {} : { ifVersion })
    expect([await add(), await add()]).toEqual(['1', '2'])
    await store.remove({ name, version: '2' }, context)
    expect(await add()).toBe('3')
    await store.remove({ name, version: '3' }, context)
    await store.remove({ name }, context)
    // Who has read the third does not write over another that is called the same.
    expect(await codeOf(add('3'))).toBe('SECRET_CHANGED')
    expect(await add('none')).toBe('4')
    expect(await storeOf(identity).read({ name, version: '3' }, context)).toBeUndefined()
    expect(await namesIn(storeOf(identity))).toEqual([`${name}@4`])
  })

  it('takes names that mean something to objects', async () => {
    const store = storeOf(identity)
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(await store.read({ name }, context)).toBeUndefined()
      await store.write({ name }, new Secret(name), context)
    }
    expect((await storeOf(identity).read({ name: '__proto__' }, context))?.value.reveal()).toBe('__proto__')
    expect(await namesIn(store)).toEqual(['__proto__@1', 'constructor@1', 'toString@1'])
  })

  it('takes names that are numbers, in any order', async () => {
    const store = storeOf(identity)
    const names = ['2', '10', 'a', '1', '__proto__', '2', '10', '03', '1']
    for (const [index, name] of names.entries()) await store.write({ name }, new Secret(`value ${index}`), context)
    for (const name of new Set(names))
      expect((await store.read({ name }, context))?.value.reveal()).toBe(`value ${names.lastIndexOf(name)}`)
    await store.remove({ name: '10' }, context)
    expect((await namesIn(storeOf(identity))).toSorted()).toEqual(['03@1', '1@2', '2@2', '__proto__@1', 'a@1'])
  })

  it('builds each change on what is there, whoever wrote it, also a file that was put back', async () => {
    const [ada, bob] = [storeOf(identity), storeOf(identity)]
    await ada.write({ name: 'a' }, new Secret('1'), context)
    const early = readFileSync(file())
    for (let round = 0; round < 4; round++) {
      await ada.write({ name: `a${round}` }, new Secret('x'), context)
      await bob.write({ name: `b${round}` }, new Secret('x'), context)
    }
    expect(await namesIn(ada)).toHaveLength(9)
    writeFileSync(file(), early)
    await ada.write({ name: 'b' }, new Secret('2'), context)
    expect(await namesIn(bob)).toEqual(['a@1', 'b@1'])
  })

  it('sees what another process wrote', async () => {
    const [one, other] = [storeOf(identity), storeOf(identity)]
    await one.write({ name: 'token' }, new Secret('first'), context)
    expect((await other.read({ name: 'token' }, context))?.value.reveal()).toBe('first')
    await one.write({ name: 'token' }, new Secret('second'), context)
    expect((await other.read({ name: 'token' }, context))?.value.reveal()).toBe('second')
  })

  it('is sealed for the recipients it was given last', async () => {
    const store = storeOf(identity)
    await store.write({ name: 'token' }, new Secret('x'), context)
    await store.sealFor([await recipientOf(stranger)], context)
    expect((await storeOf(stranger).read({ name: 'token' }, context))?.value.reveal()).toBe('x')
    expect(await codeOf(storeOf(identity).read({ name: 'token' }, context))).toBe('CRYPTO_NO_KEY')
  })

  it('opens with a passphrase when there is no other key', async () => {
    const withPassphrase = (...passphrases: readonly string[]): LocalStore =>
      new LocalStore({ file: 'phrase.age', keys: { age: { identities: [], passphrases } } })
    await withPassphrase('open sesame').write({ name: 'token' }, new Secret('x'), context)
    expect((await withPassphrase('open sesame').read({ name: 'token' }, context))?.value.reveal()).toBe('x')
    expect(await codeOf(withPassphrase('wrong').read({ name: 'token' }, context))).toBe('CRYPTO_NO_KEY')
  })

  it('asks for its keys again after they could not be had', async () => {
    let tries = 0
    const store = new LocalStore({
      file: 'state/secrets.age',
      keys: async () => {
        if (tries++ === 0) throw new ConfigError({ code: 'CRYPTO_NO_KEY', severity: 'error', message: 'not yet' })
        return { age: { identities: [identity], passphrases: [] } }
      },
    })
    expect(await codeOf(store.read({ name: 'token' }, context))).toBe('CRYPTO_NO_KEY')
    expect(await store.read({ name: 'token' }, context)).toBeUndefined()
  })
})

describe('a store that cannot be trusted', () => {
  it('without a key is neither read nor made', async () => {
    expect(await codeOf(storeOf().write({ name: 'a' }, new Secret('1'), context))).toBe('CRYPTO_NO_KEY')
    expect(existsSync(file())).toBe(false)
    await storeOf(identity).write({ name: 'a' }, new Secret('1'), context)
    const before = readFileSync(file())
    for (const store of [storeOf(), storeOf(stranger)]) {
      expect(await codeOf(store.read({ name: 'a' }, context))).toBe('CRYPTO_NO_KEY')
      expect(await codeOf(store.write({ name: 'a' }, new Secret('2'), context))).toBe('CRYPTO_NO_KEY')
      expect(await codeOf(store.remove({ name: 'a' }, context))).toBe('CRYPTO_NO_KEY')
      expect(await codeOf(namesIn(store))).toBe('CRYPTO_NO_KEY')
    }
    expect(readFileSync(file())).toEqual(before)
  })

  it('shows every flipped byte and every cut, and is left as it was', { timeout: 120_000 }, async () => {
    await storeOf(identity).write({ name: 'a' }, new Secret('1'), context)
    const whole = readFileSync(file())
    const damaged = [
      ...Array.from(whole, (byte, index) => {
        const copy = Buffer.from(whole)
        copy[index] = byte ^ 1
        return copy
      }),
      ...Array.from({ length: 20 }, (_, index) => whole.subarray(0, Math.floor((whole.length * index) / 20))),
      Buffer.concat([whole, Buffer.from('x')]),
    ]
    const accepted: number[] = []
    for (const [index, bytes] of damaged.entries()) {
      writeFileSync(file(), bytes)
      const codes = ['CRYPTO_TAMPERED', 'CRYPTO_MALFORMED', 'CRYPTO_NO_KEY', 'CRYPTO_UNSUPPORTED']
      const code = await codeOf(storeOf(identity).read({ name: 'a' }, context))
      if (code === undefined || !codes.includes(code)) accepted.push(index)
      if (index % 50 !== 0) continue
      expect(codes).toContain(await codeOf(storeOf(identity).write({ name: 'a' }, new Secret('2'), context)))
      expect(readFileSync(file())).toEqual(Buffer.from(bytes))
    }
    expect(accepted).toEqual([])
  })

  it.each([
    '',
    'not JSON: hunter2',
    '[]',
    '{}',
    '{"format":"configmanage-secrets/2","recipients":[],"secrets":{}}',
    '{"format":"configmanage-secrets/1","recipients":[],"secrets":{"a":[]}}',
    '{"format":"configmanage-secrets/1","recipients":[],"secrets":{"a":[{"version":"1","value":1,"createdAt":1}]}}',
    '['.repeat(100_000),
  ])('that opens and is no store (%.20s) is refused without showing what is in it', async (text) => {
    const other = await sealAge(Buffer.from(text), { recipients: [await recipientOf(identity)] }, false)
    sandbox.write('state/secrets.age', other)
    const error: unknown = await storeOf(identity)
      .write({ name: 'a' }, new Secret('1'), context)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'SECRET_STORE_MALFORMED', issues: [{ file: 'state/secrets.age' }] })
    expect(String((error as ConfigError).stack)).not.toContain('hunter2')
    expect(readFileSync(file())).toEqual(Buffer.from(other))
  })

  it.each([
    ['a version of the wrong kind', { a: [{ version: 1, createdAt: 0, value: 'x' }] }],
    ['a version that is no number', { a: [{ version: 'x', createdAt: 0, value: 'x' }] }],
    ['no version at all', { a: [] }],
    ['a value that is a number', { a: [{ version: '1', createdAt: 0, value: 7 }] }],
    ['a time that is a text', { a: [{ version: '1', createdAt: 0, value: 'x', expiresAt: 'soon' }] }],
    ['a list of secrets', []],
  ])('does not take for a store what has %s', async (_, secrets) => {
    const content = JSON.stringify({ format: 'configmanage-secrets/1', recipients: [], secrets })
    await storeOf(identity).write({ name: 'a' }, new Secret('1'), context)
    writeFileSync(file(), await sealAge(Buffer.from(content), { recipients: [await recipientOf(identity)] }, false))
    expect(await codeOf(storeOf(identity).read({ name: 'a' }, context))).toBe('SECRET_STORE_MALFORMED')
  })

  it('changes no version that was written, and no field of what has none', async () => {
    const store = storeOf(identity)
    await store.write({ name: 'text' }, new Secret('x'), context)
    const fields: Secret<Readonly<Record<string, unknown>>> = new Secret({ a: '1' })
    expect(await codeOf(store.write({ name: 'text', version: '1' }, new Secret('y'), context))).toBe('SECRET_REFERENCE')
    expect(await codeOf(store.write({ name: 'text', field: 'a' }, new Secret('y'), context))).toBe('SECRET_MALFORMED')
    expect(await codeOf(store.write({ name: 'map', field: 'a' }, fields, context))).toBe('SECRET_MALFORMED')
    expect(await namesIn(store)).toEqual(['text@1'])
  })

  it.each<readonly [string, unknown, object, string]>([
    ['a number', new Secret(5), {}, 'SECRET_MALFORMED'],
    ['null', new Secret(null), {}, 'SECRET_MALFORMED'],
    ['a list', new Secret(['a']), {}, 'SECRET_MALFORMED'],
    ['a plain text', 'hunter2', {}, 'SECRET_MALFORMED'],
    ['no end', new Secret('x'), { expiresAt: Number.POSITIVE_INFINITY }, 'OPTION_INVALID'],
    ['an end in words', new Secret('x'), { expiresAt: '2030-01-01' }, 'OPTION_INVALID'],
    ['an overlap for ever', new Secret('x'), { overlapMs: Number.POSITIVE_INFINITY }, 'OPTION_INVALID'],
    ['an overlap in words', new Secret('x'), { overlapMs: '5m' }, 'OPTION_INVALID'],
  ])('stores nothing that it could not read again: %s', async (_, value, options, code) => {
    const store = storeOf(identity)
    await store.write({ name: 'a' }, new Secret('kept'), context)
    expect(await codeOf(store.write({ name: 'a' }, value as Secret, context, options))).toBe(code)
    expect((await storeOf(identity).read({ name: 'a' }, context))?.value.reveal()).toBe('kept')
  })

  it('is not sealed for nobody, which would be with an empty passphrase', async () => {
    const store = storeOf(identity)
    await store.write({ name: 'a' }, new Secret('kept'), context)
    expect(await codeOf(store.sealFor([], context))).toBe('CRYPTO_NO_KEY')
    expect((await storeOf(identity).read({ name: 'a' }, context))?.value.reveal()).toBe('kept')
  })

  it('refuses fields that are no texts', async () => {
    const value = new Secret({ deep: { password: 'x' } })
    expect(await codeOf(storeOf(identity).write({ name: 'a' }, value, context))).toBe('SECRET_MALFORMED')
  })
})

describe('localSecrets', () => {
  it('takes keys of files, the environment and passphrases, and seals for the recipients it is given', async () => {
    writeFileSync(sandbox.path('key.txt'), identity)
    const recipients = [await recipientOf(identity), await recipientOf(stranger)]
    const store = localSecrets({ file: 'own.age', identityFiles: ['key.txt'], recipients, name: 'own' })
    expect(store.name).toBe('own')
    await store.write({ name: 'a' }, new Secret('1'), context)
    const other = { ...context, env: { SOPS_AGE_KEY: stranger } }
    expect((await localSecrets({ file: 'own.age' }).read({ name: 'a' }, other))?.value.reveal()).toBe('1')
    expect(await codeOf(localSecrets({ file: 'own.age', identityFiles: ['gone.txt'] }).read({ name: 'a' }, context))).toBe(
      'CRYPTO_NO_KEY',
    )
  })

  it('is the store of the person, and an error where there is none', async () => {
    const env = { CONFIGMANAGE_SECRET_STORE: 'mine.age', SOPS_AGE_KEY: identity }
    await localSecrets().write({ name: 'a' }, new Secret('1'), { ...context, env })
    expect(existsSync(sandbox.path('mine.age'))).toBe(true)
    expect(await codeOf(localSecrets().read({ name: 'a' }, { ...context, env: { SOPS_AGE_KEY: identity } }))).toBe(
      'OPTION_INVALID',
    )
  })
})
