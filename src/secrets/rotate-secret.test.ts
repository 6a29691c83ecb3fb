import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { memorySecrets } from '../testing/memory-secrets.ts'
import { recordingLogger } from '../testing/recording-logger.ts'
import { Secret } from '../values/secret.ts'
import { callContext } from './call-context.ts'
import { generateSecret } from './generate.ts'
import { rotateSecret } from './rotate-secret.ts'
import { scheduleRotation } from './schedule-rotation.ts'
import { secretEquals } from './secret-equals.ts'

function world() {
  return {
    env: {},
    cwd: '/',
    args: [],
    stdin: async () => new Uint8Array(),
    clock: fakeClock(),
    logger: recordingLogger(),
    signal: new AbortController().signal,
  }
}

async function errorOf(work: Promise<unknown>): Promise<ConfigError> {
  const error = await work.then(
    () => expect.fail('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (ConfigError.is(error)) return error
  throw error
}

describe('a rotation', () => {
  it('checks the new value before it is stored, and tells of it afterwards', async () => {
    const store = memorySecrets({ token: 'old' })
    const context = world()
    const seen: unknown[] = []
    const rotation = await rotateSecret({
      store,
      name: 'token',
      generate: 'uuid',
      overlapMs: 60_000,
      context,
      check: async (value) => {
        seen.push(value.reveal(), (await store.read({ name: 'token' }, context))?.value.reveal())
      },
      onRotated: ({ version }) => void seen.push(version),
    })
    expect(seen).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'old', '2'])
    expect(rotation).toEqual({
      name: 'token',
      version: '2',
      previous: { version: '1', validUntil: context.clock.now() + 60_000 },
    })
    expect((await store.read({ name: 'token' }, context))?.value.reveal()).toBe(seen[0])
  })

  it('is refused by whatever its check throws', async () => {
    const check = () => {
      throw 'new-hunter2'
    }
    const store = memorySecrets({ token: 'old' })
    const error = await errorOf(rotateSecret({ store, name: 'token', generate: 'hex', context: world(), check }))
    expect(error.issues[0]).toMatchObject({
      code: 'SECRET_ROTATION',
      message: expect.stringContaining('failed with string'),
    })
    expect(inspect(error)).not.toContain('hunter2')
  })

  it('works in this process, if no other world is given', async () => {
    const store = memorySecrets({ token: 'old' })
    const before = Date.now()
    const { previous } = await rotateSecret({ store, name: 'token', generate: 'hex', overlapMs: 1_000 })
    expect((previous?.validUntil ?? 0) - 1_000).toBeGreaterThanOrEqual(before)
    await using schedule = scheduleRotation({ store, name: 'token', generate: 'hex', everyMs: 3_600_000 })
    await expect.poll(() => schedule.dueAt).toBeGreaterThan(before)
    const { clock, signal, env } = callContext({ env: { A: '1' }, signal: AbortSignal.abort() })
    expect([clock.now() >= before, signal.aborted, env]).toEqual([true, true, { A: '1' }])
  })

  it('whose check fails leaves the secret as it was, and tells nothing of the new one', async () => {
    const store = memorySecrets({ token: 'old' })
    const context = world()
    const failing = rotateSecret({
      store,
      name: 'token',
      generate: () => new Secret('new-hunter2'),
      context,
      check: (value) => {
        throw new Error(`the service refuses ${value.reveal()}`)
      },
    })
    const error = await errorOf(failing)
    expect(error.code).toBe('SECRET_ROTATION')
    expect(error.message).toContain('failed with Error')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hunter2')
    expect((await store.read({ name: 'token' }, context))?.value.reveal()).toBe('old')
  })

  it.each([
    ['its check quotes the old value', { generate: 'hex', check: () => Promise.reject(new Error('is: old-hunter2')) }],
    ['its generator throws', { generate: () => Promise.reject(new RangeError('old-hunter2')) }],
    ['its generator gives a plain text', { generate: () => 'new-hunter2' as never }],
    ['its generator gives nothing', { generate: () => undefined as never }],
    ['its generator gives an empty secret', { generate: () => new Secret('') }],
    ['its generator gives a number', { generate: () => new Secret(42) as never }],
  ] as const)('is refused when %s, and tells nothing of it', async (_, options) => {
    const store = memorySecrets({ token: 'old-hunter2' })
    const context = world()
    const error = await errorOf(rotateSecret({ store, name: 'token', context, ...options }))
    expect(error.code).toBe('SECRET_ROTATION')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hunter2')
    expect((await store.read({ name: 'token' }, context))?.version).toBe('1')
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '1h' as never])('has no overlap of %s', async (overlapMs) => {
    const store = memorySecrets({ token: 'old' })
    const rotating = rotateSecret({ store, name: 'token', generate: 'hex', overlapMs, context: world() })
    expect((await errorOf(rotating)).code).toBe('OPTION_INVALID')
  })

  it('says that the store does not answer when it throws, and not what', async () => {
    const store = { ...memorySecrets(), read: () => Promise.reject(new TypeError('hunter2')) }
    const error = await errorOf(rotateSecret({ store, name: 'token', generate: 'hex', context: world() }))
    expect(error.code).toBe('SECRET_STORE_UNAVAILABLE')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('hunter2')
  })

  it('does not write over what somebody else wrote meanwhile', async () => {
    const store = memorySecrets({ token: 'old' })
    const context = world()
    const check = async (): Promise<void> => void (await store.write({ name: 'token' }, new Secret('theirs'), context))
    const error = await errorOf(rotateSecret({ store, name: 'token', generate: 'hex', context, check }))
    expect(error.code).toBe('SECRET_CHANGED')
    expect((await store.read({ name: 'token' }, context))?.value.reveal()).toBe('theirs')
  })

  it('says when it happened and somebody could not be told', async () => {
    const store = memorySecrets()
    const context = world()
    const onRotated = (): void => {
      throw new Error('nobody listens')
    }
    const error = await errorOf(rotateSecret({ store, name: 'token', generate: '20', context, onRotated }))
    expect(error.message).toContain('was rotated')
    expect((await store.read({ name: 'token' }, context))?.version).toBe('1')
  })
})

describe('generated secrets', () => {
  it.each([
    ['12', /^[A-Za-z0-9]{12}$/],
    ['4096', /^[A-Za-z0-9]{4096}$/],
    ['hex', /^[0-9a-f]{64}$/],
    ['hex:16', /^[0-9a-f]{16}$/],
    ['uuid', /^[0-9a-f-]{36}$/],
  ])('are made as asked: %s', (how, form) => {
    const [one, other] = [generateSecret(how).reveal(), generateSecret(how).reveal()]
    expect(one).toMatch(form)
    expect(one).not.toBe(other)
  })

  it.each(['', '11', '4097', 'hex:15', 'hex:', 'base64', '-1', '1e3', '99999999999'])('are not guessable: %j', (how) => {
    expect(() => generateSecret(how)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })

  it('use every letter about equally often', () => {
    const counts = new Map<string, number>()
    for (let round = 0; round < 30; round++)
      for (const letter of generateSecret('4096').reveal()) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect(counts.size).toBe(62)
    const expected = (30 * 4096) / 62
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.15)
  })
})

describe('the comparison of secrets', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['', '', true],
    ['', 'a', false],
    ['ü', 'u\u0308', false],
    ['x'.repeat(100_000), 'x'.repeat(99_999), false],
  ])('of %.5j and %.5j', (one, other, equal) => {
    expect(secretEquals(new Secret(one), new Secret(other))).toBe(equal)
    expect(secretEquals(one, new Secret(other))).toBe(equal)
  })

  it('gives nothing to a structured clone', () => {
    expect(inspect(structuredClone(new Secret('hunter2')), { showHidden: true, depth: 9 })).not.toContain('hunter2')
  })
})
