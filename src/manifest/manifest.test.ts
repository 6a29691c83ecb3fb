import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConfig } from '../config/create-config.ts'
import { newIdentity } from '../crypto/age/age-keys.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { localSecrets } from '../secrets/local/local-secrets.ts'
import { object } from '../sources/object.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import { Secret } from '../values/secret.ts'
import { findManifest, manifestNames } from './find-manifest.ts'
import { type LoadManifestOptions, loadManifest } from './load-manifest.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox()
})
afterEach(() => sandbox[Symbol.dispose]())

const yaml = 'configmanage.config.yaml'

function load(options: LoadManifestOptions = {}) {
  return loadManifest({ cwd: sandbox.folder, ...options })
}

async function issuesOf(text: string, file = yaml): Promise<readonly Issue[]> {
  sandbox.write(file, text)
  return refusal({ file })
}

function refusal(options: LoadManifestOptions = {}): Promise<readonly Issue[]> {
  return issuesThrownBy(() => load(options))
}

async function issuesThrownBy(action: () => Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a manifest', () => {
  it('is found in the folder or the nearest one above it', async () => {
    sandbox.write(yaml, 'sources: []')
    sandbox.write('a/b/keep', '')
    expect(findManifest(sandbox.path('a/b'))).toBe(sandbox.path(yaml))
    expect((await load({ cwd: sandbox.path('a/b') })).definition.root).toBe(sandbox.folder)
  })

  it('written as a program is taken before one written as data', () => {
    for (const name of [...manifestNames].reverse()) sandbox.write(name, '')
    expect(findManifest(sandbox.folder)).toBe(sandbox.path('configmanage.config.ts'))
  })

  it('says of a source what part it is lazy about', async () => {
    sandbox.write(
      yaml,
      'sources:\n  - file: a.json\n    lazy: a\n  - file: b.json\n    when: dev\n    lazy: b.c\nprofiles: { dev: {} }\n',
    )
    sandbox.write('a.json', '{"a":1}')
    sandbox.write('b.json', '{"b":{"c":2}}')
    const { definition } = await load()
    const config = await createConfig<unknown>(definition, { env: {}, profile: 'dev' })
    expect(config.status().map(({ kind }) => kind)).toEqual(['unloaded', 'unloaded'])
    expect(config.value).toEqual({ a: 1, b: { c: 2 } })
    expect(await issuesOf('sources:\n  - file: a.json\n    lazy: [a]\n')).toMatchObject([
      { code: 'OPTION_INVALID', path: ['sources', 0, 'lazy'], span: { start: { line: 3, column: 11 } } },
    ])
    expect(await issuesOf('sources:\n  - fil: a.json\n    lazy: a\n')).toMatchObject([{ path: ['sources', 0, 'fil'] }])
  })

  it('with a mistyped mode of validation is refused at its place, because it would check less than is meant', async () => {
    const text = 'sources: []\nvalidation: { mode: strikt, levels: { VALUE_RANG: off } }\n'
    expect(await issuesOf(text)).toMatchObject([
      { message: '"strikt" is no mode', path: ['validation', 'mode'], span: { start: { line: 2, column: 21 } } },
      { message: 'there is no code "VALUE_RANG"', hint: 'did you mean "VALUE_RANGE"?', span: { start: { line: 2, column: 51 } } },
    ])
  })

  it('that is nowhere is missing, with the names it could have', async () => {
    expect(findManifest('/')).toBeUndefined()
    expect(await refusal({ cwd: '/' })).toMatchObject([
      { code: 'MANIFEST_MISSING', message: 'no manifest in / or above it', expected: manifestNames.join(', ') },
    ])
  })

  it('is looked for from the working directory when nothing else is said', async () => {
    sandbox.write(yaml, 'name: here\nsources: []')
    const before = process.cwd()
    process.chdir(sandbox.folder)
    try {
      expect((await loadManifest()).definition.name).toBe('here')
    } finally {
      process.chdir(before)
    }
  })

  it.each(['none.yaml', 'none.mjs', 'none.ts'])('that is named must be there: %s', async (file) => {
    expect(await refusal({ file })).toMatchObject([
      { code: 'SOURCE_MISSING', message: `there is no "${file}"`, file, hint: 'correct the name' },
    ])
  })

  it.each([
    ['config/manifset.yaml', 'manifest.yaml'],
    ['config/manifest.msj', 'manifest.mjs'],
  ])('that is not there has names nearby: %s', async (file, near) => {
    sandbox.write(`config/${near}`, '')
    expect(await refusal({ file })).toMatchObject([
      { code: 'SOURCE_MISSING', message: `there is no "${file}"`, hint: `did you mean "config/${near}"?` },
    ])
  })

  it('that is a folder is refused by its whole name', async () => {
    expect(await refusal({ file: '.' })).toMatchObject([{ code: 'SOURCE_UNREADABLE', file: sandbox.folder }])
  })

  it('names formats that there are', async () => {
    sandbox.write(yaml, 'sources:\n  - file: { path: settings, format: yml }\n  - stdin: json\n')
    expect((await load()).definition.sources).toHaveLength(2)
    expect(await issuesOf('sources:\n  - file: { path: settings, format: yalm }')).toMatchObject([
      { code: 'FORMAT_UNKNOWN', path: ['sources', 0, 'file', 'format'], span: { file: yaml, start: { line: 2, column: 37 } } },
    ])
    expect(await issuesOf('sources:\n  - stdin: jsno')).toMatchObject([
      { code: 'FORMAT_UNKNOWN', hint: 'did you mean "json"?', span: { start: { line: 2, column: 12 } } },
    ])
  })

  it('may switch a suffix or a separator off, but not on', async () => {
    sandbox.write(yaml, 'sources:\n  - env: { fileSuffix: false }\n  - directory: { path: d, separator: false }\n')
    expect((await load()).definition.sources).toHaveLength(2)
    expect(await issuesOf('sources:\n  - env: { fileSuffix: true }')).toMatchObject([
      { code: 'OPTION_INVALID', path: ['sources', 0, 'env', 'fileSuffix'], span: { start: { line: 2, column: 24 } } },
    ])
  })

  it('may be empty of everything but sources', async () => {
    sandbox.write('m.json', '{ "sources": [] }')
    expect((await load({ file: 'm.json' })).definition).toEqual({
      sources: [],
      root: sandbox.folder,
      locate: expect.any(Function),
    })
  })

  it('gives every kind of source its options', async () => {
    sandbox.write(
      yaml,
      `name: shop
profiles:
  base: {}
  prod: { extends: base, aliases: [production], variables: { region: eu } }
  canary: { extends: [prod, base] }
profile: { env: SHOP_PROFILE, default: base }
merge: { hosts: append }
limits: { maxDepth: 20 }
sources:
  - object: { server: { port: 1 } }
  - file: base.yaml
  - file: { path: '{profile}.yaml', optional: true }
  - directory: secrets
  - dotenv:
  - dotenv: { path: .env.local, prefix: SHOP_ }
  - env: SHOP_
  - args:
  - module: app.mjs
  - stdin: json
  - search: shop.yaml
`,
    )
    const { definition } = await load()
    expect(definition.sources.map((source) => source.kind)).toEqual(
      'object file file directory dotenv dotenv env args module stdin search'.split(' '),
    )
    expect(definition).toMatchObject({
      name: 'shop',
      root: sandbox.folder,
      profile: { env: 'SHOP_PROFILE', default: 'base' },
      merge: { hosts: 'append' },
      limits: { maxDepth: 20 },
      profiles: { prod: { extends: 'base' } },
    })
    expect(definition.sources[2]?.optional).toBe(true)
  })

  it('may have a store of secrets as a source, by its name', async () => {
    sandbox.write('key.txt', await newIdentity(false))
    const store = { file: 'secrets.age', identityFiles: ['key.txt'] }
    const context = { ...sandbox.runtime, signal: new AbortController().signal }
    await localSecrets(store).write({ name: 'shop/db/password' }, new Secret('hunter2'), context)
    const text = (source: string): string =>
      `sources:\n  - secrets: ${source}\nsecretStores:\n  local: ${JSON.stringify(store)}\n`
    for (const [source, path] of [
      ['{ store: local, prefix: shop/ }', 'db.password'],
      ['{ store: local, mapping: { a.b: shop/db/password } }', 'a.b'],
      ['local', 'shop.db.password'],
    ] as const) {
      sandbox.write(yaml, text(source))
      await using config = await createConfig<unknown>((await load()).definition, sandbox.runtime)
      expect((config.get(path) as Secret).reveal()).toBe('hunter2')
    }
    sandbox.write(yaml, text('{ store: local, lazy: true, mapping: { a.b: shop/db/password } }'))
    await using late = await createConfig<unknown>((await load()).definition, sandbox.runtime)
    await late.load('a.b')
    expect((late.get('a.b') as Secret).reveal()).toBe('hunter2')

    const span = { start: { line: 2, column: 14 } }
    for (const [source, message] of [
      ['{ store: locl }', 'the manifest declares no store "locl"'],
      ['{ store: local, mapping: { a: 1 } }', 'a mapping names a secret for each path'],
      ['{ store: local, lazy: true }', 'a secrets source can only be lazy about a mapping, which says the paths beforehand'],
    ] as const)
      expect(await issuesOf(text(source))).toMatchObject([
        { code: 'OPTION_INVALID', message, path: ['sources', 0, 'secrets'], span },
      ])
    expect(await issuesOf('sources:\n  - secrets: { prefix: a }\n')).toMatchObject([{ code: 'OPTION_INVALID' }])
  })

  it('is a definition that can be loaded', async () => {
    sandbox.write('config/app.yaml', 'sources:\n  - object: { port: 1 }\n  - file: base.yaml\n')
    sandbox.write('config/base.yaml', 'port: 2')
    const { definition } = await load({ file: 'config/app.yaml' })
    expect((await createConfig<unknown>(definition)).get('port')).toBe(2)
  })

  it('takes its schema from a file beside it', async () => {
    sandbox.write('config/m.toml', 'schema = "schema.json"\nsources = []')
    sandbox.write('config/schema.json', '{"properties":{"a":{"x-secret":true}}}')
    const { definition } = await load({ file: 'config/m.toml' })
    expect((await createConfig({ ...definition, sources: [object({ a: 'x' })] })).explain('a').secret).toBe(true)
  })

  it('has its schema where it says', async () => {
    sandbox.write('config/m.toml', 'schema = "shema.json"\nsources = []')
    const missing = { code: 'SOURCE_MISSING', message: 'there is no "shema.json"', file: 'shema.json' }
    const { definition } = await load({ file: 'config/m.toml' })
    expect(await issuesThrownBy(() => createConfig(definition))).toMatchObject([
      { ...missing, hint: 'correct the name of the schema' },
    ])
    sandbox.write('config/schema.json', '{}')
    expect(await issuesThrownBy(() => createConfig(definition))).toMatchObject([
      { ...missing, hint: 'did you mean "schema.json"?' },
    ])
  })
})

describe('a mistake in a manifest', () => {
  it.each<[string, string, string, string | undefined, string]>([
    ['an option', 'sources: []\nsuorces: []', 'there is no option "suorces"', 'did you mean "sources"?', '2:1'],
    ['an option like no other', 'sources: []\nzzzzzz: 1', 'there is no option "zzzzzz"', 'known: name, schema, profiles', '2:1'],
    ['a type', 'sources: []\nname: 5', 'name must be a text, not a number', undefined, '2:7'],
    [
      'a type of a limit',
      'sources: []\nlimits: { maxDepth: deep }',
      'limits.maxDepth must be a number, not a string',
      undefined,
      '2:21',
    ],
    [
      'a key to sealed files',
      'sources: []\nkeys: { identityFile: [] }',
      'there is no option "identityFile"',
      'did you mean',
      '2:9',
    ],
    [
      'a type of a key to sealed files',
      'sources: []\nkeys: { identityFiles: [5] }',
      'keys.identityFiles must be a list of texts, not a list',
      undefined,
      '2:24',
    ],
    ['a key of the profile', 'sources: []\nprofile: { evn: X }', 'there is no option "evn"', 'did you mean "env"?', '2:12'],
    ['a profile', 'sources: []\nprofiles: { base: 5 }', 'profile "base" must be a map', 'write "{}"', '2:19'],
    [
      'a key of a profile',
      'sources: []\nprofiles: { a: { extend: b } }',
      'there is no option "extend"',
      'did you mean "extends"?',
      '2:18',
    ],
    [
      'a parent',
      'sources: []\nprofiles: { a: { extends: [1] } }',
      'profiles.a.extends must be a text or list of texts, not a list',
      undefined,
      '2:27',
    ],
    ['no sources', 'name: x', 'a manifest names its "sources"', 'add "sources:"', '1:1'],
    ['sources that are no list', 'sources: a.yaml', 'sources must be a list, not a string', undefined, '1:10'],
    ['a source without a kind', 'sources:\n  - a.yaml', 'a source is a map with one key, its kind', 'write "- file:', '2:5'],
    ['a source of two kinds', 'sources:\n  - { file: a, env: b }', 'a source is a map with one key, its kind', 'write', '2:5'],
    ['a kind', 'sources:\n  - flie: a.yaml', 'there is no kind of source "flie"', 'did you mean "file"?', '2:5'],
    ['a kind like no other', 'sources:\n  - kubernetes: x', 'there is no kind of source "kubernetes"', 'kinds: file', '2:5'],
    ['an inherited name as a kind', 'sources:\n  - toString: x', 'there is no kind of source "toString"', 'kinds: file', '2:5'],
    [
      'an option of a source',
      'sources:\n  - file: { path: a, optinal: true }',
      'there is no option "optinal"',
      'did you mean "optional"?',
      '2:22',
    ],
    [
      'a source that is no text',
      'sources:\n  - file: 5',
      'sources[0].file must be a map of options, not a number',
      undefined,
      '2:11',
    ],
    [
      'a text where there is none',
      'sources:\n  - object: x',
      'sources[0].object must be a map of options, not a string',
      undefined,
      '2:13',
    ],
    [
      'the way in which a profile is found',
      'sources: []\nprofile: { detect: maybe }',
      'profile.detect must be a boolean or map, not a string',
      undefined,
      '2:20',
    ],
    ['a source of a profile', 'sources: []\nprofiles: { a: { sources: [x] } }', 'a source is a map', 'write "- file:', '2:28'],
    [
      'a store of secrets',
      'sources: []\nsecretStores: { local: secrets.age }',
      'the store "local" must be a map',
      'write "file: secrets.age" into it',
      '2:24',
    ],
    [
      'a condition',
      'sources:\n  - { file: a, when: true }',
      'sources[0].when must be a text, not a boolean',
      'write for example when: "prod & !eu"',
      '2:22',
    ],
    ['a part that is lazy', 'sources:\n  - { file: a, lazy: [] }', 'lazy', 'name a map, such as "catalog"', '2:22'],
    ['a source without its name', 'sources:\n  - file: { optional: true }', 'sources[0].file needs "path"', undefined, '2:11'],
  ])('in %s is told with its place', async (_, text, message, hint, place) => {
    const [issue, ...others] = await issuesOf(text)
    expect(others).toEqual([])
    expect(issue).toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) })
    expect(`${issue?.span?.file}:${issue?.span?.start.line}:${issue?.span?.start.column}`).toBe(`${yaml}:${place}`)
    if (hint === undefined) expect(issue?.hint).toBeUndefined()
    else expect(issue?.hint).toContain(hint)
  })

  it('does not hide the next one', async () => {
    const issues = await issuesOf('nam: x\nsources:\n  - flie: a\n  - file: { path: a, optional: 1 }\n  - 5\n')
    expect(issues.map((issue) => issue.path)).toEqual([
      ['nam'],
      ['sources', 0, 'flie'],
      ['sources', 1, 'file', 'optional'],
      ['sources', 2],
    ])
  })

  it('is a list in place of a map', async () => {
    expect(await issuesOf('- a')).toMatchObject([
      { code: 'OPTION_INVALID', message: 'a manifest is a map, not a list', hint: 'begin with "name" and "sources"' },
    ])
  })

  it('of the format is told like in any other file', async () => {
    expect(await issuesOf('sources: [')).toMatchObject([{ code: 'FORMAT_SYNTAX', span: { file: yaml } }])
    expect(await issuesOf('{"__proto__": {}}', 'm.json')).toMatchObject([{ code: 'MERGE_UNSAFE_KEY', span: { file: 'm.json' } }])
  })
})

describe('a manifest that is a program', () => {
  it('exports its definition', async () => {
    sandbox.write('configmanage.config.mjs', "export default { name: 'shop', root: 'config', sources: [] }")
    const { file, definition } = await load()
    expect(file).toBe(sandbox.path('configmanage.config.mjs'))
    expect(definition).toEqual({ name: 'shop', sources: [], root: sandbox.path('config') })
  })

  it.each(['export default 5', 'export default null', 'export default { name: 1 }', 'export const sources = []'])(
    'and exports none is refused: %s',
    async (text) => {
      expect(await issuesOf(text, 'm.mjs')).toMatchObject([
        {
          code: 'OPTION_INVALID',
          message: 'the default export is no definition',
          file: 'm.mjs',
          hint: 'export default defineConfig({ sources: [...] })',
        },
      ])
    },
  )

  it.each([
    ['export default { sources: [], secrets: "token" }', '"secrets" must be a list'],
    ['export default { sources: [], validation: { mode: "strikt" } }', '"strikt" is no mode'],
  ])('and says what it cannot mean is refused: %s', async (text, message) => {
    expect(await issuesOf(text, 'm.mjs')).toMatchObject([{ code: 'OPTION_INVALID', message, file: 'm.mjs' }])
  })

  it('and has no list of sources is refused by its name', async () => {
    expect(await issuesOf('export default { sources: 3 }', 'm.mjs')).toMatchObject([
      { code: 'OPTION_INVALID', message: '"sources" must be a list of sources', file: 'm.mjs' },
    ])
  })

  it.each([
    ["throw new Error('no database')", 'no database'],
    ["throw 'no database'", 'no database'],
  ])('and fails is told with its reason: %s', async (text, reason) => {
    expect(await issuesOf(text, 'm.mjs')).toMatchObject([
      { code: 'SOURCE_FAILED', message: `the manifest failed to load: ${reason}`, file: 'm.mjs' },
    ])
  })
})
