import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { ConfigError } from '../../errors/config-error.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import type { SecretProvider, SecretStore } from '../../secrets/secret-provider.ts'
import { Secret } from '../../values/secret.ts'
import { fakeClock } from '../fake-clock.ts'
import { recordingLogger } from '../recording-logger.ts'
import type { ContractCase } from './contract.ts'

/** What a provider's own tests hand to the contract. */
export interface SecretProviderSubject {
  /** It has a secret named `contract/text` that is the text `open sesame`, and none named `contract/absent`. */
  readonly provider: SecretProvider
  /** The same kind of provider, that may not read. */
  readonly denied?: SecretProvider
  /** The same kind of provider, whose store does not answer. */
  readonly unreachable?: SecretProvider
  readonly context?: CallContext
}

/** What a store's own tests hand to the contract: an empty store. */
export interface SecretStoreSubject {
  readonly store: SecretStore
  readonly context?: CallContext
}

const content = 'open sesame'

/** What every provider promises. `for (const { name, run } of secretProviderContract) it(name, () => run(makeSubject))` */
export const secretProviderContract: readonly ContractCase<SecretProviderSubject>[] = [
  {
    name: 'gives a secret that hides itself, with a version',
    async run(make) {
      const subject = make()
      const reading = await subject.provider.read({ name: 'contract/text' }, contextOf(subject))
      assert.ok(reading?.value instanceof Secret, 'the value is a Secret')
      assert.equal(reading.value.reveal(), content)
      assert.equal(typeof reading.version, 'string')
      assert.ok(!inspect(reading, { depth: 9 }).includes(content), 'nothing but reveal() shows it')
    },
  },
  {
    name: 'gives the version that is asked for, and undefined for one that is not there',
    async run(make) {
      const subject = make()
      const context = contextOf(subject)
      const reading = await subject.provider.read({ name: 'contract/text' }, context)
      const again = await subject.provider.read({ name: 'contract/text', version: reading?.version ?? '' }, context)
      assert.equal(again?.value.reveal(), content)
      assert.equal(await subject.provider.read({ name: 'contract/text', version: '987654' }, context), undefined)
    },
  },
  {
    name: 'says undefined of a secret that does not exist, whatever it is called',
    async run(make) {
      const subject = make()
      for (const name of ['contract/absent', '__proto__', 'constructor', 'toString', '../contract/text', 'contract/text/'])
        assert.equal(await subject.provider.read({ name }, contextOf(subject)), undefined, name)
    },
  },
  {
    name: 'never takes a refusal or a silence for "not there"',
    async run(make) {
      const { denied, unreachable, ...rest } = make()
      for (const [provider, code] of [
        [denied, 'SECRET_DENIED'],
        [unreachable, 'SECRET_STORE_UNAVAILABLE'],
      ] as const)
        if (provider !== undefined)
          await assert.rejects(provider.read({ name: 'contract/absent' }, contextOf(rest)), (error) => codeOf(error) === code)
    },
  },
]

/** What every store promises. */
export const secretStoreContract: readonly ContractCase<SecretStoreSubject>[] = [
  {
    name: 'gives back what was written, and calls each version differently',
    async run(make) {
      const { store, context } = opened(make)
      const first = await store.write({ name: 'a/b' }, new Secret('one'), context)
      const second = await store.write({ name: 'a/b' }, new Secret('two'), context)
      assert.notEqual(first, second)
      assert.equal((await store.read({ name: 'a/b' }, context))?.value.reveal(), 'two')
      assert.equal((await store.read({ name: 'a/b' }, context))?.version, second)
    },
  },
  {
    name: 'keeps every text as it is',
    async run(make) {
      const { store, context } = opened(make)
      for (const text of ['', ' ', 'a\r\nb\n', '\u0000', 'ü🔑', '{"a":1}', 'x'.repeat(20_000)]) {
        await store.write({ name: 'text' }, new Secret(text), context)
        assert.equal((await store.read({ name: 'text' }, context))?.value.reveal(), text)
      }
    },
  },
  {
    name: 'changes one field and leaves the others',
    async run(make) {
      const { store, context } = opened(make)
      await store.write({ name: 'db', field: 'user' }, new Secret('ada'), context)
      await store.write({ name: 'db', field: 'password' }, new Secret(content), context)
      await store.write({ name: 'db', field: 'user' }, new Secret('bob'), context)
      assert.deepEqual((await store.read({ name: 'db' }, context))?.value.reveal(), { user: 'bob', password: content })
    },
  },
  {
    name: 'writes only over the version that was meant',
    async run(make) {
      const { store, context } = opened(make)
      const version = await store.write({ name: 'a' }, new Secret('one'), context, { ifVersion: 'none' })
      await store.write({ name: 'a' }, new Secret('two'), context, { ifVersion: version })
      for (const ifVersion of [version, 'none'])
        await assert.rejects(
          store.write({ name: 'a' }, new Secret('three'), context, { ifVersion }),
          (error) => codeOf(error) === 'SECRET_CHANGED',
        )
      assert.equal((await store.read({ name: 'a' }, context))?.value.reveal(), 'two')
    },
  },
  {
    name: 'lists names and versions, by their beginning, and no values',
    async run(make) {
      const { store, context } = opened(make)
      for (const name of ['a/one', 'a/two', 'b/one']) await store.write({ name }, new Secret(content), context)
      const found = await all(store, 'a/', context)
      assert.deepEqual(found.map(({ name }) => name).sort(), ['a/one', 'a/two'])
      assert.ok(!inspect(found).includes(content))
      for (const { name, version, changedAt } of found) {
        assert.equal(version, (await store.read({ name }, context))?.version)
        assert.ok(Number.isFinite(changedAt))
      }
    },
  },
  {
    name: 'removes, and says whether there was something',
    async run(make) {
      const { store, context } = opened(make)
      await store.write({ name: 'a' }, new Secret('one'), context)
      assert.equal(await store.remove({ name: 'a' }, context), true)
      assert.equal(await store.remove({ name: 'a' }, context), false)
      assert.equal(await store.read({ name: 'a' }, context), undefined)
      assert.deepEqual(await all(store, '', context), [])
    },
  },
  {
    name: 'loses none of several writes at once',
    async run(make) {
      const { store, context } = opened(make)
      const names = Array.from({ length: 20 }, (_, index) => `name/${index}`)
      await Promise.all(names.map((name) => store.write({ name }, new Secret(name), context)))
      assert.deepEqual((await all(store, '', context)).map(({ name }) => name).sort(), names.sort())
    },
  },
]

function opened(make: () => SecretStoreSubject): { readonly store: SecretStore; readonly context: CallContext } {
  const subject = make()
  return { store: subject.store, context: contextOf(subject) }
}

async function all(
  store: SecretStore,
  prefix: string,
  context: CallContext,
): Promise<readonly { readonly name: string; readonly version: string; readonly changedAt: number }[]> {
  const found = []
  for await (const summary of store.list(prefix, context)) found.push(summary)
  return found
}

function codeOf(error: unknown): string | undefined {
  return ConfigError.is(error) ? error.code : undefined
}

function contextOf({ context }: { readonly context?: CallContext }): CallContext {
  return (
    context ?? {
      env: {},
      cwd: process.cwd(),
      args: [],
      stdin: async () => new Uint8Array(),
      clock: fakeClock(),
      logger: recordingLogger(),
      signal: new AbortController().signal,
    }
  )
}
