import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { diffPaths } from '../merge/diff-paths.ts'
import type { Logger } from '../runtime/logger.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { Subscriptions } from './subscriptions.ts'

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Subscriptions, with a tree that steps from one value to the next. */
function subject(first: Value, logger: Logger = silent) {
  const subscriptions = new Subscriptions(logger)
  let value = first
  let generation = 1
  const step = (next: Value): void => {
    const before = value
    value = next
    generation++
    subscriptions.tell({ before, after: next, changes: diffPaths(before, next), generation })
  }
  const calls: string[] = []
  const listen = (pattern: string) =>
    subscriptions.listen(pattern, (now, previous, { path }) =>
      calls.push(`${pattern} ${path.join('/')}: ${JSON.stringify(previous)} > ${JSON.stringify(now)}`),
    )
  return { subscriptions, step, calls, listen, set: (path: (string | number)[], to: Value) => step(withValue(value, path, to)) }
}

const tree: Value = { server: { port: 1, host: 'a' }, hosts: [{ name: 'x' }, { name: 'y' }], level: 'info' }

describe('a subscription to a path', () => {
  it.each([
    ['server.port', ['server.port server/port: 1 > 2']],
    ['server', ['server server: {"port":1,"host":"a"} > {"port":2,"host":"a"}']],
    ['', [` : ${JSON.stringify(tree)} > ${JSON.stringify({ ...(tree as object), server: { port: 2, host: 'a' } })}`]],
    ['server.host', []],
    ['level', []],
    ['server.port.deeper', []],
    ['hosts', []],
  ])('%j is called when the value at it or inside of it differs, and only then', (path, expected) => {
    const { listen, set, calls } = subject(tree)
    listen(path)
    set(['server', 'port'], 2)
    expect(calls).toEqual(expected)
  })

  it('hears of what comes and goes, also when something above it does', () => {
    const { listen, step, calls } = subject({ a: 1 })
    listen('b.c')
    step({ a: 1, b: { c: 1 } })
    step({ a: 1, b: 2 })
    step({ a: 1, b: { c: null } })
    expect(calls).toEqual(['b.c b/c: undefined > 1', 'b.c b/c: 1 > undefined', 'b.c b/c: undefined > null'])
  })

  it('is told once of a step that changes several things below', () => {
    const { listen, step, calls } = subject(tree)
    listen('server')
    step({ ...(tree as object), server: { port: 5, host: 'b' } })
    expect(calls).toEqual(['server server: {"port":1,"host":"a"} > {"port":5,"host":"b"}'])
  })

  it('means list elements by index, and counts them as numbers', () => {
    const { subscriptions, set } = subject(tree)
    const paths: unknown[] = []
    subscriptions.listen('hosts[1].name', (_now, _previous, { path }) => paths.push(path))
    set(['hosts', 1, 'name'], 'z')
    expect(paths).toEqual([['hosts', 1, 'name']])
  })

  it('is not called for an object that was only made anew', () => {
    const { listen, step, calls } = subject({ a: { b: 1, c: 2 }, x: 1 })
    listen('a')
    step({ a: { c: 2, b: 1 }, x: 2 })
    expect(calls).toEqual([])
  })

  it('gives frozen values', () => {
    const { subscriptions, set } = subject(tree)
    let seen: unknown
    subscriptions.listen('server', (now, before) => {
      seen = [Object.isFrozen(now), Object.isFrozen(before)]
    })
    set(['server', 'port'], 2)
    expect(seen).toEqual([true, true])
  })
})

describe('a subscription to a pattern', () => {
  it('names list elements by number and keys of maps by text, however much changes at once', () => {
    const { subscriptions, step } = subject({ list: [], map: {} })
    const paths: unknown[] = []
    subscriptions.listen('*.*.x', (_now, _previous, { path }) => paths.push(path))
    subscriptions.listen('list.*', (_now, _previous, { path }) => paths.push(path))
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, index]))
    step({ list: [{ x: 1 }], map: { 7: { x: 1 } }, ...many })
    expect(paths).toEqual([
      ['list', 0, 'x'],
      ['map', '7', 'x'],
      ['list', 0],
    ])
    paths.length = 0
    step({})
    expect(paths).toEqual([
      ['list', 0, 'x'],
      ['map', '7', 'x'],
      ['list', 0],
    ])
  })

  it.each([[undefined], [5], [() => 1]])('that is no text, such as %s, is refused', (pattern) => {
    expect(() => subject(tree).subscriptions.listen(pattern as never, () => undefined)).toThrow(/is neither a path nor a pattern/)
  })

  it.each([
    ['server.*', ['server.* server/port: 1 > 2']],
    ['*.port', ['*.port server/port: 1 > 2']],
    ['*', ['* server: {"port":1,"host":"a"} > {"port":2,"host":"a"}']],
    ['**', ['** server/port: 1 > 2']],
    ['server.**', ['server.** server/port: 1 > 2']],
    ['hosts.**', []],
    ['hosts[*].name', []],
  ])('%j is called for each path it means', (pattern, expected) => {
    const { listen, set, calls } = subject(tree)
    listen(pattern)
    set(['server', 'port'], 2)
    expect(calls).toEqual(expected)
  })

  it.each([
    ['cors."*"', ['cors."*" cors/*: 1 > 2']],
    ["cors['*']", ["cors['*'] cors/*: 1 > 2"]],
    ['cors.*', ['cors.* cors/*: 1 > 2']],
    ['cors."**"', []],
    ['cors."a[*]"', []],
    ['*."*"', ['*."*" cors/*: 1 > 2']],
  ])('%j takes a key in quotes as it is', (pattern, expected) => {
    const { listen, set, calls } = subject({ cors: { '*': 1, '**': 1, 'a[*]': 1, other: 1 } })
    listen(pattern)
    set(['cors', 'other'], 2)
    calls.length = 0
    set(['cors', '*'], 2)
    expect(calls).toEqual(expected)
  })

  it('finds the keys of a map that came as a whole', () => {
    const { listen, set, calls } = subject({})
    listen('services.*.url')
    listen('services.**')
    listen('services.b.**')
    set(['services'], { a: { url: 'x' }, b: { url: 'y' } })
    expect(calls.toSorted()).toEqual([
      'services.** services: undefined > {"a":{"url":"x"},"b":{"url":"y"}}',
      'services.*.url services/a/url: undefined > "x"',
      'services.*.url services/b/url: undefined > "y"',
      'services.b.** services/b: undefined > {"url":"y"}',
    ])
  })

  it.each(['a..b', 'a.**.b', 'a[', '**.a'])('refuses %j', (text) => {
    const { listen } = subject({})
    expect(() => listen(text)).toThrow(ConfigError)
  })

  it('is refused when it is no text', () => {
    const { subscriptions } = subject({})
    expect(() => subscriptions.listen(5 as never, () => undefined)).toThrow(/neither a path nor a pattern/)
  })
})

describe('of many changes', () => {
  const wide = (to: number): Value =>
    Object.fromEntries(Array.from({ length: 100 }, (_, group) => [`g${group}`, { a: to, b: group, c: { d: to } }]))

  it.each([0, 5_000])('the same are told, beside %d others', (others) => {
    const { listen, step, calls, subscriptions } = subject(wide(1))
    for (let index = 0; index < others; index++) subscriptions.listen(`other.k${index}`, () => undefined)
    for (const pattern of ['g1', 'g1.a', 'g1.b', 'g2.c.**', 'g3.c.*', 'g4.*']) listen(pattern)
    step(wide(2))
    expect(calls.toSorted()).toEqual([
      'g1 g1: {"a":1,"b":1,"c":{"d":1}} > {"a":2,"b":1,"c":{"d":2}}',
      'g1.a g1/a: 1 > 2',
      'g2.c.** g2/c/d: 1 > 2',
      'g3.c.* g3/c/d: 1 > 2',
      'g4.* g4/a: 1 > 2',
      'g4.* g4/c: {"d":1} > {"d":2}',
    ])
  })

  it('of each kind is told through `**`', () => {
    const { listen, step, calls } = subject(wide(1))
    listen('**')
    step(wide(2))
    expect(calls).toHaveLength(200)
  })
})

describe('order and isolation', () => {
  it('calls in the order of subscription', () => {
    const { listen, set, calls } = subject(tree)
    for (const path of ['server.port', '', 'server', 'server.*']) listen(path)
    set(['server', 'port'], 2)
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['server.port', '', 'server', 'server.*'])
  })

  it('goes on after one that throws or rejects, and logs it', async () => {
    const logged: unknown[] = []
    const { subscriptions, set, listen, calls } = subject(tree, {
      ...silent,
      error: (message, fields) => logged.push([message, fields?.path, fields?.error]),
    })
    subscriptions.listen('level', () => {
      throw new Error('at once')
    })
    subscriptions.listen('level', async () => {
      throw new Error('later')
    })
    listen('level')
    set(['level'], 'debug')
    await Promise.resolve()
    expect(calls).toHaveLength(1)
    expect(logged).toEqual([
      ['a subscriber failed', 'level', new Error('at once')],
      ['a subscriber failed', 'level', new Error('later')],
    ])
  })

  it('does not call who was unsubscribed by one before', () => {
    const { subscriptions, set } = subject(tree)
    let called = 0
    const stop = new AbortController()
    subscriptions.listen('level', () => stop.abort())
    subscriptions.listen('level', () => called++, { signal: stop.signal })
    set(['level'], 'debug')
    expect(called).toBe(0)
  })

  it('leaves nothing behind', () => {
    const { subscriptions, set, calls, listen } = subject(tree)
    const stop = new AbortController()
    subscriptions.listen('a.*.b', () => calls.push('signal'), { signal: stop.signal })
    subscriptions.listen('a.b', () => calls.push('aborted'), { signal: AbortSignal.abort() })
    const first = listen('server.port')
    const second = listen('server.port')
    expect(subscriptions.size).toBe(3)
    stop.abort()
    first[Symbol.dispose]()
    first[Symbol.dispose]()
    second[Symbol.dispose]()
    expect(subscriptions.size).toBe(0)
    set(['server', 'port'], 2)
    expect(calls).toEqual([])
  })
})

describe('an iteration', () => {
  it('gives the changes of each step, at the path or below', async () => {
    const { subscriptions, set } = subject(tree)
    const iterator = subscriptions.iterate('server')[Symbol.asyncIterator]()
    const first = iterator.next()
    set(['level'], 'debug')
    set(['server', 'port'], 2)
    expect(await first).toEqual({ done: false, value: [{ kind: 'changed', path: ['server', 'port'], before: 1, after: 2 }] })
  })

  it('puts together what nobody has fetched: the first before, the newest after', async () => {
    const { subscriptions, set } = subject(tree)
    const iterator = subscriptions.iterate('server.*')[Symbol.asyncIterator]()
    set(['server', 'port'], 2)
    set(['server', 'host'], 'b')
    set(['server', 'port'], 3)
    set(['server', 'host'], 'a')
    expect((await iterator.next()).value).toEqual([{ kind: 'changed', path: ['server', 'port'], before: 1, after: 3 }])
  })

  it('gives all of one step together, also to who waits for it', async () => {
    const { subscriptions, step } = subject({ a: { x: 1 }, b: { x: 1 } })
    const iterator = subscriptions.iterate('*.x')[Symbol.asyncIterator]()
    const first = iterator.next()
    step({ a: { x: 2 }, b: { x: 2 } })
    expect((await first).value).toHaveLength(2)
  })

  it('gives one step to each who waits, in order', async () => {
    const { subscriptions, set } = subject(tree)
    const iterator = subscriptions.iterate('level')[Symbol.asyncIterator]()
    const [one, other] = [iterator.next(), iterator.next()]
    set(['level'], 'a')
    await one
    set(['level'], 'b')
    expect((await other).value).toMatchObject([{ before: 'a', after: 'b' }])
  })

  it('is left by a loop, by a signal, by disposal and when all are closed', async () => {
    const { subscriptions, set } = subject(tree)
    const stop = new AbortController()
    const changes = subscriptions.iterate('level', { signal: stop.signal })
    const seen: unknown[] = []
    const loop = (async () => {
      for await (const change of changes) {
        seen.push(change)
        break
      }
    })()
    const bySignal = changes[Symbol.asyncIterator]().next()
    const cleared = subscriptions.iterate('level')[Symbol.asyncIterator]().next()
    const disposed = subscriptions.iterate('level')[Symbol.asyncIterator]()
    expect(subscriptions.size).toBe(4)
    set(['level'], 'debug')
    await loop
    await (disposed as AsyncIterator<unknown> & AsyncDisposable)[Symbol.asyncDispose]()
    expect([await bySignal, await cleared].map(({ done }) => done)).toEqual([false, false])
    expect(subscriptions.size).toBe(2)
    stop.abort()
    subscriptions.close()
    expect(subscriptions.size).toBe(0)
    expect(seen).toHaveLength(1)
    expect(await changes[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
  })

  it('gives what came before the end, then the end', async () => {
    const { subscriptions, set } = subject(tree)
    const iterator = subscriptions.iterate('')[Symbol.asyncIterator]()
    set(['level'], 'debug')
    subscriptions.close()
    expect((await iterator.next()).value).toHaveLength(1)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })
})

describe('the tree of patterns', () => {
  it('lets go of what nobody wants any more, and of nothing else', () => {
    const { listen, set, calls } = subject(tree)
    const ended = ['server.*', 'server.**', 'server.port', '**', '*', ''].map((pattern) => listen(pattern))
    listen('server.port')
    for (const subscription of ended) subscription[Symbol.dispose]()
    set(['server', 'port'], 2)
    expect(calls).toEqual(['server.port server/port: 1 > 2'])
  })

  it('finds everybody where a named step and a star lead to the same place', () => {
    const { listen, set, calls } = subject(tree)
    for (const pattern of ['server.*', '*.port', '*.*', 'hosts.*.name', 'hosts[0].*']) listen(pattern)
    set(['server', 'port'], 2)
    set(['hosts', 0, 'name'], 'z')
    expect(calls).toEqual([
      'server.* server/port: 1 > 2',
      '*.port server/port: 1 > 2',
      '*.* server/port: 1 > 2',
      '*.* hosts/0: {"name":"x"} > {"name":"z"}',
      'hosts.*.name hosts/0/name: "x" > "z"',
      'hosts[0].* hosts/0/name: "x" > "z"',
    ])
  })

  it('sees a list that became a map, and keys that only look like indexes', () => {
    const { listen, step, calls } = subject({ a: ['x'] })
    listen('a.*')
    listen('a[0]')
    step({ a: { 0: 'x', b: 'y' } })
    step({ a: 5 })
    expect(calls.toSorted()).toEqual([
      'a.* a/0: "x" > undefined',
      'a.* a/b: "y" > undefined',
      'a.* a/b: undefined > "y"',
      'a[0] a/0: "x" > undefined',
    ])
  })
})

it.each<[string, readonly unknown[]]>([
  ['a listener that is no function', ['level', 5]],
  ['a signal that is none', ['level', () => undefined, { signal: 5 }]],
  ['an option that there is not', ['level', () => undefined, { debounceMs: 5 }]],
  ['options that are nothing', ['level', () => undefined, null]],
])('refuses %s', (_, given) => {
  const { subscriptions } = subject(tree)
  const [path, listener, options] = given as Parameters<Subscriptions['listen']>
  expect(() => subscriptions.listen(path, listener, options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  expect(subscriptions.size).toBe(0)
})

it('refuses a loop with an option that there is not', () => {
  const { subscriptions } = subject(tree)
  const options = { debounceMs: 5 } as never
  expect(() => subscriptions.iterate('level', options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
})

it('gives nothing more to a loop that was left, also of what waited', async () => {
  const { subscriptions, step } = subject({ a: 1 })
  const iterator = subscriptions.iterate('a')[Symbol.asyncIterator]()
  step({ a: 2 })
  await iterator.return?.()
  expect(await iterator.next()).toEqual({ done: true, value: undefined })
})
