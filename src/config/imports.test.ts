import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import { file } from '../sources/file.ts'
import { object } from '../sources/object.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import type { Config } from './config.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import type { ConfigDefinition } from './definition.ts'
import { failure } from './text-source.fixture.ts'

type Files = Readonly<Record<string, string>>

function sandboxOf(files: Files): Sandbox {
  const sandbox = createSandbox({ files })
  onTestFinished(() => sandbox[Symbol.dispose]())
  return sandbox
}

function load(files: Files, parts: Partial<ConfigDefinition> = {}, profile?: string): Promise<Config> {
  return loadIn(sandboxOf(files), parts, profile)
}

function loadIn({ runtime }: Sandbox, parts: Partial<ConfigDefinition> = {}, profile?: string): Promise<Config> {
  return createConfig({ sources: [file('app.yaml')], ...parts }, { ...runtime, ...(profile !== undefined && { profile }) })
}

async function issuesOf(files: Files, parts: Partial<ConfigDefinition> = {}): Promise<readonly Issue[]> {
  return (await failure(() => load(files, parts))).issues
}

const place = ({ span, file: name }: Issue): string =>
  span === undefined ? String(name) : `${span.file}:${span.start.line}:${span.start.column}`

/*
 * Where a case comes from:
 *   hocon   https://github.com/lightbend/config/blob/main/HOCON.md, "Includes"; or the tests of that library
 *   spring  Spring Boot reference, "Importing Additional Data" and "Activation Properties"
 *   own     what this library promises beyond
 */
describe('an import', () => {
  it.each<[source: string, title: string, files: Files, value: unknown]>([
    ['hocon', 'brings values', { 'app.yaml': '$import: b.yaml', 'b.yaml': 'a: 1' }, { a: 1 }],
    [
      'hocon',
      'lies below the values of its file',
      { 'app.yaml': '$import: b.yaml\na: 2', 'b.yaml': 'a: 1\nb: 1' },
      { a: 2, b: 1 },
    ],
    // In HOCON the place in the file decides; here a file always wins over what it imports.
    ['hocon', 'behind a value lies below it too', { 'app.yaml': 'a: 2\n$import: b.yaml', 'b.yaml': 'a: 1' }, { a: 2 }],
    ['hocon', 'merges maps', { 'app.yaml': '$import: b.yaml\nm: { a: 1 }', 'b.yaml': 'm: { b: 2 }' }, { m: { a: 1, b: 2 } }],
    [
      'hocon',
      'in a map puts values there',
      { 'app.yaml': 'm: { n: { $import: b.yaml } }', 'b.yaml': 'a: 1' },
      { m: { n: { a: 1 } } },
    ],
    [
      'hocon',
      'of one file in two maps is two',
      { 'app.yaml': 'm: { $import: b.yaml }\nn: { $import: b.yaml, a: 2 }', 'b.yaml': 'a: 1' },
      { m: { a: 1 }, n: { a: 2 } },
    ],
    ['hocon', 'of an empty file brings nothing', { 'app.yaml': '$import: b.yaml\na: 1', 'b.yaml': '' }, { a: 1 }],
    [
      'hocon',
      'crosses formats',
      { 'app.yaml': '$import: b.toml', 'b.toml': '"$import" = "c.json"\na = 1', 'c.json': '{"c":1}' },
      { a: 1, c: 1 },
    ],
    [
      'hocon',
      'starts at its own file',
      { 'app.yaml': '$import: d/b.yaml', 'd/b.yaml': '$import: c.yaml', 'd/c.yaml': 'a: 1' },
      { a: 1 },
    ],
    ['hocon', 'may be missing if it is optional', { 'app.yaml': '$import: { path: b.yaml, optional: true }\na: 1' }, { a: 1 }],
    [
      'spring',
      'the last of several wins',
      { 'app.yaml': '$import: [b.yaml, c.yaml]', 'b.yaml': 'a: 1\nb: 1', 'c.yaml': 'a: 2' },
      { a: 2, b: 1 },
    ],
    [
      'spring',
      'counts once, where it stands first',
      { 'app.yaml': '$import: [b.yaml, c.yaml, b.yaml]', 'b.yaml': 'a: 1', 'c.yaml': 'a: 2' },
      { a: 2 },
    ],
    [
      'spring',
      'by two files counts once',
      {
        'app.yaml': '$import: [b.yaml, c.yaml]',
        'b.yaml': '$import: z.yaml\na: 1',
        'c.yaml': '$import: z.yaml',
        'z.yaml': 'a: 0\nz: 0',
      },
      { a: 1, z: 0 },
    ],
    [
      'spring',
      'is of its document',
      { 'app.yaml': '$import: b.yaml\na: 1\n---\n$import: c.yaml\nc: 1', 'b.yaml': 'a: 0\nb: 0', 'c.yaml': 'a: 2\nc: 0' },
      { a: 2, b: 0, c: 1 },
    ],
    [
      'own',
      'with a pattern brings all that fit, in order',
      { 'app.yaml': '$import: d/*.yaml', 'd/2.yaml': 'a: 2', 'd/1.yaml': 'a: 1\nb: 1' },
      { a: 2, b: 1 },
    ],
    [
      'own',
      'with a pattern leaves out its own file',
      { 'app.yaml': "$import: '*.yaml'\na: 1", 'b.yaml': "$import: '*.yaml'\nb: 1" },
      { a: 1, b: 1 },
    ],
    [
      'own',
      'in JSON',
      { 'app.yaml': '$import: b.json', 'b.json': '{ "$import": "c.json", "a": 1 }', 'c.json': '{ "a": 0, "c": 1 }' },
      { a: 1, c: 1 },
    ],
    [
      'own',
      'in JSON5',
      { 'app.yaml': '$import: b.json5', 'b.json5': "{ $import: 'c.json', a: 1 }", 'c.json': '{ "c": 1 }' },
      { a: 1, c: 1 },
    ],
    [
      'own',
      'in JSONC',
      { 'app.yaml': '$import: b.jsonc', 'b.jsonc': '{ /* see */ "$import": ["c.json"], "a": 1, }', 'c.json': '{ "c": 1 }' },
      { a: 1, c: 1 },
    ],
    [
      'own',
      'is a key like others in a format of texts',
      { 'app.yaml': '$import: b.properties', 'b.properties': '$import=c.yaml' },
      { $import: 'c.yaml' },
    ],
    ['own', 'reaches a file of texts', { 'app.yaml': 'm: { $import: b.ini }', 'b.ini': 'a = 1' }, { m: { a: '1' } }],
    [
      'own',
      'stands beside merge strategies',
      { 'app.yaml': '$import: b.yaml\n$merge: { l: append }\nl: [2]', 'b.yaml': 'l: [1]' },
      { l: [1, 2] },
    ],
    ['own', 'may be removed again', { 'app.yaml': '$import: b.yaml\na: !unset', 'b.yaml': 'a: 1\nb: 2' }, { b: 2 }],
    [
      'own',
      'from a folder with a strange name',
      {
        'app.yaml': '$import: "[d]/b.yaml"',
        '[d]/b.yaml': '$import: "*.json"',
        '[d]/c.json': '{"a":1}',
        'd/b.yaml': '$import: ../[[]d]/b.yaml',
      },
      { a: 1 },
    ],
    [
      'own',
      'takes references after merging',
      { 'app.yaml': '$import: b.yaml\nhost: h', 'b.yaml': 'url: "http://${host}"' },
      { url: 'http://h', host: 'h' },
    ],
    ['own', 'of several documents', { 'app.yaml': '$import: b.yaml', 'b.yaml': 'a: 1\nb: 1\n---\na: 2' }, { a: 2, b: 1 }],
  ])('%s: %s', async (_source, _title, files, value) => {
    expect((await load(files)).value).toEqual(value)
  })

  it('lies between the layers of its file and those below', async () => {
    const files = { 'app.yaml': '$import: b.yaml\na: 3', 'b.yaml': 'a: 2\nb: 2' }
    const config = await load(files, { sources: [object({ a: 1, b: 1, c: 1 }), file('app.yaml')] })
    expect(config.value).toEqual({ a: 3, b: 2, c: 1 })
    expect(config.status().map(({ source }) => source)).toEqual(['object', 'file:b.yaml', 'file:app.yaml'])
  })

  it('is not read once more when it is a source below', async () => {
    const files = { 'app.yaml': '$import: base.yaml', 'mid.yaml': 'a: 2', 'base.yaml': 'a: 1' }
    const config = await load(files, { sources: [file('base.yaml'), file('mid.yaml'), file('app.yaml')] })
    expect(config.value).toEqual({ a: 2 })
  })

  it('works without waiting', () => {
    const { runtime } = sandboxOf({ 'app.json': '{ "$import": "b.toml" }', 'b.toml': 'a = 1' })
    expect(createConfigSync({ sources: [file('app.json')] }, runtime).value).toEqual({ a: 1 })
  })

  it('is explained with its own place and the way to it', async () => {
    const files = { 'app.yaml': 'x: 1\n$import: b.yaml', 'b.yaml': 'db:\n  $import: [c.yaml]', 'c.yaml': 'host: h' }
    const { winner } = (await load(files)).explain('db.host')
    expect(winner).toMatchObject({ source: 'file:c.yaml', file: 'c.yaml', span: { start: { line: 1, column: 7 } } })
    expect(winner.importedBy.map(({ file: name, start }) => `${name}:${start.line}:${start.column}`)).toEqual([
      'b.yaml:2:13',
      'app.yaml:2:10',
    ])
  })

  it('is mentioned by issues about what is in it', async () => {
    const files = { 'app.yaml': '$import: b.yaml', 'b.yaml': 'port: x' }
    const schema = { type: 'object', properties: { port: { type: 'integer' } } }
    const [issue] = await issuesOf(files, { schema })
    expect(issue).toMatchObject({ code: 'VALUE_TYPE', span: { file: 'b.yaml' }, source: 'file:b.yaml' })
    expect(issue?.related).toMatchObject([{ message: 'imported here', span: { file: 'app.yaml', start: { column: 10 } } }])
    const [syntax] = await issuesOf({ 'app.yaml': 'a: { $import: b.json }', 'b.json': '{ "a": }' })
    expect(syntax).toMatchObject({ code: 'FORMAT_SYNTAX', span: { file: 'b.json' }, related: [{ span: { file: 'app.yaml' } }] })
  })

  it('of texts is read as the schema says, below the map it stands in', async () => {
    const schema = { type: 'object', properties: { m: { type: 'object', properties: { port: { type: 'integer' } } } } }
    expect((await load({ 'app.yaml': 'm: { $import: b.ini }', 'b.ini': 'port = 80' }, { schema })).value).toEqual({
      m: { port: 80 },
    })
  })

  it.each<[source: string, title: string, files: Files, code: string, at: string]>([
    ['hocon', 'a required file that is missing', { 'app.yaml': 'a: 1\n$import: c.yaml' }, 'SOURCE_MISSING', 'app.yaml:2:10'],
    ['hocon', 'a list at the top', { 'app.yaml': '$import: b.yaml', 'b.yaml': '- 1' }, 'VALUE_TYPE', 'b.yaml'],
    ['hocon', 'a reference in the path', { 'app.yaml': "$import: '${env:HOME}/b.yaml'" }, 'IMPORT_INVALID', 'app.yaml:1:10'],
    ['hocon', 'a number', { 'app.yaml': '$import: 5' }, 'IMPORT_INVALID', 'app.yaml:1:10'],
    ['own', 'an empty path', { 'app.yaml': "$import: ['']" }, 'IMPORT_INVALID', 'app.yaml:1:11'],
    [
      'own',
      'an unknown option',
      { 'app.yaml': '$import: { path: b.yaml, optoinal: true }', 'b.yaml': '' },
      'IMPORT_INVALID',
      'app.yaml:1:26',
    ],
    [
      'own',
      'an option of the wrong type',
      { 'app.yaml': '$import: { path: b.yaml, optional: 1 }' },
      'IMPORT_INVALID',
      'app.yaml:1:36',
    ],
    ['own', 'an address', { 'app.yaml': '$import: https://x.test/a.yaml' }, 'IMPORT_INVALID', 'app.yaml:1:10'],
    ['own', 'an import inside a list', { 'app.yaml': 'l:\n  - m: { $import: b.yaml }' }, 'IMPORT_INVALID', 'app.yaml:2:19'],
    ['own', 'a pattern that nothing fits', { 'app.yaml': '$import: d/*.yaml' }, 'SOURCE_MISSING', 'app.yaml:1:10'],
    ['own', 'a variable that no profile has', { 'app.yaml': "$import: '{region}.yaml'" }, 'OPTION_INVALID', 'app.yaml:1:10'],
    ['own', 'a file outside', { 'app.yaml': '$import: ../b.yaml' }, 'IMPORT_OUTSIDE', 'app.yaml:1:10'],
    ['own', 'an absolute path outside', { 'app.yaml': '$import: /etc/hostname' }, 'IMPORT_OUTSIDE', 'app.yaml:1:10'],
    [
      'own',
      'a condition on no profile',
      { 'app.yaml': '$import: { path: b.yaml, when: "a &" }' },
      'PROFILE_EXPRESSION',
      'app.yaml:1:32',
    ],
    ['own', 'a condition on a whole document', { 'app.yaml': '$when: 5' }, 'PROFILE_EXPRESSION', 'app.yaml:1:8'],
    ['own', 'a condition further down', { 'app.yaml': 'm: { $when: a }' }, 'PROFILE_EXPRESSION', 'app.yaml:1:13'],
  ])('%s: refuses %s, with its place', async (_source, _title, files, code, at) => {
    const issues = await issuesOf(files)
    expect(issues.map((issue) => `${issue.code} ${place(issue)}`)).toEqual([`${code} ${at}`])
  })

  it('says near names of what is missing', async () => {
    const [issue] = await issuesOf({ 'app.yaml': '$import: d/base.yaml', 'd/base.yml': '' })
    expect(issue?.hint).toBe('did you mean "d/base.yml"?')
  })

  it('in a circle is one issue that names every step', async () => {
    const files = { 'app.yaml': '$import: b.yaml', 'b.yaml': 'x: 1\n$import: c.yaml', 'c.yaml': 'm: { $import: b.yaml }' }
    const issues = await issuesOf(files, { sources: [file('app.yaml'), file('c.yaml')] })
    expect(issues.map((issue) => `${issue.code} ${place(issue)}`)).toEqual(['IMPORT_CYCLE c.yaml:1:15'])
    expect(issues[0]?.message).toBe('files import each other in a circle: b.yaml:2 -> c.yaml:1 -> b.yaml')
    expect(issues[0]?.related).toMatchObject([
      { message: 'imports "c.yaml"', span: { file: 'b.yaml', start: { line: 2, column: 10 } } },
      { message: 'imports "b.yaml"', span: { file: 'c.yaml', start: { line: 1, column: 15 } } },
    ])
  })

  it('of the file itself is a circle', async () => {
    expect((await issuesOf({ 'app.yaml': '$import: app.yaml' })).map(({ message }) => message)).toEqual([
      'files import each other in a circle: app.yaml:1 -> app.yaml',
    ])
  })

  it('in a circle by a link is a circle all the same', async () => {
    const sandbox = sandboxOf({ 'app.yaml': '$import: link/app.yaml' })
    symlinkSync('.', sandbox.path('link'))
    expect((await failure(() => loadIn(sandbox))).code).toBe('IMPORT_CYCLE')
  })

  it('may not leave by a link', async () => {
    const sandbox = sandboxOf({ 'root/app.yaml': '$import: link.yaml', 'secret.yaml': 'a: 1' })
    symlinkSync('../secret.yaml', sandbox.path('root/link.yaml'))
    const error = await failure(() => loadIn(sandbox, { root: sandbox.path('root') }))
    expect(error.code).toBe('IMPORT_OUTSIDE')
  })

  it('may reach folders that the definition allows', async () => {
    const sandbox = sandboxOf({ 'shared/b.yaml': 'a: 1', 'root/app.yaml': '$import: ../shared/b.yaml' })
    const root = sandbox.path('root')
    expect((await loadIn(sandbox, { root, imports: { folders: ['../shared'] } })).value).toEqual({ a: 1 })
    sandbox.write('root/app.yaml', `$import: ${sandbox.path('shared/b.yaml')}`)
    expect((await loadIn(sandbox, { root, imports: { folders: ['/'] } })).value).toEqual({ a: 1 })
    expect((await failure(() => loadIn(sandbox, { root }))).code).toBe('IMPORT_OUTSIDE')
  })

  it('may reach the folder of a source that is elsewhere itself', async () => {
    const sandbox = sandboxOf({ 'else/app.yaml': '$import: b.yaml', 'else/b.yaml': 'a: 1' })
    mkdirSync(sandbox.path('root'))
    expect((await loadIn(sandbox, { root: sandbox.path('root'), sources: [file('../else/app.yaml')] })).value).toEqual({ a: 1 })
  })

  it('is limited in depth and in number', async () => {
    const chain = Object.fromEntries(
      [...Array(30).keys()].map((n) => [n === 0 ? 'app.yaml' : `${n}.yaml`, `$import: ${n + 1}.yaml`]),
    )
    expect(await issuesOf(chain)).toMatchObject([{ code: 'IMPORT_LIMIT', span: { file: '20.yaml' } }])
    expect((await load({ ...chain, '30.yaml': 'a: 1' }, { imports: { maxDepth: 30 } })).value).toEqual({ a: 1 })
    const many = Object.fromEntries([...Array(30).keys()].map((n) => [`d/${n}.yaml`, `k${n}: 1`]))
    const few = { imports: { maxFiles: 29 } }
    expect(await issuesOf({ ...many, 'app.yaml': '$import: d/*' }, few)).toMatchObject([
      { code: 'IMPORT_LIMIT', span: { file: 'app.yaml' } },
    ])
  })

  it.each([
    ['two from each', 2, 30],
    ['ten from each', 10, 12],
  ])('in a tree of %s ends with one issue about their number', async (_, width, depth) => {
    const level = (n: number): string => [...Array(width).keys()].map((k) => `k${k}: { $import: ${n + 1}.yaml }`).join('\n')
    const files = Object.fromEntries([...Array(depth).keys()].map((n) => [n === 0 ? 'app.yaml' : `${n}.yaml`, level(n)]))
    const issues = await issuesOf({ ...files, [`${depth}.yaml`]: 'a: 1' }, { imports: { maxDepth: 50 } })
    expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual(['IMPORT_LIMIT more than 1000 files are imported'])
  })

  it('costs time in proportion to the text', async () => {
    const text = (count: number): string =>
      `{${[...Array(count).keys()].map((n) => `"k${n}":{"$import":{"path":"none.yaml","optional":true},"a":1}`).join(',')}}`
    const started = performance.now()
    const config = await load({ 'app.yaml': '$import: b.json', 'b.json': text(5_000) }, { imports: { maxFiles: 100_000 } })
    expect(Object.keys(config.value as object)).toHaveLength(5_000)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('is no way for a prototype, nor for a bomb of aliases', async () => {
    const bomb = `a0: &a0 { $import: b.yaml }\n${[...Array(30).keys()].map((n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`
    expect((await issuesOf({ 'app.yaml': bomb }))[0]?.code).toBe('FORMAT_TOO_LARGE')
    const files = {
      'app.yaml': '$import: b.json',
      'b.json': '{ "$import": "c.json", "__proto__": { "polluted": 1 } }',
      'c.json': '{}',
    }
    expect((await issuesOf(files))[0]?.code).toBe('MERGE_UNSAFE_KEY')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('is only for files', async () => {
    const error = await failure(() =>
      createConfig({
        sources: [
          {
            kind: 'web',
            name: 'web',
            read: () => ({
              kind: 'bytes',
              uri: 'web:',
              version: '1',
              bytes: Buffer.from('{"$import":"x.json"}'),
              file: 'x.json',
            }),
          },
        ],
      }),
    )
    expect(error.issues).toMatchObject([{ code: 'IMPORT_INVALID', message: 'web cannot import: it is no file' }])
  })
})

describe('a reload', () => {
  it('sees that an imported file changed, came, or went', async () => {
    const sandbox = sandboxOf({
      'app.yaml': '$import: [b.yaml, { path: c.yaml, optional: true }, d/*.json]',
      'b.yaml': 'a: 1',
      'd/1.json': '{"d":1}',
    })
    const config = await loadIn(sandbox)
    sandbox.write('b.yaml', 'a: 2')
    expect(await config.reload()).toMatchObject([{ path: ['a'], before: 1, after: 2 }])
    sandbox.write('c.yaml', 'c: 1')
    sandbox.write('d/2.json', '{"d":2}')
    await config.reload()
    expect(config.value).toEqual({ a: 2, c: 1, d: 2 })
    sandbox.write('app.yaml', 'a: 5')
    await config.reload()
    expect(config.value).toEqual({ a: 5 })
    sandbox.write('app.yaml', 'm: { $import: b.yaml }')
    await config.reload()
    expect(config.value).toEqual({ m: { a: 2 } })
    sandbox.write('b.yaml', 'a: 3')
    await config.reload()
    expect(config.value).toEqual({ m: { a: 3 } })
  })

  it('keeps what did not change, and leads to the new place of an import', async () => {
    const sandbox = sandboxOf({ 'app.json': '{ "$import": "b.json", "a": 1 }', 'b.json': '{ "m": { "x": 1 }, "n": { "y": 1 } }' })
    const config = await loadIn(sandbox, { sources: [file('app.json')] })
    const { n } = config.value as { n: object }
    sandbox.write('b.json', '{ "m": { "x": 2 }, "n": { "y": 1 } }')
    sandbox.write('app.json', '{\n"$import": "b.json", "a": 1 }')
    await config.reload()
    expect(config.value).toEqual({ m: { x: 2 }, n: { y: 1 }, a: 1 })
    expect((config.value as { n: object }).n).toBe(n)
    expect(config.explain('n.y').winner.importedBy[0]?.start.line).toBe(2)
  })

  it('sees that a JSON file begins to import', async () => {
    const sandbox = sandboxOf({ 'app.json': '{ "m": {}, "a": 1 }', 'b.json': '{ "b": 1 }' })
    const config = await loadIn(sandbox, { sources: [file('app.json')] })
    sandbox.write('app.json', '{ "m": {"$import":"b.json"}, "a": 1 }')
    await config.reload()
    expect(config.value).toEqual({ m: { b: 1 }, a: 1 })
    sandbox.write('app.json', '{ "m": {"$import":"b.json"}, "a": 2 }')
    await config.reload()
    expect(config.value).toEqual({ m: { b: 1 }, a: 2 })
  })

  it('is rejected for an imported file that broke', async () => {
    const sandbox = sandboxOf({ 'app.yaml': '$import: b.yaml', 'b.yaml': 'a: 1' })
    const config = await loadIn(sandbox)
    sandbox.write('b.yaml', 'a: [')
    expect((await failure(() => config.reload())).issues[0]).toMatchObject({ span: { file: 'b.yaml' } })
    expect(config.value).toEqual({ a: 1 })
  })
})

describe('a condition', () => {
  const profiles = { base: {}, prod: { extends: 'base' }, eu: {}, test: {} }

  it.each<[source: string, profile: string, value: unknown]>([
    ['spring', 'base', { name: 'base', all: 1 }],
    ['spring', 'prod', { name: 'prod', all: 1 }],
    ['spring', 'prod,eu', { name: 'eu', all: 1 }],
    ['spring', 'test', { name: 'base', all: 1, test: 1 }],
  ])('%s: chooses documents of a file in profile %s', async (_source, profile, value) => {
    const files = {
      'app.yaml':
        'name: base\nall: 1\n---\n$when: prod\nname: prod\n---\n$when: prod & eu\nname: eu\n---\n$when: "!prod & !base"\n$import: test.yaml',
      'test.yaml': 'test: 1',
    }
    expect((await load(files, { profiles }, profile)).value).toEqual(value)
  })

  it('chooses imports, and variables their paths', async () => {
    const files = {
      'app.yaml': "$import: [{ path: prod.yaml, when: prod }, 'r/{region}.yaml', '{profile}.yaml']",
      'prod.yaml': 'a: 1',
      'test.yaml': 'a: 2',
      'r/us.yaml': 'region: us',
    }
    const regions = { prod: { variables: { region: 'us' } }, test: { variables: { region: 'us' } } }
    expect((await load(files, { profiles: regions }, 'prod')).value).toEqual({ a: 1, region: 'us' })
    expect((await load(files, { profiles: regions }, 'test')).value).toEqual({ a: 2, region: 'us' })
  })

  it('names profiles that exist, with its place', async () => {
    const [issue] = await issuesOf({ 'app.yaml': 'a: 1\n---\n$when: prdo' }, { profiles })
    expect(issue).toMatchObject({
      code: 'PROFILE_UNKNOWN',
      hint: 'did you mean "prod"?',
      span: { start: { line: 3, column: 8 } },
    })
  })
})
