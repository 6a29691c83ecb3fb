import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { s } from '../../schema/index.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import { recordingLogger } from '../../testing/recording-logger.ts'
import { defineRule, defineTransition } from '../../validation/rule.ts'
import { Secret } from '../../values/secret.ts'
import { createConfig } from '../create-config.ts'
import type { ConfigDefinition } from '../definition.ts'
import { failure, text, world } from '../text-source.fixture.ts'

describe('a veto', () => {
  const subject = async () => {
    const source = text('a.json', '{"db":{"host":"a"},"x":1}')
    const config = await createConfig<{ db: { host: string }; x: number }>({ sources: [source] }, world)
    return { source, config }
  }

  it('sees both configurations and what differs, frozen, before anybody else does', async () => {
    const { source, config } = await subject()
    const seen: unknown[] = []
    config.veto(({ previous, next, changes, signal }) => {
      seen.push(previous.db.host, next.db.host, changes, config.value.db.host, Object.isFrozen(next), signal.aborted)
    })
    source.content = '{"db":{"host":"b"},"x":1}'
    await config.reload()
    const change = { kind: 'changed', path: ['db', 'host'], before: 'a', after: 'b' }
    expect(seen).toEqual(['a', 'b', [change], 'a', true, false])
    expect(config.value.db.host).toBe('b')
  })

  it('agrees with null, as with nothing', async () => {
    const { source, config } = await subject()
    config.veto((() => null) as never)
    source.content = '{"db":{"host":"b"},"x":1}'
    await config.reload()
    expect(config.value.db.host).toBe('b')
  })

  it('refuses when it does not answer in time, and is told so', async () => {
    const source = text('a.json', '{"x":1}')
    const clock = fakeClock()
    const config = await createConfig<{ x: number }>({ sources: [source] }, { ...world, clock })
    let told: AbortSignal | undefined
    const veto = config.veto(
      ({ signal }) => {
        told = signal
        return new Promise(() => undefined)
      },
      { timeoutMs: 500 },
    )
    source.content = '{"x":2}'
    const refused = failure(() => config.reload())
    await new Promise((resolve) => setImmediate(resolve))
    await clock.advance(500)
    expect((await refused).issues).toMatchObject([
      { code: 'CHANGE_REFUSED', message: 'a veto did not answer within 500 ms', hint: expect.stringContaining('timeoutMs') },
    ])
    expect([told?.aborted, config.value.x]).toEqual([true, 1])
    veto[Symbol.dispose]()
    await config.reload()
    expect(config.value.x).toBe(2)
  })

  it('that never answers does not keep close() waiting', async () => {
    const { source, config } = await subject()
    config.veto(() => new Promise(() => undefined))
    source.content = '{"db":{"host":"b"},"x":1}'
    const reloading = failure(() => config.reload())
    await new Promise((resolve) => setImmediate(resolve))
    await config.close()
    expect((await reloading).code).toBe('CONFIG_CLOSED')
    expect(config.value.db.host).toBe('a')
  })

  it.each<[string, readonly unknown[]]>([
    ['no function', ['x']],
    ['a time that is none', [() => undefined, { timeoutMs: -1 }]],
    ['an option that there is not', [() => undefined, { timeout: 5 }]],
    ['options that are nothing', [() => undefined, null]],
  ])('is refused if it is %s', async (_, given) => {
    const { config } = await subject()
    expect(() => config.veto(...(given as [() => undefined]))).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })

  it('may quote secrets of both configurations in its answer, and nobody is told', async () => {
    const source = text('a.json', '{"password":"hunter2","x":1}')
    const config = await createConfig<{ password: Secret; x: number }>({ sources: [source], secrets: ['password'] }, world)
    config.veto(({ previous, next }) => ({
      message: `cannot go from ${previous.password.reveal()} to ${next.password.reveal()}`,
      hint: `try ${Buffer.from(next.password.reveal()).toString('base64')}`,
    }))
    config.veto(({ next }) => {
      const issue = {
        code: 'VALUE_RULE',
        severity: 'error',
        message: 'no',
        received: next.password.reveal(),
        expected: 'more',
      } as const
      throw new ConfigError(issue)
    })
    source.content = '{"password":"hunter3hunter3","x":1}'
    const error = await failure(() => config.reload())
    expect(error.issues).toMatchObject([
      { message: 'cannot go from [secret] to [secret]', hint: 'try [secret]' },
      { received: '[secret]', expected: 'more' },
    ])
    expect(JSON.stringify([error, config.rejected])).not.toContain('hunter')
  })

  it('that fails is logged with its error, without secrets of both configurations', async () => {
    const source = text('a.json', '{"password":"hunter2hunter2","x":1}')
    const logger = recordingLogger()
    const config = await createConfig<{ password: Secret; x: number }>(
      { sources: [source], secrets: ['password'] },
      { ...world, logger },
    )
    config.veto(({ next }) => {
      throw new Error(`no login with ${next.password.reveal()}`)
    })
    source.content = '{"password":"hunter3hunter3","x":1}'
    await failure(() => config.reload())
    const logged = JSON.stringify(logger.records)
    expect(logged).toContain('Error: no login with [secret]')
    expect(logged).not.toContain('hunter')
  })

  it.each<[string, () => unknown, object]>([
    ['an issue whose path is a text', () => ({ message: 'no', path: 'db.host' }), { message: 'no', path: ['db', 'host'] }],
    ['an answer that is no reason', () => false, { message: 'a veto answered with something that is no reason' }],
    ['a reason without a message', () => ({ path: ['x'] }), { message: 'a veto answered with something that is no reason' }],
    ['an empty sentence', () => '', { message: 'a veto answered with something that is no reason' }],
    ['a sentence', () => 'no such host', { message: 'no such host' }],
    [
      'an issue',
      async () => ({ message: 'no such host', path: ['db', 'host'], hint: 'ask ana' }),
      { path: ['db', 'host'], hint: 'ask ana' },
    ],
    [
      'an error, whose text is not told',
      () => {
        throw new RangeError('hunter2')
      },
      { message: 'a veto failed: RangeError' },
    ],
    [
      'something else that is thrown',
      () => {
        throw 'hunter2'
      },
      { message: 'a veto failed: string' },
    ],
  ])('refuses with %s, and the configuration stays', async (_, answer, issue) => {
    const { source, config } = await subject()
    config.veto(answer as () => undefined)
    source.content = '{"db":{"host":"b"},"x":2}'
    const error = await failure(() => config.reload())
    expect(error.issues).toMatchObject([{ code: 'CHANGE_REFUSED', severity: 'error', ...issue }])
    expect(config.value.x).toBe(1)
    expect(config.rejected).toMatchObject({
      value: { db: { host: 'b' }, x: 2 },
      changes: [{ path: ['db', 'host'] }, { path: ['x'] }],
    })
  })

  it('may throw an error of ours, which is told as it is', async () => {
    const { source, config } = await subject()
    config.veto(() => {
      throw new ConfigError({ code: 'VALUE_RULE', severity: 'error', message: 'not on a Friday' })
    })
    source.content = '{"x":2}'
    expect((await failure(() => config.reload())).issues).toMatchObject([{ code: 'VALUE_RULE', message: 'not on a Friday' }])
  })

  it('is one of several, all of which are asked, and ends by itself', async () => {
    const { source, config } = await subject()
    const first = config.veto(() => 'one')
    config.veto(() => 'other')
    source.content = '{"x":2}'
    expect((await failure(() => config.reload())).issues.map(({ message }) => message)).toEqual(['one', 'other'])
    first[Symbol.dispose]()
    expect((await failure(() => config.reload())).issues.map(({ message }) => message)).toEqual(['other'])
  })

  it('is not asked when nothing changed', async () => {
    const { config } = await subject()
    config.veto(() => 'no')
    expect(await config.reload()).toEqual([])
  })

  it('that waits does not lose an override', async () => {
    const { source, config } = await subject()
    let go = (): void => undefined
    config.veto(() => new Promise((resolve) => (go = () => resolve(undefined))))
    source.content = '{"db":{"host":"b"},"x":2}'
    const reloading = config.reload()
    await new Promise((resolve) => setImmediate(resolve))
    using _ = config.override({ x: 9 })
    go()
    await reloading
    expect(config.value).toEqual({ db: { host: 'b' }, x: 9 })
  })

  it('hears that its answer is not needed any more', async () => {
    const { source, config } = await subject()
    let aborted = false
    config.veto(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      aborted = true
    })
    source.content = '{"x":2}'
    const reloading = failure(() => config.reload())
    await new Promise((resolve) => setImmediate(resolve))
    await config.close()
    expect((await reloading).code).toBe('CONFIG_CLOSED')
    expect(aborted).toBe(true)
    expect((await failure(() => config.veto(() => undefined))).code).toBe('CONFIG_CLOSED')
  })
})

describe('what needs a restart', () => {
  const schema = s.object({
    port: s.integer().default(80).restart(),
    level: s.string(),
    timeout: s.duration().restart().optional(),
    pool: s.map(s.integer()).restart().optional(),
    password: s.secret().restart().optional(),
    url: s.string().restart().optional(),
    hosts: s.list(s.object({ name: s.string().restart(), weight: s.integer() })).optional(),
    urls: s
      .list(s.object({ of: s.string(), n: s.integer() }))
      .restart()
      .optional(),
    host: s.string().optional(),
  })
  const subject = async (content: string, more: Partial<ConfigDefinition> = {}) => {
    const source = text('a.json', content)
    const config = await createConfig<Record<string, unknown>>(
      { ...more, schema, sources: [source] } as ConfigDefinition<never>,
      world,
    )
    const told: unknown[] = []
    config.on('restart-required', ({ changes }) => told.push(changes.map(({ path }) => path.join('.'))))
    const save = (next: string) => {
      source.content = next
      return config.reload()
    }
    return { config, save, told }
  }

  it('keeps its value, is told, and everything else takes effect', async () => {
    const { config, save, told } = await subject('{"port":80,"level":"info"}')
    expect(await save('{"port":90,"level":"debug"}')).toMatchObject([{ path: ['level'] }])
    expect(config.value).toEqual({ port: 80, level: 'debug' })
    expect(config.pendingRestart).toEqual([{ kind: 'changed', path: ['port'], before: 80, after: 90 }])
    expect(config.explain('port')).toMatchObject({
      winner: { source: 'held until restart', value: 80 },
      shadowed: [{ file: 'a.json', value: 90 }, { source: 'default' }],
    })
    await save('{"port":90,"level":"warn"}')
    expect(told).toEqual([['port']])
    await save('{"port":91,"level":"warn"}')
    expect(told).toEqual([['port'], ['port']])
    await save('{"port":80,"level":"warn"}')
    expect(config.pendingRestart).toEqual([])
    expect(config.explain('port').winner).toMatchObject({ file: 'a.json' })
  })

  it.each([
    ['a value that came', '{"level":"x"}', '{"level":"x","timeout":"5s"}', undefined],
    ['a value that went', '{"level":"x","timeout":"5s"}', '{"level":"x"}', { timeout: 5_000 }],
    ['a default', '{"level":"x"}', '{"level":"x","port":5}', undefined],
    ['keys of a map', '{"level":"x","pool":{"a":1,"b":1}}', '{"level":"x","pool":{"a":2,"c":1}}', { pool: { a: 1, b: 1 } }],
    [
      'what it refers to',
      '{"level":"x","host":"h","url":"http://${host}"}',
      '{"level":"x","host":"i","url":"http://${host}"}',
      { host: 'i', url: 'http://h' },
    ],
    [
      'elements, together with their list',
      '{"level":"x","hosts":[{"name":"a","weight":1},{"name":"b","weight":1}]}',
      '{"level":"x","hosts":[{"name":"c","weight":2},{"name":"b","weight":2}]}',
      {
        hosts: [
          { name: 'a', weight: 1 },
          { name: 'b', weight: 1 },
        ],
      },
    ],
    [
      'a list in which something refers to something',
      '{"level":"x","host":"h","urls":[{"of":"http://${host}","n":1}]}',
      '{"level":"x","host":"i","urls":[]}',
      { host: 'i', urls: [{ of: 'http://h', n: 1 }] },
    ],
    ['a text that looks like a reference', '{"level":"x","url":"$${a}"}', '{"level":"x","url":"b"}', { url: '${a}' }],
  ])('holds %s', async (_, before, after, expected) => {
    const { config, save } = await subject(before)
    await save(after)
    expect(config.value).toEqual({ level: 'x', port: 80, ...expected })
    expect(config.pendingRestart).toHaveLength(1)
    await save(after)
    expect(config.value).toEqual({ level: 'x', port: 80, ...expected })
  })

  it('holds a secret without showing it', async () => {
    const { config, save } = await subject('{"level":"x","password":"old"}')
    await save('{"level":"y","password":"new"}')
    const password = config.value.password as Secret
    expect(password).toBeInstanceOf(Secret)
    expect(password.reveal()).toBe('old')
    expect(JSON.stringify(config.pendingRestart)).not.toMatch(/old|new/)
  })

  it('may be overridden all the same', async () => {
    const { config, save } = await subject('{"port":80,"level":"x"}')
    await save('{"port":90,"level":"x"}')
    {
      using _ = config.override({ port: 0 })
      expect(config.value.port).toBe(0)
      await save('{"port":90,"level":"y"}')
      expect(config.value).toEqual({ port: 0, level: 'y' })
    }
    expect(config.value.port).toBe(80)
  })

  it('is judged together with what takes effect', async () => {
    const rule = defineRule({
      name: 'level-fits-port',
      paths: ['port', 'level'],
      check: ({ port, level }) => (port === 80 && level === 'debug' ? 'no debugging on port 80' : undefined),
    })
    const { config, save } = await subject('{"port":80,"level":"info"}', { rules: [rule] })
    const error = await failure(() => save('{"port":90,"level":"debug"}'))
    expect(error.issues).toMatchObject([{ code: 'VALUE_RULE', message: expect.stringContaining('no debugging') }])
    expect(config.value).toEqual({ port: 80, level: 'info' })
  })
})

describe('what was refused', () => {
  it('by the schema can be looked at and compared, with secrets hidden', async () => {
    const schema = s.object({ port: s.integer(), password: s.secret() })
    const source = text('a.json', '{"port":1,"password":"old"}')
    const config = await createConfig({ schema, sources: [source] }, world)
    source.content = '{"port":"x","password":"hunter2"}'
    await failure(() => config.reload())
    expect(config.rejected).toMatchObject({
      generation: 1,
      issues: [{ code: 'VALUE_TYPE', path: ['port'] }],
      value: { port: 'x' },
    })
    expect(config.rejected?.changes.map(({ path }) => path)).toEqual([['port'], ['password']])
    expect(JSON.stringify(config.rejected)).not.toContain('hunter2')
    expect(Object.isFrozen(config.rejected?.value)).toBe(true)
  })

  it('before references were filled in does not show secrets either', async () => {
    const schema = s.object({ password: s.secret(), x: s.string() })
    const source = text('a.json', '{"password":"old","x":""}')
    const config = await createConfig({ schema, sources: [source] }, world)
    source.content = '{"password":"hunter2","x":"${nothing}"}'
    await failure(() => config.reload())
    expect(config.rejected).toMatchObject({ issues: [{ code: 'REFERENCE_UNKNOWN' }], value: { x: '${nothing}' } })
    expect(JSON.stringify(config.rejected)).not.toContain('hunter2')
  })

  it('by a rule about changes has its value', async () => {
    const grows = defineTransition({
      name: 'grows',
      paths: ['x'],
      check: (before, after) => (Number(after.x) < Number(before.x) ? 'it may only grow' : undefined),
    })
    const source = text('a.json', '{"x":2}')
    const config = await createConfig<unknown>({ rules: [grows], sources: [source] }, world)
    source.content = '{"x":1}'
    await failure(() => config.reload())
    expect(config.rejected).toMatchObject({ value: { x: 1 }, changes: [{ path: ['x'], before: 2, after: 1 }] })
  })
})

describe('listeners', () => {
  it('that change something themselves do not turn the order around', async () => {
    const source = text('a.json', '{"x":1,"y":1}')
    const config = await createConfig<{ x: number; y: number }>({ sources: [source] }, world)
    const heard: string[] = []
    config.watch('x', () => {
      if (config.value.y === 1) config.override({ y: 2 })
    })
    config.on('changed', ({ generation }) => heard.push(`event ${generation}`))
    config.watch('', (_value, _previous, { generation }) => heard.push(`watch ${generation}`))
    source.content = '{"x":2,"y":1}'
    await config.reload()
    expect(heard).toEqual(['event 2', 'watch 2', 'event 3', 'watch 3'])
  })

  it('by path get the values of their path, and end with the configuration', async () => {
    const source = text('a.json', '{"x":1,"y":1}')
    const config = await createConfig<{ x: number; y: number }>({ sources: [source] }, world)
    const heard: unknown[] = []
    config.watch('x', (value, previous) => heard.push([previous, value]))
    const steps = config.watch()[Symbol.asyncIterator]()
    source.content = '{"x":2,"y":1}'
    await config.reload()
    expect(heard).toEqual([[1, 2]])
    expect((await steps.next()).value).toEqual([{ kind: 'changed', path: ['x'], before: 1, after: 2 }])
    await config.close()
    expect((await steps.next()).done).toBe(true)
    expect((await config.watch('x')[Symbol.asyncIterator]().next()).done).toBe(true)
  })
})
