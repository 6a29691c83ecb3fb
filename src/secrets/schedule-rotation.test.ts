import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { memorySecrets } from '../testing/memory-secrets.ts'
import { recordingLogger } from '../testing/recording-logger.ts'
import { Secret } from '../values/secret.ts'
import { scheduleRotation } from './schedule-rotation.ts'

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

describe('rotations by schedule', () => {
  const hour = 3_600_000

  it('come whenever the secret has reached its age, also after weeks', async () => {
    const store = memorySecrets()
    const context = world()
    await store.write({ name: 'token' }, new Secret('first'), context)
    await context.clock.advance(10 * hour)
    const everyMs = 30 * 24 * hour
    const versions: string[] = []
    const options = { store, name: 'token', generate: 'hex', everyMs, overlapMs: hour, context } as const
    await using schedule = scheduleRotation({ ...options, onRotated: ({ version }) => void versions.push(version) })
    await context.clock.advance(everyMs - 11 * hour)
    expect(versions).toEqual([])
    await context.clock.advance(2 * hour)
    expect(versions).toEqual(['2'])
    expect(schedule.dueAt).toBeGreaterThan(context.clock.now() + everyMs - 2 * hour)
    await context.clock.advance(everyMs)
    expect(versions).toEqual(['2', '3'])
  })

  it('of two processes make one new version', async () => {
    const store = memorySecrets({ token: 'first' })
    const context = world()
    const options = { store, name: 'token', generate: 'hex', everyMs: hour, context } as const
    await using _one = scheduleRotation(options)
    await using _other = scheduleRotation(options)
    await context.clock.advance(1)
    expect((await store.read({ name: 'token' }, context))?.version).toBe('2')
    await context.clock.advance(hour + 1)
    expect((await store.read({ name: 'token' }, context))?.version).toBe('3')
  })

  it('begin with a secret that is not there yet', async () => {
    const store = memorySecrets()
    const context = world()
    await using schedule = scheduleRotation({ store, name: 'token', generate: 'hex', everyMs: hour, context })
    await context.clock.advance(1)
    expect((await store.read({ name: 'token' }, context))?.version).toBe('1')
    expect(schedule.dueAt).toBe(context.clock.now() - 1 + hour)
  })

  it("tell the logger by what code they failed, and of a stranger's error no more than that", async () => {
    const context = world()
    const failed: unknown[] = []
    const generate = () => {
      throw new RangeError('hunter2')
    }
    const onFailed = (error: unknown) => void failed.push(error)
    await using _ = scheduleRotation({ store: memorySecrets(), name: 'token', generate, everyMs: hour, context, onFailed })
    await context.clock.advance(1)
    expect(failed).toEqual([expect.objectContaining({ code: 'SECRET_ROTATION' })])
    expect(inspect(failed, { depth: 9, showHidden: true })).not.toContain('hunter2')
    expect(inspect(context.logger.records, { depth: 9 })).toMatch(/SECRET_ROTATION/)
    expect(inspect(context.logger.records, { depth: 9 })).not.toContain('hunter2')
  })

  it('leave what somebody else wrote in the meantime', async () => {
    const store = memorySecrets({ token: 'first' })
    const context = world()
    let failures = 0
    const check = async () => void (await store.write({ name: 'token' }, new Secret('theirs'), context))
    const options = { store, name: 'token', generate: 'hex', everyMs: hour, context, check } as const
    await using _ = scheduleRotation({ ...options, onFailed: () => failures++ })
    await context.clock.advance(1)
    expect((await store.read({ name: 'token' }, context))?.value.reveal()).toBe('theirs')
    expect(failures).toBe(0)
  })

  it('go on after a failure, with a pause', async () => {
    const store = memorySecrets({ token: 'first' })
    const context = world()
    let failures = 0
    store.fail('SECRET_STORE_UNAVAILABLE')
    const options = { store, name: 'token', generate: 'hex', everyMs: hour, context } as const
    await using _ = scheduleRotation({ ...options, onFailed: () => failures++ })
    await context.clock.advance(hour / 2)
    expect(failures).toBeGreaterThanOrEqual(4)
    expect(failures).toBeLessThanOrEqual(6)
    store.fail(undefined)
    await context.clock.advance(hour / 10)
    expect((await store.read({ name: 'token' }, context))?.version).toBe('2')
  })

  it.each([
    ['throws', () => expect.fail('hunter2')],
    ['is rejected', () => Promise.reject(new Error('hunter2'))],
  ])('go on when onFailed %s', async (_, onFailed) => {
    const store = memorySecrets({ token: 'first' })
    const context = world()
    store.fail('SECRET_STORE_UNAVAILABLE')
    await using _schedule = scheduleRotation({ store, name: 'token', generate: 'hex', everyMs: hour, context, onFailed })
    await context.clock.advance(hour / 20)
    store.fail(undefined)
    await context.clock.advance(hour)
    expect((await store.read({ name: 'token' }, context))?.version).toBe('2')
    expect(inspect(context.logger.records, { depth: 9 })).not.toContain('hunter2')
  })

  it('end, and leave nothing behind', async () => {
    const context = world()
    const schedule = scheduleRotation({
      store: memorySecrets({ token: 'x' }),
      name: 'token',
      generate: 'hex',
      everyMs: hour,
      context,
    })
    await context.clock.advance(1)
    await schedule[Symbol.asyncDispose]()
    expect(context.clock.sleeping).toBe(0)
  })

  it.each([[{ everyMs: 0 }], [{ everyMs: Number.NaN }], [{ everyMs: hour, overlapMs: 2 * hour }]])(
    'need an interval that makes sense: %j',
    (times) => {
      const options = { store: memorySecrets(), name: 'token', generate: 'hex', context: world(), ...times } as const
      expect(() => scheduleRotation(options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    },
  )
})
