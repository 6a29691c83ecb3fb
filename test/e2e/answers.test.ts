import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { Sandbox } from './cli-sandbox.ts'
import { parseAs } from './decorated/parse-as.ts'

const tree = {
  name: 'shop',
  server: { port: 8080, ratio: 0.5, tls: { enabled: true, cert: 'a b.pem' } },
  hosts: ['a', 'b # c'],
  users: [{ name: 'ann' }, { name: 'bob' }],
  motd: 'line one\nline "two"\n',
  odd: `it's \\ $5 %{x} # ; = : 😀`,
  empty: '',
  version: '1e5',
  answer: 'yes',
}
const variables = {
  NAME: 'shop',
  SERVER__PORT: '8080',
  SERVER__RATIO: '0.5',
  SERVER__TLS__ENABLED: 'true',
  SERVER__TLS__CERT: 'a b.pem',
  HOSTS: '["a","b # c"]',
  USERS: '[{"name":"ann"},{"name":"bob"}]',
  MOTD: 'line one\nline "two"\n',
  ODD: `it's \\ $5 %{x} # ; = : 😀`,
  EMPTY: '',
  VERSION: '1e5',
  ANSWER: 'yes',
}
const texts = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, item) => (typeof item === 'object' ? item : String(item)))

async function exported(form: string, ...more: readonly string[]): Promise<string> {
  const sandbox = new Sandbox({ 'a.json': JSON.stringify(tree) })
  const { code, stdout } = await sandbox.call(['export', '--file', 'a.json', '--format', form, ...more])
  expect(code).toBe(0)
  return stdout
}

describe('export', () => {
  it.each(['json', 'jsonc', 'json5', 'yaml', 'toml'] as const)('to %s reads back as the same values', async (form) => {
    expect(parseAs(form, await exported(form))).toEqual(tree)
  })

  it('to YAML means the same to another reader, of either version', async () => {
    const text = await exported('yaml')
    expect(parseYaml(text, { version: '1.2' })).toEqual(tree)
    expect(parseYaml(text, { version: '1.1' })).toEqual(tree)
  })

  it('to INI and properties reads back as the same texts', async () => {
    const lists = { hosts: JSON.stringify(tree.hosts), users: JSON.stringify(tree.users) }
    expect(parseAs('ini', await exported('ini'))).toEqual(texts({ ...tree, ...lists }))
    expect(parseAs('properties', await exported('properties'))).toEqual(texts(tree))
  })

  it('to .env reads back as the same variables', async () => {
    expect(parseAs('dotenv', await exported('dotenv'))).toEqual(variables)
    // Node knows no escaped quotes; everything else it reads alike.
    const { MOTD: _motd, ODD: _odd, ...plain } = parseEnv(await exported('dotenv'))
    const { MOTD, ODD, ...expected } = variables
    expect(plain).toEqual(expected)
  })

  it.each([
    ['k8s-configmap', 'ConfigMap', 'data'],
    ['k8s-secret', 'Secret', 'stringData'],
  ])('to %s is a manifest with the same variables', async (form, kind, member) => {
    const text = await exported(form)
    for (const version of ['1.1', '1.2'] as const)
      expect(parseYaml(text, { version })).toMatchObject({ apiVersion: 'v1', kind, [member]: variables })
  })

  it('to tfvars holds the same values', async () => {
    // One item a line, so that a few replacements make JSON of it.
    const json = (await exported('tfvars'))
      .replace(/^(\s*)("[^"]*"|[\w-]+) = (.*)$/gm, (_line, indent, key, rest) => `${indent}${JSON.stringify(key)}: ${rest}`)
      .replace(/([^[{,])\n(?=\s*")/g, '$1,\n')
      .replace(/,(\s*[\]}])/g, '$1')
      .replace(/([$%])\1\{/g, '$1{')
    expect(JSON.parse(`{${json}}`)).toEqual(tree)
  })

  it.each([
    [['server.*'], { server: tree.server }],
    [['server.port'], { server: { port: 8080 } }],
    [['**.name'], { name: 'shop', users: tree.users }],
    [['users**.name'], { users: tree.users }],
    [['users[1].*'], { users: [{ name: 'bob' }] }],
    [['name', '**.cert'], { name: 'shop', server: { tls: { cert: 'a b.pem' } } }],
    [['*'], tree],
  ])('with --only %j leaves the rest out', async (patterns, expected) => {
    const only = patterns.flatMap((pattern) => ['--only', pattern])
    expect(JSON.parse(await exported('json', ...only))).toEqual(expected)
  })

  it('gives a part by its path', async () => {
    expect(JSON.parse(await exported('json', 'server.tls'))).toEqual(tree.server.tls)
  })
})

const files = {
  'configmanage.config.yaml':
    'name: shop\nprofiles: { base: {}, prod: { extends: base } }\nprofile: { default: base }\nsources: [{ file: a.json }]\n',
  'a.json': '{"a": 1, "s": "x y", "none": null}',
  'twice.json': '{"a": 1,\n "a": 2}',
  'broken.yaml': 'a: [\n',
}

describe('with --json', () => {
  it.each([
    ['validate', 'ValidateResult', 0, [], { profiles: [{ name: 'base', ok: true, issues: 0 }] }],
    ['validate -p prod', 'ValidateResult', 0, [], { profiles: [{ name: 'prod', ok: true, issues: 0 }] }],
    ['validate --profile nope', 'ValidateResult', 3, ['PROFILE_UNKNOWN'], { profiles: [{ name: 'nope', ok: false, issues: 1 }] }],
    [
      'validate twice.json',
      'ValidateResult',
      0,
      ['FORMAT_DUPLICATE_KEY'],
      { files: [{ name: 'twice.json', ok: true, issues: 1 }] },
    ],
    [
      'validate twice.json --max-warnings 0',
      'ValidateResult',
      1,
      ['FORMAT_DUPLICATE_KEY'],
      { files: [{ name: 'twice.json', ok: true, issues: 1 }] },
    ],
    ['validate broken.yaml', 'ValidateResult', 3, ['FORMAT_SYNTAX'], { files: [{ name: 'broken.yaml', ok: false, issues: 1 }] }],
    ['validate nope.json', 'ValidateResult', 3, ['SOURCE_MISSING'], { files: [{ name: 'nope.json', ok: false, issues: 1 }] }],
    ['explain nope', 'Explanation', 1, ['KEY_MISSING'], {}],
    ['explain a --file broken.yaml', 'Explanation', 3, ['FORMAT_SYNTAX'], {}],
    ['get nope', 'GetResult', 1, ['KEY_MISSING'], {}],
    ['get a --file broken.yaml', 'GetResult', 3, ['FORMAT_SYNTAX'], {}],
    ['get a[', 'GetResult', 2, ['CLI_USAGE'], {}],
    ['export nope', 'ExportResult', 1, ['KEY_MISSING'], {}],
    ['export --file nope.json', 'ExportResult', 3, ['SOURCE_MISSING'], {}],
    ['set b 2 --to a.json', 'SetResult', 0, [], { path: 'b', file: 'a.json', changed: true }],
    ['set a 1 --to a.json', 'SetResult', 0, [], { path: 'a', file: 'a.json', changed: false }],
    ['set a x --to a.json', 'SetResult', 1, ['VALUE_TYPE'], {}],
    ['set a 1 --to broken.yaml', 'SetResult', 3, ['FORMAT_SYNTAX'], {}],
    ['set a 1', 'SetResult', 2, ['CLI_USAGE'], {}],
    ['unset a --to a.json', 'UnsetResult', 0, [], { path: 'a', file: 'a.json', changed: true }],
    ['unset a --to nope.json', 'UnsetResult', 3, ['SOURCE_MISSING'], {}],
    ['convert nope.json -', 'ConvertResult', 3, ['SOURCE_MISSING'], {}],
    ['convert a.json b.unknown', 'ConvertResult', 3, ['FORMAT_UNKNOWN'], {}],
    ['profiles list -p nope', 'ProfileList', 3, ['PROFILE_UNKNOWN'], {}],
    ['get', 'UsageError', 2, ['CLI_USAGE'], {}],
    ['get a --nope', 'UsageError', 2, ['CLI_USAGE'], {}],
    ['nope', 'UsageError', 2, ['CLI_USAGE'], {}],
  ] as const)('%s answers with an envelope', async (line, kind, exitCode, codes, data) => {
    const { code, stdout, stderr } = await new Sandbox(files).call(`${line} --json`)
    const envelope = JSON.parse(stdout)
    expect({ code, stderr, keys: Object.keys(envelope) }).toEqual({
      code: exitCode,
      stderr: '',
      keys: ['apiVersion', 'kind', 'ok', 'exitCode', 'issues', 'data'],
    })
    expect(envelope).toMatchObject({ apiVersion: 'configmanage/v1', kind, ok: exitCode === 0, exitCode, data })
    expect(envelope.issues.map((issue: { code: string }) => issue.code)).toEqual(codes)
    for (const issue of envelope.issues) {
      expect(issue).toMatchObject({ severity: expect.stringMatching(/^(error|warning)$/), related: expect.any(Array) })
      expect(issue.docs).toBe(`docs/errors.md#${issue.code.toLowerCase()}`)
      if (issue.code.startsWith('FORMAT_SYNTAX')) expect(issue).toMatchObject({ file: 'broken.yaml', line: expect.any(Number) })
    }
  })

  it.each([
    ['get a', 1],
    ['get s', 'x y'],
    ['get none', null],
    ['get nope --default d', 'd'],
    ['export', { a: 1, s: 'x y', none: null }],
    ['convert a.json -', { a: 1, s: 'x y', none: null }],
  ])('%s answers with the bare data', async (line, expected) => {
    const { code, stdout } = await new Sandbox(files).call(`${line} --json`)
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 0, answer: expected })
  })
})

const definition = {
  name: 'shop',
  profiles: { base: {}, prod: { extends: 'base', aliases: ['production'] } },
  profile: { env: 'SHOP_ENV', default: 'base' },
}
const sources = [
  ['file', 'config/base.yaml'],
  ['file', { path: 'config/{profile}.yaml', optional: true }],
  ['dotenv', { path: '.env' }],
  ['env', { prefix: 'SHOP_' }],
  ['args', {}],
] as const
const asData = JSON.stringify({ ...definition, sources: sources.map(([kind, options]) => ({ [kind]: options })) })
const calls = sources.map(([kind, options]) =>
  typeof options === 'string' || kind !== 'file'
    ? `${kind}(${JSON.stringify(options)})`
    : `file(${JSON.stringify(options.path)}, { optional: true })`,
)
const asModule = `import { args, dotenv, env, file } from '${import.meta.resolve('configmanage')}'
export default { ...${JSON.stringify(definition)}, sources: [${calls.join(', ')}] }
`
const asToml = `name = "shop"
profiles.base = {}
profiles.prod = { extends = "base", aliases = ["production"] }
profile = { env = "SHOP_ENV", default = "base" }
sources = [
  { file = "config/base.yaml" },
  { file = { path = "config/{profile}.yaml", optional = true } },
  { dotenv = { path = ".env" } }, { env = { prefix = "SHOP_" } }, { args = {} },
]
`

describe('a manifest', () => {
  const layers = {
    'config/base.yaml': 'server: { port: 8080, host: localhost }\nhosts: [a]\n',
    'config/prod.yaml': 'server: { port: 8443 }\n',
    '.env': 'SERVER__HOST=dot\n',
    'sub/deep/x.txt': '',
  }
  const questions = [
    'export --json -p production -- --server.tls on',
    'explain server.port --json -p prod',
    'explain server.host --json --set server.host=top -- --server.host arg',
    'profiles list --json',
    'validate --all-profiles --json',
    'get server.port -C sub/deep',
    'get server.port -C sub -c ../NAME',
    'get server.port -c NAME -p prod',
    'get server.port -C sub --file ../config/prod.yaml',
  ]
  async function answers(name: string, text: string): Promise<readonly string[]> {
    const sandbox = new Sandbox({ ...layers, [name]: text })
    const given: string[] = []
    for (const question of questions) {
      const { code, stdout, stderr } = await sandbox.call(question.replace('NAME', name), { env: { SHOP_HOSTS: 'x,y' } })
      given.push(`${question}: ${code} ${stdout}${stderr}`)
    }
    return given
  }

  it.each([
    ['configmanage.config.json', asData],
    ['configmanage.config.toml', asToml],
    ['configmanage.config.mjs', asModule],
    ['configmanage.config.ts', `const unused: string = 'types are removed'\n${asModule}export { unused }\n`],
  ])('says as %s what it says in YAML, from every folder', async (name, text) => {
    const expected = await answers('configmanage.config.yaml', asData)
    expect(expected.every((answer) => answer.includes(': 0 '))).toBe(true)
    expect(await answers(name, text)).toEqual(expected)
  })

  it.each([
    ['configmanage.config.yaml', 'sources:\n  - fiel: a.yaml\n', 2, 5, 'did you mean "file"?'],
    ['configmanage.config.yaml', 'sources:\n  - file: { path: a.yaml, optionl: true }\n', 2, 27, 'did you mean "optional"?'],
    ['configmanage.config.yaml', 'sources: []\nprofiles: { a: { extend: b } }\n', 2, 18, 'did you mean "extends"?'],
    ['configmanage.config.yaml', 'sources: []\nprofile: { envv: X }\n', 2, 12, 'did you mean "env"?'],
    ['configmanage.config.toml', 'sources = []\n[limits]\nmaxDept = 3\n', 3, 1, 'did you mean "maxDepth"?'],
    ['configmanage.config.json', '{"sources": [{"env": {"prefx": "A_"}}]}', 1, 23, 'did you mean "prefix"?'],
    ['configmanage.config.json', '{"sources": [],\n "nam": "x"}', 2, 2, 'did you mean "name"?'],
  ])('in %s is corrected with a place and a suggestion: %s', async (name, text, line, column, hint) => {
    const { code, stdout } = await new Sandbox({ [name]: text }).call('get x --json')
    const { issues } = JSON.parse(stdout)
    expect({ code, issues }).toMatchObject({ code: 3, issues: [{ code: 'OPTION_INVALID', file: name, line, column, hint }] })
  })

  it.each([
    ['configmanage.config.yaml', '', 'OPTION_INVALID'],
    ['configmanage.config.yaml', 'sources: [\n', 'FORMAT_SYNTAX'],
    ['configmanage.config.mjs', 'export const x = 1\n', 'OPTION_INVALID'],
    ['configmanage.config.mjs', 'throw new Error("no")\n', 'SOURCE_FAILED'],
  ])('in %s that cannot be used is named: %j', async (name, text, code) => {
    const { stdout } = await new Sandbox({ [name]: text, 'sub/x': '' }).call('get x --json -C sub')
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, issues: [{ code, file: `../${name}` }] })
  })
})
