import { describe, expect, it } from 'vitest'
import type { Source } from '../sources/source.ts'
import { createConfig } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

/** A source that answers when the test says so. */
function gate(): Source & { readonly open: (outcome: number | Error) => void; readonly asked: () => number } {
  let asked = 0
  let settle: ((outcome: number | Error) => void) | undefined
  return {
    kind: 'gate',
    name: 'gate',
    asked: () => asked,
    open: (outcome) => settle?.(outcome),
    read: () => {
      asked++
      return new Promise((resolve, reject) => {
        settle = (outcome) =>
          outcome instanceof Error
            ? reject(outcome)
            : resolve({ kind: 'value', uri: 'gate:', version: String(asked), value: { x: outcome }, textOnly: false })
      })
    },
  }
}

async function loaded(source: ReturnType<typeof gate>, signal?: AbortSignal) {
  const loading = createConfig<{ x: number }>({ sources: [source] }, { ...world, ...(signal && { signal }) })
  source.open(1)
  return loading
}

describe('reload', () => {
  it('asked for during a run that fails, runs again all the same', async () => {
    const source = gate()
    const config = await loaded(source)
    const first = failure(() => config.reload())
    const second = config.reload()
    source.open(new RangeError('broken'))
    expect((await first).code).toBe('SOURCE_FAILED')
    await expect.poll(() => source.asked()).toBe(3)
    source.open(3)
    expect(await second).toMatchObject([{ path: ['x'], after: 3 }])
  })

  it('passes the reason of an abort on, and takes it for no rejection', async () => {
    const source = gate()
    const stop = new AbortController()
    const config = await loaded(source, stop.signal)
    const rejected: unknown[] = []
    config.on('rejected', (event) => rejected.push(event))
    const reason = new Error('shutting down')
    stop.abort(reason)
    await expect(config.reload()).rejects.toBe(reason)
    expect(rejected).toEqual([])
    expect(config.status()).toMatchObject([{ kind: 'fresh' }])
  })
})

describe('close', () => {
  it('waits for the run that is under way, whatever comes of it', async () => {
    const source = gate()
    const config = await loaded(source)
    const running = failure(() => config.reload())
    let closed = false
    const closing = config.close().then(() => {
      closed = true
    })
    await Promise.resolve()
    expect(closed).toBe(false)
    source.open(new RangeError('broken'))
    await closing
    expect((await running).code).toBe('SOURCE_FAILED')
    expect(config.value).toEqual({ x: 1 })
  })

  it('ends overriding', async () => {
    const config = await createConfig<unknown>({ sources: [text('a.json', '{"x":1}')] }, world)
    await config.close()
    const error = await failure(() => config.override({ x: 2 }))
    expect(error.issues).toMatchObject([{ code: 'CONFIG_CLOSED', hint: 'create a new one' }])
    expect(config.get('x')).toBe(1)
  })
})

describe('override', () => {
  const source = text('a.json', '{"x":1,"hosts":["a"]}')

  it.each(['', 'a..b', 'hosts[x]'])('refuses %j, which is no path', async (path) => {
    const config = await createConfig<unknown>({ sources: [source] }, world)
    const error = await failure(() => config.override({ [path]: 1 }))
    expect(error.issues).toMatchObject([
      { code: 'OPTION_INVALID', message: `${JSON.stringify(path)} is not a path`, hint: 'write "server.port" or "hosts[0]"' },
    ])
  })

  it('refuses what is no map of values', async () => {
    const config = await createConfig<unknown>({ sources: [source] }, world)
    for (const given of [null, undefined, 5, 'x', []]) {
      const error = await failure(() => config.override(given as never))
      expect(error.issues).toMatchObject([{ code: 'OPTION_INVALID' }])
    }
  })

  it('of an element makes a list where there is none', async () => {
    const config = await createConfig<unknown>({ sources: [source] }, world)
    using _ = config.override({ 'names[0]': 'b' })
    expect(config.get('names')).toEqual(['b'])
  })

  it('is undone once, however often it is disposed of', async () => {
    const config = await createConfig<unknown>({ sources: [source] }, world)
    const first = config.override({ x: 2 })
    const second = config.override({ x: 3 })
    first[Symbol.dispose]()
    first[Symbol.dispose]()
    expect(config.get('x')).toBe(3)
    second[Symbol.dispose]()
    expect(config.get('x')).toBe(1)
  })

  it('is named as the origin of a value and of the conflicts it makes, without a place', async () => {
    const config = await createConfig<unknown>({ sources: [source] }, world)
    using _ = config.override({ hosts: { a: 1 } })
    expect(config.explain('hosts').winner).toMatchObject({ source: 'override', name: 'hosts', span: undefined, file: undefined })
    expect(config.current.warnings).toMatchObject([{ code: 'MERGE_TYPE_CONFLICT', source: 'override', span: undefined }])
  })
})
