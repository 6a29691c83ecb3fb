import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createConfig } from '../config/create-config.ts'
import { failure, text, world } from '../config/text-source.fixture.ts'
import { s } from '../schema/index.ts'
import { lazy } from '../sources/lazy.ts'
import type { Secret } from '../values/secret.ts'
import { type Message, treeOf } from './message.ts'
import { type ProcessEnd, processChannel } from './process-channel.ts'
import { receiveConfig } from './receive-config.ts'
import { shareConfig } from './share-config.ts'

let names = 0
const newName = (): string => `test ${process.pid} ${names++}`

describe('a configuration that is shared', () => {
  it('is read in another thread like here: values, paths, handles, changes', async () => {
    const source = text('a.json', '{"server":{"port":1},"level":"info"}')
    await using config = await createConfig<{ server: { port: number }; level: string }>({ sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using mirror = await receiveConfig<{ server: { port: number }; level: string }>({ name })
    const port = mirror.at('server.port')
    const heard: unknown[] = []
    mirror.watch('server.port', (value, previous) => heard.push([previous, value]))
    mirror.watch('level', () => heard.push('level'))
    const steps = mirror.watch('server')[Symbol.asyncIterator]()
    expect([mirror.get('server.port'), mirror.find('level'), mirror.has('x'), port.value]).toEqual([1, 'info', false, 1])
    expect(Object.isFrozen(mirror.value.server)).toBe(true)
    expect((await failure(() => mirror.get('server.prot' as 'server.port'))).issues).toMatchObject([
      { code: 'KEY_MISSING', hint: 'did you mean "server.port"?' },
    ])
    const level = mirror.current

    source.content = '{"server":{"port":2},"level":"info"}'
    const told = new Promise((resolve) => mirror.on('changed', resolve))
    await config.reload()
    expect(await told).toMatchObject({ generation: 2, changes: [{ path: ['server', 'port'] }] })
    expect([port.value, mirror.current.generation, level.value.server.port]).toEqual([2, 2, 1])
    expect(heard).toEqual([[1, 2]])
    expect((await steps.next()).value).toMatchObject([{ before: 1, after: 2 }])
  })

  it('is shared with its lazy parts, or refused where they have to be waited for', async () => {
    const waiting = { ...text('b.json', '{"b":1}'), read: () => Promise.resolve(undefined) }
    await using config = await createConfig<{ a: number }>({ sources: [lazy('a', text('a.json', '{"a":1}'))] }, world)
    await using other = await createConfig({ sources: [text('a.json', '{"a":1}'), lazy('b', waiting)] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using mirror = await receiveConfig<{ a: number }>({ name })
    expect(mirror.value).toEqual({ a: 1 })
    expect((await failure(() => shareConfig(other, { name: newName() }))).code).toBe('SOURCE_NOT_LOADED')
  })

  it('brings secrets and dates along', async () => {
    const source = text('a.toml', 'password = "hunter2"\nday = 2026-01-02\n')
    const schema = s.object({ password: s.secret(), day: s.any() })
    await using config = await createConfig({ schema, sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using mirror = await receiveConfig<{ password: Secret; day: unknown }>({ name })
    expect(mirror.value.password.reveal()).toBe('hunter2')
    expect(JSON.stringify(mirror.value)).toBe('{"password":"[secret]","day":"2026-01-02"}')
  })

  it('reaches whoever asks later, and stays when sharing ends', async () => {
    const source = text('a.json', '{"x":1}')
    await using config = await createConfig<{ x: number }>({ sources: [source] }, world)
    const name = newName()
    const shared = shareConfig(config, { name })
    using first = await receiveConfig<{ x: number }>({ name })
    source.content = '{"x":2}'
    await config.reload()
    using second = await receiveConfig<{ x: number }>({ name })
    expect([first.value.x, second.value.x]).toEqual([2, 2])
    shared.close()
    source.content = '{"x":3}'
    await config.reload()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(second.value.x).toBe(2)
  })

  it('reaches whoever asked before it was shared, also under another name of its own', async () => {
    await using config = await createConfig<{ x: number }>({ sources: [text('a.json', '{"x":1}')] }, world)
    const [name, other] = [newName(), newName()]
    const waiting = Promise.all([name, other].map((each) => receiveConfig<{ x: number }>({ name: each, timeoutMs: 3_000 })))
    await new Promise((resolve) => setTimeout(resolve, 20))
    using _ = shareConfig(config, { name })
    using __ = shareConfig(config, { name: other })
    const mirrors = await waiting
    expect(mirrors.map(({ value }) => value.x)).toEqual([1, 1])
    for (const mirror of mirrors) mirror.close()
  })

  it.each([
    [{ timeoutMs: Number.NaN }],
    [{ timeoutMs: 'long' }],
    [{ timeoutMs: -1 }],
    [{ name: 5 }],
    [{ signal: 1 }],
    [{ timeout: 5 }],
    [null],
  ])('is not waited for with %o', async (options) => {
    expect((await failure(() => receiveConfig(options as never))).code).toBe('OPTION_INVALID')
  })

  it('is waited for as long as it takes', async () => {
    await using config = await createConfig<{ x: number }>({ sources: [text('a.json', '{"x":1}')] }, world)
    const name = newName()
    const waiting = receiveConfig<{ x: number }>({ name, timeoutMs: Number.POSITIVE_INFINITY })
    await new Promise((resolve) => setTimeout(resolve, 20))
    using _ = shareConfig(config, { name })
    using mirror = await waiting
    expect(mirror.value.x).toBe(1)
  })

  it('is taken once by each, though others ask for it again', async () => {
    const source = text('a.json', '{"x":1}')
    await using config = await createConfig<{ x: number }>({ sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using first = await receiveConfig<{ x: number }>({ name })
    const { current } = first
    const heard: unknown[] = []
    first.on('changed', (event) => heard.push(event))
    using second = await receiveConfig<{ x: number }>({ name })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([heard, first.current === current, second.current.generation]).toEqual([[], true, 1])
  })

  it('that two share under one name is the newer one, which is no change when it is equal', async () => {
    const source = text('b.json', '{"x":1}')
    await using older = await createConfig<{ x: number }>({ sources: [text('a.json', '{"x":1}')] }, world)
    await using newer = await createConfig<{ x: number }>({ sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(older, { name })
    using mirror = await receiveConfig<{ x: number }>({ name })
    const heard: unknown[] = []
    mirror.on('changed', ({ generation }) => heard.push(generation))
    using _also = shareConfig(newer, { name })
    for (const x of [1, 2]) {
      source.content = JSON.stringify({ x })
      await newer.reload()
      while (mirror.current.generation < newer.current.generation) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect([mirror.value, heard]).toEqual([{ x: 2 }, [2]])
  })

  it('is followed by the next one under the same name, whatever the number of its generation', async () => {
    const name = newName()
    const [source, other] = [text('a.json', '{"x":1}'), text('b.json', '{"x":7}')]
    await using first = await createConfig<{ x: number }>({ sources: [source] }, world)
    await using second = await createConfig<{ x: number }>({ sources: [other] }, world)
    const shared = shareConfig(first, { name })
    source.content = '{"x":2}'
    await first.reload()
    using mirror = await receiveConfig<{ x: number }>({ name })
    shared.close()
    const told = new Promise((resolve) => mirror.on('changed', resolve))
    using _ = shareConfig(second, { name })
    expect(await told).toMatchObject({ generation: 1, changes: [{ path: ['x'], before: 2, after: 7 }] })
    expect([mirror.value, mirror.current.generation]).toEqual([{ x: 7 }, 1])
  })

  it('says what to do about a path that it has not', async () => {
    const source = text('a.json', '{"x":1}')
    await using config = await createConfig<unknown>({ sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using mirror = await receiveConfig<Readonly<Record<string, number>>>({ name })
    expect([mirror.find('x['), mirror.has('x[')]).toEqual([undefined, false])
    const issueOf = async (path: string) => (await failure(() => mirror.get(path))).issues[0]
    expect(await issueOf('x[')).toMatchObject({ code: 'KEY_MISSING', hint: 'write a path such as "server.port" or "hosts[0]"' })
    expect(await issueOf('something')).toMatchObject({ code: 'KEY_MISSING', hint: 'use find() for what may be missing' })
  })

  it('that nobody shares is an error, and the wait can be ended', async () => {
    const error = await failure(() => receiveConfig({ name: newName(), timeoutMs: 20 }))
    expect(error.issues).toMatchObject([{ code: 'CONFIG_NOT_SHARED', hint: expect.stringContaining('shareConfig') }])
    const reason = new Error('stop')
    await expect(receiveConfig({ name: newName(), signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('is told of by listeners that fail without an end for the others', async () => {
    const source = text('a.json', '{"x":1}')
    await using config = await createConfig<{ x: number }>({ sources: [source] }, world)
    const name = newName()
    using _ = shareConfig(config, { name })
    using mirror = await receiveConfig<{ x: number }>({ name })
    mirror.watch('x', () => {
      throw new Error('mine')
    })
    const heard = new Promise((resolve) => mirror.watch('x', resolve))
    source.content = '{"x":2}'
    await config.reload()
    expect(await heard).toBe(2)
  })
})

/** Both ends of the channel between a process and its child. */
function processes() {
  const end = () => Object.assign(new EventEmitter(), { connected: true })
  const [parent, child] = [end(), end()]
  const send = (to: EventEmitter) => (message: object, told: (error: Error | null) => void) => {
    to.emit('message', JSON.parse(JSON.stringify(message)))
    told(null)
  }
  return { parent: Object.assign(parent, { send: send(child) }), child: Object.assign(child, { send: send(parent) }) }
}

describe('the channel to a child process', () => {
  const heardBy = (end: ProcessEnd, name: string): Message[] => {
    const heard: Message[] = []
    processChannel(end, name).listen((message) => heard.push(message))
    return heard
  }

  it('carries the configuration as text, to those who ask and at each change, until the child is gone', async () => {
    const source = text('a.json', '{"x":1}')
    await using config = await createConfig<{ x: number }>({ sources: [source] }, world)
    const { parent, child } = processes()
    using shared = shareConfig(config, { name: 'app' })
    shared.attach(parent)
    const heard = heardBy(child, 'app')
    processChannel(child, 'app').post({ kind: 'hello' })
    parent.emit('message', 'of somebody else')
    parent.emit('message', { configmanage: 'another' })
    source.content = '{"x":2}'
    await config.reload()
    expect(heard.map((message) => message.kind === 'snapshot' && [message.generation, treeOf(message.bytes)])).toEqual([
      [1, { x: 1 }],
      [2, { x: 2 }],
    ])
    parent.connected = false
    parent.emit('disconnect')
    expect([parent.listenerCount('message'), parent.listenerCount('disconnect')]).toEqual([0, 0])
    source.content = '{"x":3}'
    await config.reload()
    expect(heard).toHaveLength(2)
  })

  it('can be detached, and ends with the sharing', async () => {
    await using config = await createConfig<unknown>({ sources: [] }, world)
    const [one, other] = [processes().parent, processes().parent]
    const shared = shareConfig(config, { name: 'app' })
    const attached = shared.attach(one)
    shared.attach(other)
    attached[Symbol.dispose]()
    expect([one.listenerCount('message'), other.listenerCount('message')]).toEqual([0, 1])
    shared.close()
    expect(other.listenerCount('message')).toBe(0)
  })

  it('sends nothing through an end that is closed', () => {
    const { parent, child } = processes()
    const heard = heardBy(parent, 'app')
    child.connected = false
    processChannel(child, 'app').post({ kind: 'hello' })
    processChannel({ ...child, send: undefined, connected: true } as never, 'app').post({ kind: 'hello' })
    processChannel(child, 'app').close()
    expect(heard).toEqual([])
  })
})

it.each<[string, () => unknown]>([
  ['what is no configuration', () => shareConfig({} as never)],
  ['an option that there is not', () => shareConfig({ on: () => undefined } as never, { nam: 'shop' } as never)],
  ['a name that is no text', () => shareConfig({ on: () => undefined } as never, { name: 5 as never })],
])('sharing refuses %s', async (_, share) => {
  expect((await failure(share)).code).toBe('OPTION_INVALID')
})

it('attaching refuses a process without a channel, as one that was started by spawn', async () => {
  await using config = await createConfig({ sources: [text('a.json', '{}')] }, world)
  using shared = shareConfig(config, { name: newName() })
  expect((await failure(() => shared.attach({ on: () => undefined } as never))).code).toBe('OPTION_INVALID')
})
