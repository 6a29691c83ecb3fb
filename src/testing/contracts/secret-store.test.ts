import { afterAll, describe, expect, it } from 'vitest'
import { newIdentity } from '../../crypto/age/age-keys.ts'
import { LocalStore } from '../../secrets/local/local-store.ts'
import { Secret } from '../../values/secret.ts'
import { memorySecrets } from '../memory-secrets.ts'
import { createSandbox } from '../sandbox.ts'
import {
  type SecretProviderSubject,
  type SecretStoreSubject,
  secretProviderContract,
  secretStoreContract,
} from './secret-store.ts'

const identity = await newIdentity(false)
const used: Disposable[] = []
afterAll(() => {
  for (const sandbox of used) sandbox[Symbol.dispose]()
})

function localSubject(): Required<SecretStoreSubject> {
  const sandbox = createSandbox()
  used.push(sandbox)
  const context = { ...sandbox.runtime, signal: new AbortController().signal }
  return { store: new LocalStore({ file: 'secrets.age', keys: { age: { identities: [identity], passphrases: [] } } }), context }
}

describe('the store in memory', () => {
  for (const { name, run } of secretStoreContract) it(name, () => run(() => ({ store: memorySecrets() })))
  const make = (): SecretProviderSubject => {
    const [denied, unreachable] = [memorySecrets(), memorySecrets()]
    denied.fail('SECRET_DENIED')
    unreachable.fail('SECRET_STORE_UNAVAILABLE')
    return { provider: memorySecrets({ 'contract/text': 'open sesame' }), denied, unreachable }
  }
  for (const { name, run } of secretProviderContract) it(name, () => run(make))
})

describe('the local store', () => {
  for (const { name, run } of secretStoreContract) it(name, () => run(localSubject))
  const { store, context } = localSubject()
  for (const { name, run } of secretProviderContract)
    it(name, async () => {
      await store.write({ name: 'contract/text' }, new Secret('open sesame'), context)
      await run(() => ({ provider: store, context }))
    })
})

describe('the contract', () => {
  it('notices a store that loses writes, and one that takes a refusal for nothing', async () => {
    const good = memorySecrets({ 'contract/text': 'open sesame' })
    const failures = async (run: () => void | Promise<void>): Promise<boolean> => {
      try {
        await run()
        return false
      } catch {
        return true
      }
    }
    const forgetful = { ...good, write: async () => '1' }
    const found = await Promise.all(secretStoreContract.map(({ run }) => failures(() => run(() => ({ store: forgetful })))))
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(6)
    const soft = { name: 'soft', read: async () => undefined }
    const last = secretProviderContract.at(-1)
    expect(await failures(() => last?.run(() => ({ provider: good, denied: soft })))).toBe(true)
  })
})
