import { describe, expect, it } from 'vitest'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import { Sandbox } from './cli-sandbox.ts'

const manifest = `name: shop
schema: schema.json
profiles: { dev: {}, prod: {} }
profile: { default: dev }
sources:
  - file: config/base.yaml
  - file: { path: "config/{profile}.yaml", optional: true }
  - file: config/services.toml
  - file: config/routes.json
  - env: { prefix: SHOP_ }
`
const schema = {
  type: 'object',
  required: ['port', 'mail'],
  properties: {
    port: { type: 'integer', minimum: 1 },
    mail: { $ref: 'mail.json' },
    kind: { oneOf: [{ const: 'a' }, { const: 'b' }] },
  },
}
const project = {
  'configmanage.config.yaml': manifest,
  'schema.json': JSON.stringify(schema),
  'mail.json':
    '{"type": "object", "properties": {"from": {"type": "string", "default": "shop@example.org"}, "key": {"type": "string", "x-secret": true}}}',
  'config/base.yaml': '# Where it listens.\nport: 80\n',
  'config/prod.yaml': 'port: 81\nmail:\n  key: k\n',
  'config/services.toml': 'kind = "a"\n',
  'config/routes.json': '{}\n',
}

describe('types', () => {
  it('prints declarations, through files that the schema refers to', async () => {
    const { code, stdout } = await new Sandbox(project).call('types --name Shop')
    const { stdout: json } = await new Sandbox(project).call('types --name Shop --json')
    expect(JSON.parse(json)).toMatchObject({ kind: 'TypesResult', ok: true, data: { text: stdout } })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\/\/ Written from the schema by: configmanage types --name Shop\n/)
    expect(stdout).toContain('readonly mail: ')
    expect(stdout).toContain('  readonly key?: Secret<string>\n')
    expect(stdout).toContain("  readonly kind?: 'a' | 'b'\n")
  })

  it('writes a file once, and then only checks it', async () => {
    const sandbox = new Sandbox(project)
    expect((await sandbox.call('types --out src/config.d.ts')).stderr).toBe('wrote src/config.d.ts\n')
    expect(await sandbox.call('types --out src/config.d.ts')).toMatchObject({
      code: 0,
      stderr: 'src/config.d.ts is up to date\n',
    })
    expect((await sandbox.call('types --out src/config.d.ts --check')).code).toBe(0)
    sandbox.write('src/config.d.ts', sandbox.read('src/config.d.ts').replaceAll('\n', '\r\n'))
    expect((await sandbox.call('types --out src/config.d.ts --check')).code).toBe(0)
  })

  it('fails with --check when the file is out of date, and leaves it as it is', async () => {
    const sandbox = new Sandbox({ ...project, 'config.d.ts': 'old' })
    const { code, stdout } = await sandbox.call('types --out config.d.ts --check --json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'TypesResult',
      exitCode: 1,
      issues: [{ code: 'GENERATED_STALE', file: 'config.d.ts', hint: 'run: configmanage types --out config.d.ts' }],
    })
    expect(sandbox.read('config.d.ts')).toBe('old')
    expect((await sandbox.call('types --out none.d.ts --check')).code).toBe(1)
    expect(sandbox.has('none.d.ts')).toBe(false)
  })

  it.each([
    ['types --check', 2],
    ['types --name 1a', 2],
  ])('refuses %s', async (line, code) => {
    expect((await new Sandbox(project).call(line)).code).toBe(code)
  })

  it('says what to do where there is no schema', async () => {
    const { code, stderr } = await new Sandbox({ 'configmanage.config.yaml': 'sources: []' }).call('types')
    expect(code).toBe(3)
    expect(stderr).toContain('configmanage schema infer')
  })
})

describe('schema export', () => {
  it('gives the schema of a program as JSON Schema', async () => {
    const text = `import { s } from ${JSON.stringify(`${process.cwd()}/src/schema/index.ts`)}
export default { sources: [], schema: s.object({ port: s.port().default(8080), pair: s.tuple([s.string(), s.number()]) }) }\n`
    const sandbox = new Sandbox({ 'configmanage.config.ts': text })
    const { stdout, stderr } = await sandbox.call('schema export')
    expect({ stderr, document: JSON.parse(stdout) }).toMatchObject({
      stderr: '',
      document: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: { port: { default: 8080, 'x-type': 'port' } },
      },
    })
    const old = JSON.parse((await sandbox.call('schema export --to draft-07')).stdout)
    expect(old.$schema).toBe('http://json-schema.org/draft-07/schema#')
    expect(old.properties.pair.items).toHaveLength(2)
  })

  it('writes draft 7 in the words of 2020-12', async () => {
    const draft07 = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { p: { $id: '#port', type: 'integer' } },
      properties: { a: { $ref: '#/definitions/p' }, b: { items: [{ type: 'string' }], additionalItems: false } },
      dependencies: { a: ['b'], b: { required: ['a'] } },
    }
    const sandbox = new Sandbox({ ...project, 'schema.json': JSON.stringify(draft07) })
    expect(JSON.parse((await sandbox.call('schema export --to 2020-12')).stdout)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { p: { $anchor: 'port', type: 'integer' } },
      properties: { a: { $ref: '#/$defs/p' }, b: { prefixItems: [{ type: 'string' }], items: false } },
      dependentRequired: { a: ['b'] },
      dependentSchemas: { b: { required: ['a'] } },
    })
  })

  it('gives a schema for one file among several', async () => {
    const partial = JSON.parse((await new Sandbox(project).call('schema export --partial')).stdout)
    const validator = compileJsonSchema(partial, { load: () => ({}) })
    expect(validator.isValid({})).toBe(true)
    expect(validator.isValid({ port: '${env:PORT}', kind: 'a' })).toBe(true)
    expect(validator.isValid({ port: 'eighty' })).toBe(false)
    expect(validator.isValid({ port: 0 })).toBe(false)
    expect(validator.isValid({ kind: 'c' })).toBe(false)
  })
})

describe('schema infer', () => {
  it('makes a schema of all profiles, with comments as descriptions', async () => {
    const { code, stdout } = await new Sandbox(project).call('schema infer', { env: { SHOP_NOISE: '1' } })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'shop',
      type: 'object',
      properties: {
        port: { description: 'Where it listens.', type: 'integer', minimum: 1, maximum: 65_535, 'x-type': 'port' },
        kind: { type: 'string' },
        mail: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
      },
      required: ['port', 'kind'],
    })
  })

  it('makes one of files, and knows secrets by their names', async () => {
    const sandbox = new Sandbox({ 'a.env': 'API_TOKEN=abc\nPORT=80\n', 'b.env': 'API_TOKEN=def\n' })
    expect(JSON.parse((await sandbox.call('schema infer a.env b.env')).stdout)).toMatchObject({
      properties: { API_TOKEN: { type: 'string', 'x-secret': true }, PORT: { type: 'integer' } },
      required: ['API_TOKEN'],
    })
    expect((await sandbox.call('schema infer none.yaml')).code).toBe(3)
  })
})

describe('schema docs', () => {
  it('writes a page, or a .env file with the prefix of the manifest', async () => {
    const sandbox = new Sandbox(project)
    expect((await sandbox.call('schema docs')).stdout).toContain('# Configuration of shop\n\n| Setting |')
    const { stdout } = await sandbox.call('schema docs --format dotenv')
    expect(stdout).toContain('SHOP_MAIL__FROM=shop@example.org\n')
    expect(stdout).toContain('SHOP_MAIL__KEY=\n')
    expect((await sandbox.call('schema docs --format dotenv --prefix X_')).stdout).toContain('X_MAIL__KEY=\n')
  })

  it('hides what only the manifest calls secret', async () => {
    const sandbox = new Sandbox({ ...project, 'configmanage.config.yaml': `${manifest}secrets: [mail.from]\n` })
    for (const format of ['markdown', 'dotenv', 'json'])
      expect((await sandbox.call(`schema docs --format ${format}`)).stdout).not.toContain('shop@example.org')
  })

  it('gives the settings as data', async () => {
    const { stdout } = await new Sandbox(project).call('schema docs --json')
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'SchemaDocs',
      data: {
        settings: expect.arrayContaining([
          expect.objectContaining({ path: 'mail.key', secret: true, variable: 'SHOP_MAIL__KEY' }),
        ]),
      },
    })
  })

  it.each(['schema docs --format html', 'schema docs --prefix a-b'])('refuses %s', async (line) => {
    expect((await new Sandbox(project).call(line)).code).toBe(2)
  })

  it('has its forms completed', async () => {
    const { stdout } = await new Sandbox({}).call(['__complete', '--', 'schema', 'docs', '--format', ''])
    expect(stdout).toBe('markdown\ndotenv\njson\n')
  })
})

describe('schema editor', () => {
  it('prints settings for every format that an editor can check', async () => {
    const { stdout } = await new Sandbox(project).call('schema editor')
    expect(JSON.parse(stdout)).toEqual({
      'yaml.schemas': { './configmanage.schema.json': ['config/*.yaml', 'config/base.yaml'] },
      'json.schemas': [{ fileMatch: ['/config/routes.json'], url: './configmanage.schema.json' }],
      'evenBetterToml.schema.associations': { '.*/config/services\\.toml$': './configmanage.schema.json' },
    })
  })

  it('merges them into settings that are there, and keeps what stands in them', async () => {
    const before = `{
  // Ours.
  "editor.tabSize": 2,
  "yaml.schemas": { "other.json": ["x.yaml"] }, // stays
  "json.schemas": [{ "fileMatch": ["/x.json"], "url": "./other.json" }]
}
`
    const sandbox = new Sandbox({ ...project, '.vscode/settings.json': before })
    expect((await sandbox.call('schema editor --write')).code).toBe(0)
    const after = sandbox.read('.vscode/settings.json')
    expect(after).toContain('// Ours.\n  "editor.tabSize": 2,')
    expect(after).toContain('// stays')
    const settings = JSON.parse(after.replaceAll(/\/\/ .*$/gm, ''))
    expect(Object.keys(settings['yaml.schemas'])).toEqual(['other.json', './configmanage.schema.json'])
    expect(settings['json.schemas'].map(({ url }: { url: string }) => url)).toEqual([
      './other.json',
      './configmanage.schema.json',
    ])

    const again = await sandbox.call('schema editor --write --json')
    expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'SchemaEditor', data: { changed: [] } })
    expect(sandbox.read('.vscode/settings.json')).toBe(after)
  })

  it('writes a line at the beginning of each file, once', async () => {
    const sandbox = new Sandbox({ ...project, 'config/dev.yaml': '# yaml-language-server: $schema=old.json\r\nport: 1\r\n' })
    await sandbox.call('schema editor --headers --write')
    await sandbox.call('schema editor --headers --write')
    expect(sandbox.read('config/base.yaml')).toBe(
      '# yaml-language-server: $schema=../configmanage.schema.json\n# Where it listens.\nport: 80\n',
    )
    expect(sandbox.read('config/dev.yaml')).toBe('# yaml-language-server: $schema=../configmanage.schema.json\r\nport: 1\r\n')
    expect(sandbox.read('config/services.toml')).toBe('#:schema ../configmanage.schema.json\nkind = "a"\n')
    expect(sandbox.read('config/routes.json')).toBe('{}\n')
  })

  it('leaves the manifest and files of no profile alone', async () => {
    const manifest = 'schema: schema.json\nprofiles: { dev: {}, prod: {} }\nsources: [{ file: "{profile}.yaml" }]\n'
    const files = { 'prod.yaml': 'a: 1\n', 'other.yaml': 'b: 2\n', 'schema.json': '{ "type": "object" }' }
    const sandbox = new Sandbox({ 'configmanage.config.yaml': manifest, ...files })
    await sandbox.call('schema editor --headers --write')
    expect(sandbox.read('prod.yaml')).toContain('$schema=configmanage.schema.json')
    expect([sandbox.read('configmanage.config.yaml'), sandbox.read('other.yaml')]).toEqual([manifest, 'b: 2\n'])
    expect(JSON.parse((await sandbox.call('schema editor')).stdout)['yaml.schemas']).toEqual({
      './configmanage.schema.json': ['dev.yaml', 'prod.yaml'],
    })

    sandbox.write('configmanage.config.yaml', manifest.replace('profiles: { dev: {}, prod: {} }\n', ''))
    await sandbox.call('schema editor --headers --write')
    expect(sandbox.read('configmanage.config.yaml')).not.toContain('$schema')
  })

  it('refuses a schema outside of the project', async () => {
    expect((await new Sandbox(project).call('schema editor --schema ../x.json')).code).toBe(2)
  })
})
