import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

/** A small project of another tool. Its files have names that our own tools leave alone: `dot-env`, `server.js.txt`. */
function projectOf(tool: string): Sandbox {
  const sandbox = new Sandbox({})
  cpSync(join('test/e2e/fixtures/layouts', tool), sandbox.folder, { recursive: true })
  for (const name of readdirSync(sandbox.folder, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(sandbox.folder, name)).isDirectory()) continue
    const real = name.replace(/(^|[\\/])dot-/, '$1.').replace(/\.txt$/, '')
    if (real !== name) renameSync(join(sandbox.folder, name), join(sandbox.folder, real))
  }
  return sandbox
}

interface Envelope {
  readonly kind: string
  readonly ok: boolean
  readonly issues: readonly {
    code: string
    severity: string
    file?: string
    line?: number
    path?: string
    hint?: string
    name?: string
  }[]
  readonly data: {
    readonly manifest: string | null
    readonly found: readonly {
      tool: string
      files: readonly { file: string; role: string; profile?: string; keys?: number }[]
      keys: number
      profiles: readonly string[]
      agreement?: { agree: number; of: number }
      notes: readonly string[]
      next: readonly string[]
    }[]
    readonly sources: readonly { name: string; keys: number; optional: boolean; profiles: readonly string[] }[]
    readonly generated: readonly { file: string; current: boolean }[]
    readonly next: readonly string[]
  }
}

async function doctor(sandbox: Sandbox): Promise<Envelope & { readonly code: number }> {
  const { code, stdout } = await sandbox.call('doctor --json')
  return { ...(JSON.parse(stdout) as Envelope), code }
}

describe('doctor in a project that has no manifest', () => {
  it('knows node-config: files, profiles, variables, and where they disagree', async () => {
    const { code, issues, data, kind } = await doctor(projectOf('node-config'))
    expect({ code, kind, manifest: data.manifest }).toEqual({ code: 0, kind: 'DoctorResult', manifest: null })
    expect(data.found).toHaveLength(1)
    expect(data.found[0]).toMatchObject({
      tool: 'node-config',
      keys: 11,
      profiles: ['production', 'staging'],
      files: [
        { file: 'config/custom-environment-variables.json', role: 'variables', keys: 3 },
        { file: 'config/default.json', role: 'base', keys: 10 },
        { file: 'config/local-development.json', role: 'local', keys: 1 },
        { file: 'config/production.yaml', role: 'profile', profile: 'production', keys: 5 },
        { file: 'config/staging.yaml', role: 'profile', profile: 'staging', keys: 2 },
        { file: 'config/test.js', role: 'code' },
      ],
      notes: [
        'config/custom-environment-variables.json maps 3 variables',
        'config/test.js is a program, and was not run',
        'config/default.json is JSON5: other readers want it to be called so',
      ],
    })
    expect(issues).toMatchObject([
      { code: 'LAYOUT_KEY_UNMATCHED', path: 'database.pasword', line: 3 },
      { code: 'LINT_TYPE_DRIFT', file: 'config/production.yaml', line: 6, path: 'database.pool.max' },
      { code: 'LAYOUT_KEY_MISSING', file: 'config/production.yaml', line: 9, path: 'mail.relay' },
    ])
  })

  it('knows .env files, and the slip that parts one from its example', async () => {
    const { data, issues } = await doctor(projectOf('dotenv'))
    expect(data.found).toMatchObject([
      {
        tool: 'dotenv',
        keys: 4,
        profiles: ['production', 'test'],
        agreement: { agree: 2, of: 4 },
        files: [{ role: 'base' }, { role: 'example' }, { file: '.env.production', role: 'profile' }, { file: '.env.test' }],
      },
    ])
    expect(issues).toMatchObject([
      { code: 'LAYOUT_KEY_MISSING', file: '.env', line: 2, hint: 'did you mean "DATABASE_URL"?' },
      { code: 'LAYOUT_KEY_MISSING', file: '.env.example', line: 2 },
    ])
  })

  it('knows dotenvx, and fails for a private key that git tracks', async () => {
    const sandbox = projectOf('dotenvx')
    const before = await doctor(sandbox)
    expect(before.data.found).toMatchObject([
      {
        tool: 'dotenvx',
        keys: 3,
        files: [
          { file: '.env.production', keys: 3 },
          { file: '.env.keys', role: 'keys' },
        ],
      },
    ])
    expect(before.data.found[0]?.notes).toEqual(['2 values encrypted, 1 readable'])
    expect(before.code).toBe(0)

    execFileSync('git', ['init', '-q'], { cwd: sandbox.folder })
    execFileSync('git', ['add', '-A'], { cwd: sandbox.folder })
    const after = await doctor(sandbox)
    expect({ code: after.code, ok: after.ok }).toEqual({ code: 1, ok: false })
    expect(after.issues).toMatchObject([{ code: 'PRIVATE_KEY_IN_GIT', severity: 'error', file: '.env.keys' }])
  })

  it('knows convict by its call in code, and not by a comment', async () => {
    const { data } = await doctor(projectOf('convict'))
    expect(data.found).toMatchObject([
      {
        tool: 'convict',
        keys: 4,
        files: [
          { file: 'src/config.ts', role: 'code', keys: 4 },
          { file: 'config/development.json', role: 'data' },
        ],
        notes: ['src/config.ts:4 has the schema, with 3 variables'],
      },
    ])
  })

  it('knows nconf, the order of its stores, and the file that it reads', async () => {
    const { data } = await doctor(projectOf('nconf'))
    expect(data.found).toMatchObject([
      {
        tool: 'nconf',
        keys: 3,
        files: [{ file: 'server.js' }, { file: 'config/settings.json', keys: 3 }],
        notes: ['server.js:3 puts the stores in order: argv, env, file, defaults'],
      },
    ])
  })

  it('knows c12 and leaves the files of other tools alone', async () => {
    const { data } = await doctor(projectOf('c12'))
    expect(data.found).toMatchObject([
      {
        tool: 'c12',
        keys: 2,
        files: [{ file: 'src/load.ts' }, { file: 'press.config.ts', role: 'code' }, { file: 'press.config.yaml', keys: 2 }],
      },
    ])
    expect(data.next).toEqual(['configmanage schema infer press.config.yaml --out schema.json'])
  })

  it('knows trees of INI files', async () => {
    const { data, issues } = await doctor(projectOf('ini'))
    expect(data.found).toMatchObject([
      { tool: 'ini', keys: 4, profiles: ['production', 'staging'], agreement: { agree: 3, of: 4 } },
    ])
    expect(issues).toMatchObject([{ code: 'LAYOUT_KEY_MISSING', file: 'config/production.ini', line: 5 }])
  })

  it('proposes commands that work', async () => {
    for (const tool of ['node-config', 'dotenv', 'convict', 'nconf', 'c12', 'ini']) {
      const sandbox = projectOf(tool)
      const [line = ''] = (await doctor(sandbox)).data.next
      const words = line.split(' ').slice(1)
      expect({ tool, code: (await sandbox.call(words)).code }).toEqual({ tool, code: 0 })
      expect(JSON.parse(sandbox.read('schema.json'))).toHaveProperty('properties')
    }
  })

  it('says so when there is nothing', async () => {
    const { code, stdout } = await new Sandbox({ 'README.md': '# none' }).call('doctor')
    expect(code).toBe(0)
    expect(stdout).toContain('nothing that is known here')
  })

  it('reports a malformed file as a finding, not as a failure of its own', async () => {
    const sandbox = new Sandbox({ 'config/default.yaml': 'a: [1\n' })
    const { code, issues } = await doctor(sandbox)
    expect(code).toBe(1)
    expect(issues[0]).toMatchObject({ code: 'FORMAT_SYNTAX', file: 'config/default.yaml' })
  })

  it('shows people what is there, and what to do next', async () => {
    const { stdout } = await projectOf('node-config').call('doctor')
    expect(stdout.split('\n').slice(1)).toEqual([
      '  found  node-config  config/custom-environment-variables.json, config/default.json, config/local-development.json, config/production.yaml and 2 more  11 keys',
      '          config/custom-environment-variables.json maps 3 variables',
      '          config/test.js is a program, and was not run',
      '          config/default.json is JSON5: other readers want it to be called so',
      '  ▲  LAYOUT_KEY_UNMATCHED  config/custom-environment-variables.json:3  DATABASE_PASSWORD sets database.pasword, which no other file has',
      '       correct the key, or add it to default',
      '  ▲  LINT_TYPE_DRIFT       config/production.yaml:6                    database.pool.max is a number here, and a string in config/default.json',
      '       write the same type in all files',
      '  ▲  LAYOUT_KEY_MISSING    config/production.yaml:9                    mail.relay is set here, and not in config/staging.yaml',
      '       add it there, or to the common file',
      '  ▲  node-config: 9 of 11 keys agree across 2 profiles',
      '0 errors, 3 warnings',
      'next  configmanage schema infer config/local-development.json config/production.yaml config/staging.yaml --out schema.json',
      '',
    ])
  })
})

const manifest = `name: shop
schema: schema.json
profiles: { dev: {}, prod: {} }
profile: { default: dev }
sources:
  - file: config/base.yaml
  - file: { path: "config/{profile}.yaml", optional: true }
  - env: { prefix: SHOP_ }
`
const project = {
  'configmanage.config.yaml': manifest,
  'schema.json': '{"type": "object", "properties": {"port": {"type": "integer"}, "log": {"type": "string"}}}',
  'config/base.yaml': 'port: 80\nlog: info\n',
  'config/prod.yaml': 'port: 81\n',
}

describe('doctor with a manifest', () => {
  it('knows one that is a program, too', async () => {
    const file = { kind: 'object', name: 'object', optional: true }
    const text = `export default { sources: [{ ...${JSON.stringify(file)}, read: () => undefined }] }\n`
    const sandbox = new Sandbox({ 'configmanage.config.mjs': text })
    expect((await doctor(sandbox)).data.manifest).toBe('configmanage.config.mjs')
    expect((await sandbox.call('doctor')).stdout).toContain(' · configmanage.config.mjs\n')
  })

  it('tells sources that cannot be used from those with nothing, and from those that were not reached', async () => {
    const sources = 'sources:\n  - file: broken.yaml\n  - file: fine.yaml\n  - file: { path: none.yaml, optional: true }\n'
    const sandbox = new Sandbox({ 'configmanage.config.yaml': sources, 'broken.yaml': 'a: [\n', 'fine.yaml': 'a: 1\n' })
    expect((await sandbox.call('doctor')).stdout).toMatch(/✖ +file:broken.yaml +cannot be used\n +○ +file:fine.yaml +not read,/)
    sandbox.write('broken.yaml', 'a: 1\n')
    const { stdout } = await sandbox.call('doctor')
    expect(stdout).toMatch(
      /✔ +file:broken.yaml +1 key\n +✔ +file:fine.yaml +1 key\n +○ +file:none.yaml +nothing there, which is allowed/,
    )
  })

  it('says what each source has', async () => {
    const { code, data, issues } = await doctor(new Sandbox(project))
    expect({ code, issues }).toEqual({ code: 0, issues: [] })
    expect(data.sources).toMatchObject([
      { name: 'file:config/base.yaml', keys: 2, profiles: ['dev', 'prod'] },
      { name: 'file:config/{profile}.yaml', keys: 1, profiles: ['prod'], optional: true },
      { name: 'environment SHOP_*', keys: 0, optional: true },
    ])
  })

  it('reports a source that is not there', async () => {
    const { 'config/base.yaml': _, ...rest } = project
    const { code, issues } = await doctor(new Sandbox(rest))
    expect(code).toBe(1)
    expect(issues).toContainEqual(expect.objectContaining({ code: 'SOURCE_MISSING' }))
  })

  it('reports a variable that sets nothing', async () => {
    const { stdout } = await new Sandbox(project).call('doctor --json', { env: { SHOP_PROT: '1' } })
    expect((JSON.parse(stdout) as Envelope).issues.map(({ code }) => code)).toContain('LINT_NEAR_MISS')
  })

  it('reports declarations that are out of date, wherever they were written', async () => {
    const sandbox = new Sandbox(project)
    await sandbox.call('types --out src/config.d.ts --name ShopConfig')
    expect((await doctor(sandbox)).data.generated).toEqual([{ file: 'src/config.d.ts', current: true }])
    sandbox.write('schema.json', '{"type": "object", "properties": {"port": {"type": "integer"}, "log": {"type": "number"}}}')
    const { issues, data } = await doctor(sandbox)
    expect(data.generated).toEqual([{ file: 'src/config.d.ts', current: false }])
    expect(issues).toContainEqual(
      expect.objectContaining({
        code: 'GENERATED_STALE',
        hint: 'run: configmanage types --name ShopConfig --out src/config.d.ts',
      }),
    )
  })

  it('takes a manifest that cannot be read for a finding', async () => {
    const { code, issues } = await doctor(new Sandbox({ 'configmanage.config.yaml': 'sorces: []\n' }))
    expect(code).toBe(1)
    expect(issues[0]).toMatchObject({ code: 'OPTION_INVALID', file: 'configmanage.config.yaml' })
  })

  it('is about all profiles', async () => {
    expect((await new Sandbox(project).call('doctor -p prod')).code).toBe(2)
  })
})
