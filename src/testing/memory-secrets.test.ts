import { describe, expect, it } from 'vitest'
import { Secret } from '../values/secret.ts'
import { memorySecrets } from './memory-secrets.ts'
import { createSandbox } from './sandbox.ts'

const context = { ...createSandbox().runtime, signal: new AbortController().signal }

describe('secrets in memory', () => {
  it('have versions, and fields that are written one by one', async () => {
    const store = memorySecrets({ db: 'first' })
    await expect(store.write({ name: 'db' }, new Secret('second'), context)).resolves.toBe('2')
    expect((await store.read({ name: 'db', version: '1' }, context))?.value.reveal()).toBe('first')
    await store.write({ name: 'login', field: 'user' }, new Secret('me'), context)
    await store.write({ name: 'login', field: 'password' }, new Secret('mine'), context)
    expect((await store.read({ name: 'login' }, context))?.value.reveal()).toEqual({ user: 'me', password: 'mine' })
  })

  it.each([
    ['a version is named', { name: 'db', version: '1' }, {}, 'SECRET_REFERENCE'],
    ['there is one already', { name: 'db' }, { ifVersion: 'none' }, 'SECRET_CHANGED'],
    ['another version is there', { name: 'db' }, { ifVersion: '7' }, 'SECRET_CHANGED'],
    ['it is a text without fields', { name: 'db', field: 'user' }, {}, 'SECRET_MALFORMED'],
  ])('are not written when %s', async (_, ref, options, code) => {
    const store = memorySecrets({ db: 'first' })
    await expect(store.write(ref, new Secret('other'), context, options)).rejects.toMatchObject({ code })
    expect((await store.read({ name: 'db' }, context))?.value.reveal()).toBe('first')
  })

  it('go one version at a time, or altogether', async () => {
    const store = memorySecrets({ db: 'first' })
    await store.write({ name: 'db' }, new Secret('second'), context)
    expect(await store.remove({ name: 'db', version: '1' }, context)).toBe(true)
    expect(await store.remove({ name: 'db', version: '1' }, context)).toBe(false)
    expect((await store.read({ name: 'db' }, context))?.version).toBe('2')
    expect(await store.remove({ name: 'db' }, context)).toBe(true)
    expect(await store.remove({ name: 'db' }, context)).toBe(false)
    expect(await store.read({ name: 'db' }, context)).toBeUndefined()
  })

  it('fail when they are told to, and say nothing of what they hold', async () => {
    const store = memorySecrets({ db: 'first' })
    store.fail('SECRET_STORE_UNAVAILABLE')
    const refused: unknown = await store.read({ name: 'db' }, context).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'SECRET_STORE_UNAVAILABLE' })
    expect(String(refused)).not.toContain('first')
  })
})
