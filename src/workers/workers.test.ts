import { describe, expect, it } from 'vitest'
import { createConfig } from '../config/create-config.ts'
import { failure, text, world } from '../config/text-source.fixture.ts'
import { s } from '../schema/index.ts'
import type { Secret } from '../values/secret.ts'
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
