import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Config } from '../../src/config/config.ts'
import { createConfig, createConfigSync } from '../../src/config/create-config.ts'
import { firstLoad } from '../../src/config/first-load/first-load.ts'
import { loadSync } from '../../src/config/load.ts'
import { type ConfigError, env, file, object } from '../../src/index.ts'
import type { Source } from '../../src/sources/source.ts'
import { printPath } from '../../src/values/path.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const folder = mkdtempSync(join(tmpdir(), 'first-load-'))
mkdirSync(join(folder, 'sub'))
afterAll(() => rmSync(folder, { recursive: true }))

const clock = { now: () => 1_700_000_000_000, sleep: () => Promise.resolve() }

// Few keys, so that layers meet and names of variables fit one key, or two, or none.
const ordinaryKey = fc.constantFrom('server', 'port', 'tls', 'log', 'hosts', 'level', 'max', 'host')
const strangeKey = fc.constantFrom(
  'Port',
  'db_pool',
  'dbPool',
  'a.b',
  '',
  '__proto__',
  'prototype',
  'constructor',
  '$merge',
  '$import',
)
const ordinaryValue = fc.constantFrom<unknown>(1, 0, -0, 1.5, 'info', '', 'x y', true, false, null, [], {}, 9_007_199_254_740_991)
const strangeValue = fc.constantFrom<unknown>(
  '!unset',
  'a${server}b',
  '$',
  '"',
  '\\',
  'é\u2028',
  '${env:HOME}',
  Array(20).fill(1),
)
const treeOf = (strange: number): fc.Arbitrary<Record<string, unknown>> => {
  const key = fc.oneof({ arbitrary: ordinaryKey, weight: 60 }, { arbitrary: strangeKey, weight: strange })
  const leaf = fc.oneof({ arbitrary: ordinaryValue, weight: 60 }, { arbitrary: strangeValue, weight: strange })
  const { map } = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
    map: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    value: fc.oneof({ maxDepth: 4 }, leaf, leaf, fc.array(leaf, { maxLength: 3 }), tie('map')),
  }))
  return map
}
const tree = fc.oneof({ arbitrary: treeOf(0), weight: 6 }, { arbitrary: treeOf(4), weight: 2 })

const oddTexts = [
  '',
  ' ',
  'null',
  '[]',
  '7',
  '{',
  '{}',
  '{"a":1,"a":2}',
  '{"port":1,"server":{"port":1,"port":2}}',
  '{"a":1,}',
  '\uFEFF{"a":1}',
  '{"a":1e400}',
  '{"a":12345678901234567890}',
  '{"a":"\0"}',
  '{"\\u0061":1}',
  '{"__proto__":{"x":1}}',
  `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`,
  `[${'{},'.repeat(600)}{}]`,
  JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`key${index}`, index]))),
  JSON.stringify({ text: 'x'.repeat(20_000) }),
  '{"server":"x"}',
  '{"server":[1]}',
  '{"hosts":["a","b"]}',
  '// no\n{}',
  "{'a':1}",
]
const content = fc.oneof(
  { arbitrary: tree.map((value) => JSON.stringify(value)), weight: 6 },
  { arbitrary: tree.map((value) => `${JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')}\n`), weight: 2 },
  { arbitrary: fc.constantFrom(...oddTexts), weight: 2 },
  { arbitrary: fc.constant(new Uint8Array([0x7b, 0xff, 0x7d])), weight: 1 },
)
const files = fc.record({ 'a.json': content, 'b.json': content, 'sub/c.json': content })
// Many stay as they are, so that there is something to keep.
const changedFiles = fc.record({ 'a.json': content, 'b.json': content, 'sub/c.json': content }, { requiredKeys: [] })

const variable = fc.constantFrom(
  'SERVER__PORT',
  'SERVER__HOST',
  'LOG',
  'LOG__LEVEL',
  'HOSTS__0',
  'SERVER__TLS__MAX',
  'SERVER_PORT',
  'PROT',
  'PORT',
  '',
)
const text = fc.constantFrom('', '1', 'x', 'a b', '${server}', '!unset', '"', '\\n', '[1]', 'null')
const environment = fc.dictionary(
  variable.map((name) => `APP_${name}`),
  text,
  { maxKeys: 3, noNullPrototype: true },
)

const path = fc.constantFrom('a.json', 'b.json', 'sub/c.json', './a.json', 'a.json', 'missing.json', 'sub', 'c.yaml')
const source: fc.Arbitrary<() => Source> = fc.oneof(
  {
    arbitrary: fc.tuple(path, fc.boolean()).map(
      ([name, optional]) =>
        () =>
          file(name, { optional }),
    ),
    weight: 6,
  },
  { arbitrary: fc.constant(() => env({ prefix: 'APP_' })), weight: 4 },
  {
    arbitrary: fc.constantFrom(
      () => env({ prefix: 'APP_', separator: '_' }),
      () => env(),
    ),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(tree, fc.constantFrom('defaults', 'more')).map(
      ([value, name]) =>
        () =>
          object(value, { name }),
    ),
    weight: 2,
  },
)
const usual = fc.constant([() => file('a.json'), () => file('b.json', { optional: true }), () => env({ prefix: 'APP_' })])
const sources = fc.oneof(usual, fc.array(source, { maxLength: 4 }))

function write(contents: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, bytes] of Object.entries(contents)) {
    writeFileSync(join(folder, name), bytes)
    utimesSync(join(folder, name), 1, 1) // a version of a fresh file says so
  }
}

/** What comes of an action: its answer, or the issues that it is refused with. */
function answerOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return (error as ConfigError).issues ?? error
  }
}

/** What the values at all paths are, each with whether it is the same object as in `before`. */
function identities(value: object, before: object): readonly unknown[] {
  const same: unknown[] = []
  const compare = (now: unknown, then: unknown): void => {
    if (typeof now !== 'object' || now === null) return
    same.push(now === then)
    for (const [key, child] of Object.entries(now)) compare(child, (then as Record<string, unknown> | undefined)?.[key])
  }
  compare(value, before)
  return same
}

/** All that can be seen of a configuration. */
function seen(config: Config): unknown {
  const explained: unknown[] = []
  walkLeaves(config.value as never, (at) => {
    explained.push(
      answerOf(() => config.explain(printPath(at))),
      config.find(printPath(at)),
    )
  })
  const { current } = config
  return {
    value: inspect(config.value, { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null }),
    frozen: identities(config.value as object, {}).length > 0 && Object.isFrozen(config.value),
    explained,
    // Of the environment, the version is a number in this process.
    status: config
      .status()
      .map((status) => ({ ...status, version: 'version' in status && status.version.includes('-') ? status.version : '' })),
    warnings: current.warnings,
    facts: [current.version, current.generation, current.loadedAt, config.profile, config.has('server.port')],
    handle: answerOf(() => config.at('server.port').value),
    missing: answerOf(() => config.get('serverr.prot')),
  }
}

async function reloaded(config: Config): Promise<unknown> {
  const before = config.value as object
  try {
    const changes = await config.reload()
    return { changes, same: identities(config.value as object, before) }
  } catch (error) {
    return (error as ConfigError).issues
  }
}

describe('the first load', () => {
  it('makes the configuration that the general engine makes, or leaves all to it', { timeout: 300_000 }, async () => {
    let straight = 0
    const runs = runsOr(1_500)
    const property = fc.asyncProperty(
      files,
      changedFiles,
      sources,
      environment,
      fc.option(environment, { nil: undefined }),
      fc.boolean(),
      async (now, then, makers, given, later, looksFirst) => {
        write(now)
        const [world, twin] = [{ ...given }, { ...given }]
        const definition = { name: 'app', sources: makers.map((make) => make()) }
        const general = { name: 'app', sources: makers.map((make) => make()) }
        const generalOptions = { cwd: folder, env: twin, clock }
        const options = { cwd: folder, env: world, clock }

        const failure = answerOf(() => void loadSync(general, generalOptions))
        expect(answerOf(() => void createConfigSync(definition, options))).toEqual(failure)
        if (failure !== undefined) return
        if (firstLoad(definition, options, true) !== undefined) straight++
        const { plan, generation } = loadSync(general, generalOptions)
        const expected = new Config(plan, generation)
        const config = await createConfig(definition, options)
        if (looksFirst) expect(seen(config)).toEqual(seen(expected))

        write(then)
        for (const each of later === undefined ? [] : [world, twin]) {
          for (const name of Object.keys(each)) delete each[name]
          Object.assign(each, later)
        }
        expect(await reloaded(config)).toEqual(await reloaded(expected))
        expect(seen(config)).toEqual(seen(expected))
        const override = (one: Config) => answerOf(() => void one.override({ 'server.max': 7 }))
        expect(override(config)).toEqual(override(expected))
        expect(seen(config)).toEqual(seen(expected))
      },
    )
    await fc.assert(property, { numRuns: runs })
    expect(straight).toBeGreaterThan(runs / 5)
  })
})
