import { describe, expect, it } from 'vitest'
import { cryptoError } from '../failures.ts'
import { recoverDataKey, wrapDataKey } from './data-key.ts'
import { describeKey, type KeyKind, type KeyProvider, type KeyTarget, type WrappedKey } from './key-provider.ts'

const wrapped = (kind: KeyKind, fields: Record<string, string>): WrappedKey => ({ kind, fields, enc: 'x' })
const ageKey = (recipient: string): WrappedKey => wrapped('age', { recipient })
const issueOf = (error: unknown): unknown => (error as { issues: readonly unknown[] }).issues[0]

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => issueOf(error),
  )
}

/** Opens keys of a kind with what the test says. */
function opening(kind: KeyKind, share: () => Promise<Uint8Array | undefined>): KeyProvider {
  return { kind, unwrap: share, wrap: (target) => Promise.resolve({ ...target, enc: 'fresh' }) }
}

describe('a data key', () => {
  it('that no key opens names a few recipients, and how to get a key', async () => {
    const keys = Array.from({ length: 7 }, (_, index) => ageKey(`age1${index}`))
    expect(await refusal(recoverDataKey([keys], 0, [], 'app.yaml'))).toMatchObject({
      code: 'CRYPTO_NO_KEY',
      message: 'no key opens this file; it is sealed for age age10, age age11, age age12, age age13, age age14 and 2 more',
      file: 'app.yaml',
      hint: expect.stringContaining('SOPS_AGE_KEY'),
    })
  })

  it('of PGP alone has another way out than a key', async () => {
    expect(await refusal(recoverDataKey([[wrapped('pgp', { fp: 'ABCD' })]], 0, [], 'app.yaml'))).toMatchObject({
      message: 'no key opens this file; it is sealed for PGP ABCD',
      hint: expect.stringContaining('add an age recipient with the sops command'),
    })
  })

  it('of a service that nobody asks needs a provider', async () => {
    expect(await refusal(recoverDataKey([[wrapped('hckms', { key_id: 'r:1' })]], 0, [], 'a.yaml'))).toMatchObject({
      message: 'no key opens this file; it is sealed for Huawei KMS r:1',
      hint: 'give a key provider for it',
    })
  })

  it('has 32 bytes', async () => {
    const short = opening('age', async () => new Uint8Array(31))
    expect(await refusal(recoverDataKey([[ageKey('age1a')]], 0, [short], 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_MALFORMED',
      message: 'the data key has a wrong length',
    })
  })

  it('that was altered is told as such, also where other keys were tried', async () => {
    const altered = opening('age', () => Promise.reject(cryptoError('CRYPTO_TAMPERED', 'altered')))
    expect(await refusal(recoverDataKey([[ageKey('age1a')]], 0, [altered], 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_TAMPERED',
      message: 'the sealed data key was altered',
    })
  })

  it('tells how many groups are missing', async () => {
    const one = opening('age', async () => new Uint8Array(33))
    const groups = [[ageKey('age1a')], [wrapped('kms', { arn: 'arn:a' })], [wrapped('gcp_kms', { resource_id: 'p' })]]
    expect(await refusal(recoverDataKey(groups, 2, [one], 'a.yaml'))).toMatchObject({
      message:
        '1 of the 2 key groups that are needed can be opened; the file is sealed for age age1a, AWS KMS arn:a and GCP KMS p',
    })
  })

  it('is not hidden by a mistake in a provider', async () => {
    const broken = { ...opening('age', () => Promise.reject(new TypeError('a mistake'))) }
    await expect(recoverDataKey([[ageKey('age1a')]], 0, [broken], 'a.yaml')).rejects.toThrow(TypeError)
    const failing: KeyProvider = { ...broken, wrap: () => Promise.reject(new TypeError('a mistake')) }
    await expect(wrapDataKey(new Uint8Array(32), [[ageKey('age1a')]], 0, [failing])).rejects.toThrow(TypeError)
  })

  it('is wrapped by the first provider of a kind that takes the key', async () => {
    const refusing: KeyProvider = {
      ...opening('age', async () => undefined),
      wrap: (target) => Promise.reject(cryptoError('CRYPTO_KEY_SERVICE', `not ${describeKey(target)}`)),
    }
    const [group] = await wrapDataKey(new Uint8Array(32), [[ageKey('age1a')]], 0, [
      refusing,
      opening('age', async () => undefined),
    ])
    expect(group).toEqual([{ kind: 'age', fields: { recipient: 'age1a' }, enc: 'fresh' }])
    expect(await refusal(wrapDataKey(new Uint8Array(32), [[ageKey('age1a')]], 0, [refusing, refusing]))).toMatchObject({
      message: 'not age age1a',
    })
  })

  it.each<[KeyTarget, string, string]>([
    [wrapped('pgp', { fp: 'ABCD' }), 'there is no key provider for PGP ABCD', 'use an age recipient instead'],
    [
      wrapped('hckms', { key_id: 'r:1' }),
      'there is no key provider for Huawei KMS r:1',
      'give a key provider: see docs/key-services.md',
    ],
  ])('cannot be wrapped for %o', async (target, message, hint) => {
    const work = wrapDataKey(new Uint8Array(32), [[target]], 0, [])
    expect(await refusal(work)).toMatchObject({ code: 'CRYPTO_UNSUPPORTED', message, hint })
  })

  it.each([1, 4])('cannot be divided among 3 groups with a threshold of %d', async (threshold) => {
    const groups = [[ageKey('age1a')], [ageKey('age1b')], [ageKey('age1c')]]
    expect(await refusal(wrapDataKey(new Uint8Array(32), groups, threshold, []))).toMatchObject({
      code: 'CRYPTO_RULES',
      message: `a threshold of ${threshold} does not fit 3 key groups`,
      hint: 'give a number from 2 to 3',
    })
  })
})
