import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import { all, andThen, isPromise } from './awaitable.ts'
import { publish } from './diagnostics.ts'
import { Emitter } from './emitter.ts'
import { silentLogger } from './logger.ts'
import { nodeRuntime } from './node-runtime.ts'

describe('an awaitable', () => {
  it('goes on at once when there is nothing to wait for', () => {
    expect(andThen(1, (value) => value + 1)).toBe(2)
    expect(all([1, 2])).toEqual([1, 2])
    expect(isPromise(1)).toBe(false)
  })

  it('goes on later when there is', async () => {
    const later = andThen(Promise.resolve(1), (value) => value + 1)
    expect(isPromise(later)).toBe(true)
    expect(await later).toBe(2)
    expect(await all([1, Promise.resolve(2)])).toEqual([1, 2])
  })
})

describe('Emitter', () => {
  it('calls listeners in order, each subscription on its own', () => {
    const emitter = new Emitter<{ ping: number }>(silentLogger)
    const seen: string[] = []
    const listener = (event: number): void => void seen.push(`x${event}`)
    const first = emitter.on('ping', listener)
    emitter.on('ping', listener)
    emitter.emit('ping', 1)
    first[Symbol.dispose]()
    emitter.emit('ping', 2)
    emitter.clear()
    emitter.emit('ping', 3)
    expect(seen).toEqual(['x1', 'x1', 'x2'])
  })

  it('logs a listener that throws and calls the rest', () => {
    const logged: string[] = []
    const emitter = new Emitter<{ ping: number }>({ ...silentLogger, error: (message) => void logged.push(message) })
    let called = 0
    emitter.on('ping', () => {
      throw new Error('x')
    })
    emitter.on('ping', () => called++)
    emitter.emit('ping', 1)
    expect([called, logged.length]).toEqual([1, 1])
  })

  it('logs a listener whose promise is rejected', async () => {
    const logged: string[] = []
    const emitter = new Emitter<{ ping: number }>({ ...silentLogger, error: (message) => void logged.push(message) })
    emitter.on('ping', async () => {
      throw new Error('x')
    })
    emitter.emit('ping', 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(logged).toEqual(['a listener for "ping" failed'])
  })

  it('tells of an event those who were there when it began, and are still', () => {
    const emitter = new Emitter<{ ping: number }>(silentLogger)
    const seen: string[] = []
    const again = (): void => {
      seen.push('again')
      emitter.on('ping', again)
      last[Symbol.dispose]()
    }
    emitter.on('ping', again)
    const last = emitter.on('ping', () => void seen.push('last'))
    emitter.emit('ping', 1)
    expect(seen).toEqual(['again'])
  })

  it('refuses a listener that is no function', () => {
    const emitter = new Emitter<{ ping: number }>(silentLogger)
    expect(() => emitter.on('ping', 5 as never)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })
})

describe('diagnostics', () => {
  it('reach whoever subscribed to the channel', () => {
    const seen: unknown[] = []
    const listener = (message: unknown): void => void seen.push(message)
    const event = { name: 'shop', generation: 1, durationMs: 2, sources: 3 }
    publish('configmanage:load', event)
    subscribe('configmanage:load', listener)
    publish('configmanage:load', event)
    unsubscribe('configmanage:load', listener)
    expect(seen).toEqual([event])
  })
})

describe('the real world', () => {
  it('can be replaced part by part', () => {
    const runtime = nodeRuntime({ cwd: '/x', env: { A: '1' } })
    expect([runtime.cwd, runtime.env['A'], runtime.args.length >= 0]).toEqual(['/x', '1', true])
    expect(Math.abs(runtime.clock.now() - Date.now())).toBeLessThan(1000)
  })

  it('sleeps until it is woken', async () => {
    const { clock } = nodeRuntime()
    await clock.sleep(1)
    const controller = new AbortController()
    const asleep = clock.sleep(60_000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough')
  })
})
