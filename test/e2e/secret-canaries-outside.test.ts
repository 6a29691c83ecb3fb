import assert from 'node:assert'
import { execFileSync, spawnSync } from 'node:child_process'
import { Console } from 'node:console'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { format, inspect } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { createConfig, object } from 'configmanage'
import { createCache, fileStore, memoryStore, textCodec, tieredStore } from 'configmanage/cache'
import { createSandbox } from 'configmanage/testing'
import { receiveConfig, shareConfig } from 'configmanage/workers'
import { describe, expect, it } from 'vitest'
import { formsOf } from '../../src/secrets/secret-forms.ts'
import { Secret } from '../../src/values/secret.ts'
import { Sandbox } from './cli-sandbox.ts'

const canary = 'c4nary+outside/"9f2e?ü&7Kq'
const forms = formsOf(canary)

function expectNothing(said: string): void {
  expect(forms.filter((form) => said.includes(form))).toEqual([])
}

/** What a function says, also by throwing. */
function saidBy(work: () => unknown): string {
  try {
    const answer = work()
    return typeof answer === 'string' ? answer : inspect(answer, { depth: 20, showHidden: true })
  } catch (error) {
    return `${inspect(error, { depth: 20, showHidden: true })} ${error instanceof Error ? error.message : ''}`
  }
}

/** What `console` prints. */
function printed(print: (console: Console) => void): string {
  let text = ''
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      text += piece.toString()
      done()
    },
  })
  print(new Console({ stdout: stream, stderr: stream }))
  return text
}

function sent(thing: unknown): unknown {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(thing)
  const received: unknown = receiveMessageOnPort(port2)
  port1.close()
  return received
}

const ways: Readonly<Record<string, (it: unknown) => unknown>> = {
  'inspect, to any depth': (it) => inspect(it, { depth: null, showHidden: true, getters: true, maxStringLength: null }),
  'inspect without its own word': (it) => inspect(it, { customInspect: false, showHidden: true, depth: null, getters: true }),
  'inspect of a proxy': (it) => inspect(new Proxy(it as object, {}), { showProxy: true, showHidden: true, depth: null }),
  'inspect of a proxy as what it stands for': (it) => inspect(new Proxy(it as object, {}), { depth: null, customInspect: false }),
  format: (it) => format('%s %d %i %f %j %o %O %c', it, it, it, it, it, it, it, it),
  'JSON.stringify': (it) => JSON.stringify({ it, list: [it] }),
  'JSON.stringify with a replacer': (it) => JSON.stringify({ it }, (_, value) => value),
  'JSON.stringify with a replacer that sees it first': (it) =>
    JSON.stringify({ it }, function (this: Record<string, unknown>, key, value) {
      return inspect(this[key], { customInspect: false }) + String(value)
    }),
  'JSON.stringify of chosen keys': (it) => JSON.stringify({ it }, ['it', 'content', '#content', 'secret', 'db']),
  'JSON.stringify of its members': (it) =>
    JSON.stringify({ ...(it as object), ...Object.getOwnPropertyDescriptors(it as object) }),
  'a template string': (it) => `${it}`,
  'a tagged template': (it) => String.raw`a\n${it}b`,
  'a sum': (it) => `a${(it as string) + 'b'}`,
  'a number': (it) => String(Number(it)),
  'a key of a map': (it) => JSON.stringify({ [it as string]: 1 }),
  'a list that is joined': (it) => [it, [it]].join() + [it].toString() + [it].toLocaleString(),
  'a date, a locale and a sort': (it) =>
    [it, 'x'].sort().toString() + new Intl.ListFormat('en').format([String(it)]) + new Date(it as string),
  structuredClone: (it) => structuredClone(it),
  'structuredClone of a map with it': (it) => structuredClone({ list: [it], map: new Map([['a', it]]) }),
  'a message to a thread': (it) => sent({ it }),
  'v8.serialize': (it) => Buffer.from(serialize({ it })).toString('latin1') + inspect(deserialize(serialize({ it }))),
  'console.table': (it) => printed((console) => console.table([{ it, list: [it] }], ['it', 'list'])),
  'console.dir': (it) => printed((console) => console.dir(it, { depth: null, showHidden: true, customInspect: false })),
  'console.log, error and trace': (it) =>
    printed((console) => {
      console.log('%o', it, it)
      console.error(it)
      console.trace(it)
      console.assert(false, it as string)
      console.group(it)
      console.count(it as string)
    }),
  'an error about it': (it) => inspect(new Error(`no ${it}`, { cause: it }), { showHidden: true, depth: null }),
  'the causes of causes': (it) =>
    inspect(new AggregateError([new Error('a', { cause: new Error('b', { cause: { it } }) })], 'c'), { depth: null }),
  'the stack of an error that holds it': (it) => {
    const error = Object.assign(new Error(String(it)), { it, code: it, name: String(it) })
    return `${error.stack} ${inspect(error, { depth: null })} ${JSON.stringify(error)}`
  },
  'a failed assertion': (it) => assert.deepStrictEqual({ it }, { it: 'x' }),
  'a failed assertion of a text': (it) => assert.equal(it, 'x'),
  'a mistake of type in Node.js': (it) => Buffer.from(it as string).toString() + readFileSync(it as string),
  'a variable of a child': (it) =>
    execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { env: { IT: it as string }, encoding: 'utf8' }),
  'an address': (it) => new URL(`http://a/?${new URLSearchParams({ it: it as string })}#${it}`).href,
  'a header': (it) => JSON.stringify([...new Headers({ it: it as string })]),
  bytes: (it) => new TextEncoder().encode(it as string).toString() + Buffer.from(String(it)).toString('base64'),
  'what its prototype has': (it) => {
    const proto: unknown = Object.getPrototypeOf(it)
    return inspect([Reflect.ownKeys(it as object), Object.getOwnPropertyDescriptors(proto)], { depth: null, showHidden: true })
  },
}

describe('a secret in the hands of a program', () => {
  const secret = new Secret(canary)

  it.each(Object.keys(ways))('is not told by %s', (way) => expectNothing(saidBy(() => ways[way]?.(secret))))

  it.each(Object.keys(ways))('is not told by %s of what holds it', async (way) => {
    using world = createSandbox()
    await using config = await createConfig(
      { sources: [object({ db: { url: `postgres://\${password}@db`, port: 1 }, password: canary })], secrets: ['password'] },
      world.runtime,
    )
    expect((config.get('db.url') as Secret).reveal()).toContain(canary)
    for (const it of [config, config.value, config.current, config.at('db'), config.explain('db.url')])
      expectNothing(saidBy(() => ways[way]?.(it)))
  })

  it('would be found if it were told', () => {
    for (const way of ['inspect, to any depth', 'JSON.stringify', 'console.table', 'v8.serialize', 'a template string'])
      expect(
        forms.some((form) => saidBy(() => ways[way]?.(canary)).includes(form)),
        way,
      ).toBe(true)
  })
})

describe('a program that holds a secret', () => {
  const program = (ending: string): string => `
    import { readFileSync } from 'node:fs'
    import { createConfig } from 'configmanage'
    const password = readFileSync(0, 'utf8')
    const source = { kind: 'x', name: 'x', read: () => ({ kind: 'value', uri: 'x:', version: '' + Math.random(), textOnly: false, value: { password, at: Math.random() } }) }
    const config = await createConfig({ sources: [source], secrets: ['password'] },
      { logger: { debug: console.error, info: console.error, warn: console.error, error: console.error } })
    const secret = config.get('password')
    ${ending}`
  const crashes = [
    ['an error of its own', 'throw Object.assign(new Error(`no ${secret}`, { cause: config }), { config, secret })'],
    ['a rejection', 'Promise.reject({ config, secret, text: `${secret}` })'],
    ['a value that is thrown', 'throw config'],
    [
      'a listener',
      'config.on("changed", () => { throw new Error(`no ${secret}`, { cause: config.value }) }); await config.reload()',
    ],
    ['a callback later', 'setTimeout(() => { throw Object.assign(new Error("x"), { config }) })'],
    ['a veto, uncaught', 'config.veto(({ next }) => `no ${next.password.reveal()}`); await config.reload()'],
    ['a veto that throws', 'config.veto(({ next }) => { throw new Error(next.password.reveal()) }); await config.reload()'],
    ['a path that is not there', 'config.get("pasword")'],
  ] as const

  it.each(crashes)('crashes without telling it: %s', (_, ending) => {
    const said = runProgram(program(ending))
    expect(said).toMatch(/[Ee]rror|Config/)
    expectNothing(said)
  })

  it('leaves it out of the report that Node.js writes, unless it is in the environment', () => {
    const report = 'console.log(JSON.stringify(process.report.getReport(Object.assign(new Error(`no ${secret}`), { secret }))))'
    const said = runProgram(program(report), { OTHER: 'c4nary-in-the-environment' })
    expectNothing(said)
    // Told in the threat model: reports of Node.js have all variables.
    expect(said).toContain('c4nary-in-the-environment')
  })
})

describe('a secret that is kept', () => {
  const key = { id: 'a', key: new Uint8Array(32).fill(7) }

  it.each([
    ['files', (folder: string) => fileStore({ folder, keys: [key] })],
    ['compressed files', (folder: string) => fileStore({ folder, keys: [key], compressFrom: 1 })],
    ['files behind memory', (folder: string) => tieredStore(memoryStore(), fileStore({ folder, keys: [key] }))],
  ] as const)('is not told by a cache in %s, nor by what the command says of it', async (_, storeIn) => {
    const sandbox = new Sandbox({ 'keep.txt': '' })
    const folder = join(sandbox.folder, 'cache')
    const cache = createCache({ store: storeIn(folder), codec: textCodec })
    await cache.set(['password', canary], `${canary} `.repeat(200), { tags: [canary] })
    expect(await cache.get(['password', canary])).toContain(canary)
    await cache.close()
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const contents = files
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => readFileSync(join(folder, name), 'latin1') + readFileSync(join(folder, name), 'utf8'))
    expect(contents.length).toBeGreaterThan(0)
    expectNothing([...files, ...contents, inspect(cache, { depth: 20, showHidden: true })].join('\n'))
    for (const line of [
      'cache stats --dir cache',
      'cache stats --dir cache --json',
      'cache prune --dir cache',
      'cache clear --dir cache',
    ]) {
      const { code, stdout, stderr } = await sandbox.call(line)
      expect(code, stderr).toBe(0)
      expectNothing(stdout + stderr)
    }
  })

  it('is refused by a cache that writes JSON', async () => {
    const cache = createCache()
    await expect(Promise.resolve().then(() => cache.set('a', { it: new Secret(canary) } as never))).rejects.toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
    })
    await cache.close()
  })

  it('is not told by what a worker has of it', async () => {
    using world = createSandbox()
    await using config = await createConfig({ sources: [object({ password: canary })], secrets: ['password'] }, world.runtime)
    using shared = shareConfig(config, { name: 'canaries' })
    using mirror = await receiveConfig<{ password: Secret }>({ name: 'canaries' })
    expect(mirror.value.password.reveal()).toBe(canary)
    for (const way of Object.values(ways)) for (const it of [mirror, mirror.value, shared]) expectNothing(saidBy(() => way(it)))
  })
})

function runProgram(code: string, env: Readonly<Record<string, string>> = {}): string {
  const args = ['--conditions=configmanage-source', '--input-type=module', '-e', code]
  const { stdout, stderr } = spawnSync(process.execPath, args, { input: canary, encoding: 'utf8', env: { PATH: '', ...env } })
  return stdout + stderr
}
