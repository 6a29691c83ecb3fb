import { describe, expect, it } from 'vitest'
import {
  args,
  type ConfigDefinition,
  type ConfigOptions,
  createConfig,
  env,
  file,
  object,
  type Source,
} from '../../../src/index.ts'
import { Sandbox } from '../cli-sandbox.ts'
import { byCommand, byLibrary, expectCleanPrototypes, expectRefusal } from './channels.ts'

const load = (source: Source, options: ConfigOptions = {}) =>
  createConfig({ sources: [source] }, { env: {}, args: [], cwd: '/', ...options })
const polluted = (text: string) => JSON.parse(text) as Record<string, never>
const levels = (count: number, between: string) => Array(count).fill('a').join(between)

describe('a key that could reach a prototype', () => {
  it.each<[string, () => unknown]>([
    ['a variable', () => load(env({ prefix: 'SHOP_' }), { env: { SHOP_CONSTRUCTOR__PROTOTYPE__POLLUTED: '1' } })],
    [
      'a variable with another separator',
      () => load(env({ prefix: 'S_', separator: '.' }), { env: { 'S___proto__.polluted': '1' } }),
    ],
    ['the map of variables', () => load(env({ map: { X: '__proto__.polluted' } }), { env: { X: '1' } })],
    ['an argument', () => load(args(), { args: ['--__proto__.polluted', '1'] })],
    ['an argument with =', () => load(args(), { args: ['--a.__proto__=1'] })],
    ['an argument for a constructor', () => load(args(), { args: ['--constructor.prototype.polluted=1'] })],
    ['an object', () => load(object(polluted('{"__proto__": {"polluted": 1}}')))],
    ['an object further in', () => load(object({ a: [polluted('{"constructor": {"prototype": {"polluted": 1}}}')] }))],
    ['a path of an override', async () => (await load(object({}))).override({ '__proto__.polluted': 1 })],
    ['a name of an override', async () => (await load(object({}))).override(polluted('{"__proto__": {"polluted": 1}}'))],
    ['a value of an override', async () => (await load(object({}))).override({ a: polluted('{"__proto__": {"polluted": 1}}') })],
    ['both of an override', async () => (await load(object({}))).override({ constructor: { prototype: 1 } })],
  ])('is refused from %s', async (_, start) => {
    expectRefusal(await byLibrary(start), { code: 'MERGE_UNSAFE_KEY' })
  })

  it('is no level of a variable, which is told', async () => {
    await using config = await load(env({ prefix: 'SHOP_' }), { env: { SHOP___PROTO____POLLUTED: '1' } })
    expect(config.value).toEqual({})
    expect(config.current.warnings).toMatchObject([{ code: 'SOURCE_NEAR_MISS', name: 'SHOP___PROTO____POLLUTED' }])
    expectCleanPrototypes()
  })

  it('leaves an override that is refused without effect', async () => {
    await using config = await load(object({ a: 1 }))
    await byLibrary(() => config.override({ a: 2, '__proto__.polluted': 1 }))
    expect(config.value).toEqual({ a: 1 })
  })

  it.each([['__proto__.polluted=1'], ['constructor.prototype.polluted=1'], ['a.__proto__=1']])(
    'is refused from --set %s',
    async (setting) => {
      expectRefusal(await byCommand(new Sandbox({ 'a.json': '{}' }), ['export', '--file', 'a.json', '--set', setting]), {
        code: 'MERGE_UNSAFE_KEY',
      })
    },
  )

  it.each([
    ['json', '{}\n'],
    ['jsonc', '{}\n'],
    ['json5', '{}\n'],
    ['yaml', ''],
    ['toml', ''],
    ['ini', ''],
    ['env', ''],
    ['properties', ''],
  ])('is not written into a .%s file', async (extension, before) => {
    for (const words of [
      ['__proto__.polluted', '1'],
      ['a.constructor.prototype', '1'],
      ['a', '{"__proto__": {"polluted": 1}}', '--type', 'json'],
      ['a.constructor', '{"prototype": 1}', '--type', 'json'],
    ]) {
      const sandbox = new Sandbox({ [`a.${extension}`]: before })
      expectRefusal(await byCommand(sandbox, ['set', ...words, '--to', `a.${extension}`]), { code: 'MERGE_UNSAFE_KEY' })
      expect(sandbox.read(`a.${extension}`)).toBe(before)
    }
  })

  it('may be called constructor, toString or prototype', async () => {
    const value = { constructor: 1, toString: { valueOf: 'x' }, hasOwnProperty: true, prototype: { a: 1 } }
    await using config = await load(object(value))
    expect(config.value).toEqual(value)
    expect(config.find('toString.valueOf')).toBe('x')
  })
})

describe('inherited members', () => {
  it.each(['__proto__', 'toString', 'constructor.name', 'a.length', 'list.length', 'list.map', 'a.__proto__.x'])(
    'are not found: %s',
    async (path) => {
      const files = { 'a.json': '{"a": "text", "list": [1]}' }
      for (const command of ['get', 'explain', 'export']) {
        const outcome = await byCommand(new Sandbox(files), [command, path, '--file', 'a.json'])
        expect(outcome).toMatchObject({ exitCode: 1, issues: [{ code: 'KEY_MISSING', hint: expect.any(String) }] })
      }
      await using config = await load(object({ a: 'text', list: [1] }))
      expect(config.find(path)).toBeUndefined()
      expect(config.has(path)).toBe(false)
      expect(await byLibrary(() => config.explain(path))).toMatchObject({ issues: [{ code: 'KEY_MISSING' }] })
    },
  )

  it.each(['constructor', '__proto__', 'toString', 'valueOf'])('are no names of anything: %s', async (name) => {
    const sandbox = () => new Sandbox({ conf: '{}', 'a.json': '{}' })
    for (const line of [
      `export --file conf --from ${name}`,
      `convert conf - --from ${name} --to json`,
      `convert a.json - --to ${name}`,
      `get --file a.json --format ${name} a`,
      `export --file a.json --format ${name}`,
      `set a 1 --to conf --from ${name}`,
      `completion ${name}`,
      `${name}`,
    ])
      expect((await sandbox().call(line)).code, line).toBeOneOf([1, 2])
    const manifest = (text: string) => byCommand(new Sandbox({ 'configmanage.config.yaml': text, a: '{}' }), ['export'])
    expectRefusal(await manifest(`sources:\n  - file: {path: a, format: ${name}}\n`), { code: 'FORMAT_UNKNOWN' })
    expectRefusal(await manifest(`sources:\n  - ${name}: {}\n`), {
      code: name === '__proto__' ? 'MERGE_UNSAFE_KEY' : 'OPTION_INVALID',
      at: '2:5',
    })
    expectRefusal(
      await byCommand(new Sandbox({ 'configmanage.config.yaml': 'profiles: {base: {}}\nsources: []\n' }), ['export', '-p', name]),
      {
        code: name === '__proto__' ? 'PROFILE_NAME' : 'PROFILE_UNKNOWN',
      },
    )
  })
})

describe('names that go too deep', () => {
  it.each<[string, () => unknown]>([
    ['an argument', () => load(args(), { args: [`--${levels(60_000, '.')}=1`] })],
    ['a variable', () => load(env({ prefix: 'S_' }), { env: { [`S_${levels(40_000, '__')}`]: '1' } })],
    ['an override', async () => (await load(object({}))).override({ [levels(60_000, '.')]: 1 })],
  ])('are refused in %s, and soon', async (_, start) => {
    const startedAt = performance.now()
    expectRefusal(await byLibrary(start), { code: 'FORMAT_TOO_DEEP' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('are refused by the commands', async () => {
    const files = { 'a.json': '{"a": 1}', 'b.yaml': 'a: 1\n' }
    const startedAt = performance.now()
    const path = levels(60_000, '.')
    expect(await byCommand(new Sandbox(files), ['get', path, '--file', 'a.json'])).toMatchObject({
      issues: [{ code: 'KEY_MISSING' }],
    })
    for (const name of ['a.json', 'b.yaml'])
      expectRefusal(await byCommand(new Sandbox(files), ['set', path, '1', '--to', name]), { code: 'FORMAT_TOO_DEEP' })
    expectRefusal(await byCommand(new Sandbox(files), ['export', '--file', 'a.json', '--set', `${path}=1`]), {
      code: 'FORMAT_TOO_DEEP',
    })
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  })

  it('and names of many words take no time', async () => {
    const startedAt = performance.now()
    await using config = await load(env({ prefix: 'S_' }), { env: { [`S_${levels(60_000, '_')}`]: '1' } })
    expect(Object.keys(config.value as object)).toHaveLength(1)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('names of profiles', () => {
  it.each(['../../etc/passwd', 'a/b', 'a\\b', 'a\0b', '..', '.', '', 'a\nb', '-x', 'é', '%2e%2e', '__proto__', 'a'.repeat(101)])(
    'do not lead anywhere: %j',
    async (profile) => {
      for (const profiles of ['', 'profiles: {base: {}}\n']) {
        const sandbox = new Sandbox({
          'configmanage.config.yaml': `${profiles}sources:\n  - file: {path: "c/{profile}.yaml", optional: true}\n`,
        })
        expectRefusal(await byCommand(sandbox, ['export', '-p', profile]), { code: 'PROFILE_NAME' })
      }
    },
  )

  it('are checked where a variable gives them, too', async () => {
    const definition: ConfigDefinition = { profile: { env: 'P' }, sources: [file('c/{profile}.yaml', { optional: true })] }
    expectRefusal(await byLibrary(() => createConfig(definition, { env: { P: '../../etc/passwd' } })), { code: 'PROFILE_NAME' })
  })
})

describe('what is no option', () => {
  const wrong = (value: unknown) => value as never
  it.each<[string, () => unknown]>([
    ['no definition', () => createConfig(wrong(undefined))],
    ['no list of sources', () => createConfig({ sources: wrong('x') })],
    ['nothing as a source', () => createConfig({ sources: [wrong(null)] })],
    ['a text as a source', () => createConfig({ sources: [wrong('a.yaml')] })],
    ['a limit that is no number', () => createConfig({ sources: [], limits: { maxDepth: Number.NaN } })],
    ['a negative limit', () => createConfig({ sources: [], limits: { maxNodes: -1 } })],
    ['no path', () => load(file(wrong(undefined)))],
    ['a path on the network', () => load(file(new URL('https://example.org/a.yaml')))],
    ['an encoding that does not exist', () => load(file(import.meta.filename, { format: 'yaml', encoding: wrong('utf-7') }))],
    ['a size that is no number', () => load(file(import.meta.filename, { format: 'yaml', maxBytes: Number.NaN }))],
    ['a circle', () => load(object(circle()))],
    ['a function', () => load(object({ a: () => 1 }))],
    ['an instance', () => load(object({ a: new (class Secretive {})() }))],
    ['a path of an override', async () => (await load(object({}))).override({ 'a[': 1 })],
  ])('is refused: %s', async (_, start) => {
    const outcome = await byLibrary(start)
    // What stands in no file stands in the call.
    expectRefusal(outcome, { code: 'OPTION_INVALID', exitCode: outcome.issues[0]?.file === undefined ? 2 : 3 })
  })

  it.each([undefined, null, 5, {}, []])('nor a path: %j', async (path) => {
    await using config = await load(object({ a: 1 }))
    expect(config.find(wrong(path))).toBeUndefined()
    expect(await byLibrary(() => config.get(wrong(path)))).toMatchObject({ issues: [{ code: 'KEY_MISSING' }] })
  })

  it('has the size it claims checked before it is copied', async () => {
    const startedAt = performance.now()
    expectRefusal(await byLibrary(() => load(object({ a: new Array(4_000_000_000) }))), { code: 'FORMAT_TOO_LARGE' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('throws nothing of its own into the message', async () => {
    const outcome = await byLibrary(() =>
      load(
        object({
          get a(): number {
            throw new TypeError('hunter2')
          },
        }),
      ),
    )
    expectRefusal(outcome, { code: 'SOURCE_FAILED' })
    expect(outcome.messages).not.toContain('hunter2')
  })
})

function circle(): object {
  const start: { next?: object } = {}
  start.next = start
  return start
}
