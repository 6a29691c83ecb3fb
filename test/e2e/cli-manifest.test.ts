import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const manifest = `name: shop
profiles:
  base: {}
  prod: { extends: base, aliases: [production] }
profile: { env: SHOP_ENV, default: base }
schema: schema.json
sources:
  - file: config/common.yaml
  - file: { path: 'config/{profile}.yaml', optional: true }
  - dotenv: { path: .env, optional: true }
  - env: { prefix: SHOP_ }
  - args: {}
`
const files = {
  'configmanage.config.yaml': manifest,
  'schema.json':
    '{"type": "object", "properties": {"db": {"type": "object", "properties": {"password": {"type": "string", "x-secret": true}}}}}',
  'config/common.yaml':
    'server:\n  port: 8080\n  host: localhost\n  url: http://${server.host}:${server.port}\ndb:\n  password: hunter2\n  copy: ${db.password}\n',
  'config/prod.yaml': 'server:\n  host: shop.example\n',
  '.env': 'SERVER__PORT=8081\n',
}

const withoutSchema = { ...files, 'configmanage.config.yaml': manifest.replace('schema: schema.json\n', '') }

describe('with a manifest', () => {
  it.each([
    ['get server.port', {}, '8081\n'],
    ['get server.host', {}, 'localhost\n'],
    ['get server.host -p prod', {}, 'shop.example\n'],
    ['get server.host -p production', {}, 'shop.example\n'],
    ['get server.host', { SHOP_ENV: 'prod' }, 'shop.example\n'],
    ['get server.port', { SHOP_SERVER__PORT: '1' }, '1\n'],
    ['get server.port --set server.port=2', { SHOP_SERVER__PORT: '1' }, '2\n'],
    ['get server.url -p prod', {}, 'http://shop.example:8081\n'],
    ['get server.host -C config', {}, 'localhost\n'],
    ['get server.port --file config/common.yaml', {}, '8080\n'],
  ] as const)('%s with %j', async (line, env, stdout) => {
    expect(await new Sandbox(files).call(line, { env })).toEqual({ code: 0, stdout, stderr: '' })
  })

  it('hands what stands behind -- to the application', async () => {
    const sandbox = new Sandbox(files)
    const { stdout } = await sandbox.call('explain server.port --json -- --server.port=9 --no-debug')
    expect(JSON.parse(stdout).data.winner).toEqual({ source: 'arguments', name: '--server.port', value: '9' })
    expect((await sandbox.call('get debug -- --no-debug')).stdout).toBe('false\n')
    expect((await sandbox.call('get server.port --file config/common.yaml -- --server.port=9')).stdout).toBe('8080\n')
  })

  it('takes the manifest that is named', async () => {
    const sandbox = new Sandbox({ ...files, 'other/m.yaml': 'sources:\n  - file: a.json\n', 'other/a.json': '{"x": 1}' })
    expect((await sandbox.call('get x -c other/m.yaml')).stdout).toBe('1\n')
  })

  it('explains across files, .env, environment and flags', async () => {
    const { stdout } = await new Sandbox(files).call('explain server.port -p prod --set server.port=3 --json', {
      env: { SHOP_SERVER__PORT: '2' },
    })
    expect(JSON.parse(stdout).data).toMatchObject({
      profile: ['prod', 'base'],
      winner: { source: 'arguments --set', name: '--set server.port', value: '3' },
      shadowed: [
        { source: 'environment SHOP_*', name: 'SHOP_SERVER__PORT', value: '2' },
        { file: '.env', line: 1, column: 14, name: 'SERVER__PORT', value: '8081' },
        { source: 'file:config/common.yaml', file: 'config/common.yaml', line: 2, column: 9, value: 8080 },
      ],
    })
  })

  it('explains what a reference used', async () => {
    const { stdout } = await new Sandbox(files).call('explain server.url -p prod')
    expect(stdout).toMatch(/\n {2}\$\{server\.host\} {2}shop\.example {2}config\/prod\.yaml:2:9\n/)
    expect(stdout).toMatch(/\n {2}\$\{server\.port\} {2}"8081" +SERVER__PORT \(\.env:1:14\)\n$/)
  })

  it('shows the lines of a broken layer, also from another folder', async () => {
    const sandbox = new Sandbox({ ...files, 'config/prod.yaml': 'server:\n  host: [broken\n' })
    for (const line of ['get server.port -p prod', 'get server.port -p prod -C config']) {
      const { code, stdout, stderr } = await sandbox.call(line)
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toContain('  config/prod.yaml:')
      expect(stderr).toContain(' |   host: [broken\n')
    }
  })
})

describe('secrets', () => {
  it.each([
    'get db.password',
    'get db',
    'explain db.password',
    'explain db --json',
    'export',
    'export --json',
    'export --format dotenv',
    'get db.copy',
    'explain db.copy',
  ])('are hidden by %s', async (line) => {
    const { code, stdout, stderr } = await new Sandbox(files).call(line)
    expect(code).toBe(0)
    expect(stdout).toMatch(/\[secret [0-9a-f]{4}\]/)
    expect(stdout + stderr).not.toContain('hunter2')
  })

  it('are not shown by what they are computed from', async () => {
    const common = 'db:\n  user: me\n  password: hunter2-${db.user}-${db.salt:-pepper9}\n  copy: ${db.password}\n'
    const sandbox = new Sandbox({ ...files, 'config/common.yaml': common })
    for (const line of ['explain db.password', 'explain db.password --json', 'explain db.copy', 'explain db']) {
      expect((await sandbox.call(line)).stdout, line).not.toMatch(/hunter2|pepper9/)
    }
    expect((await sandbox.call('explain db.copy')).stdout).toContain('computed   ${db.password}\n')
  })

  it('are shown when asked for', async () => {
    const sandbox = new Sandbox(files)
    const audited = { env: { CONFIGMANAGE_AUDIT_LOG: 'audit.ndjson' } }
    expect((await sandbox.call('get db.password --reveal', audited)).stdout).toBe('hunter2\n')
    expect((await sandbox.call('export db --format json --reveal', audited)).stdout).toContain('"password": "hunter2"')
  })

  it('have equal fingerprints when they are equal, and between runs with a key', async () => {
    const sandbox = new Sandbox(files)
    const { password, copy } = JSON.parse((await sandbox.call('get db')).stdout)
    expect(copy).toBe(password)
    const env = { CONFIGMANAGE_FINGERPRINT_KEY: 'k' }
    expect(await sandbox.call('get db.password', { env })).toEqual(await sandbox.call('get db.password', { env }))
  })

  it('are not taken from the command line', async () => {
    const sandbox = new Sandbox(files)
    const { code, stderr } = await sandbox.call('set db.password topsecret --to config/prod.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('use --stdin, and leave the value out')
    expect(stderr).not.toContain('topsecret')
    const both = await sandbox.call('set db.password topsecret --stdin --to config/prod.yaml')
    expect(both.stderr).toContain('leave the value out: --stdin reads it')
    expect((await sandbox.call('set db.password --stdin --to config/prod.yaml', { stdin: 'topsecret\n' })).code).toBe(0)
    expect(sandbox.read('config/prod.yaml')).toContain('password: topsecret')
  })
})

describe('validate, with a manifest', () => {
  it('is fine', async () => {
    expect(await new Sandbox(withoutSchema).call('validate --all-profiles')).toEqual({
      code: 0,
      stdout: 'fine: 2 profiles, no problems\n',
      stderr: '',
    })
  })

  it('checks the profile that is named, or all', async () => {
    const sandbox = new Sandbox({ ...withoutSchema, 'config/prod.yaml': 'server:\n  host: ${nothing.here}\n' })
    expect((await sandbox.call('validate')).code).toBe(0)
    expect(await sandbox.call('validate -p prod')).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('error REFERENCE_UNKNOWN'),
    })
    const { code, stdout } = await sandbox.call('validate --all-profiles --json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      issues: [{ code: 'REFERENCE_UNKNOWN', path: 'server.host', file: 'config/prod.yaml', line: 2, column: 9 }],
      data: {
        profiles: [
          { name: 'base', ok: true },
          { name: 'prod', ok: false },
        ],
      },
    })
  })

  it('says once what is wrong in a file that several profiles share', async () => {
    const sandbox = new Sandbox({ ...withoutSchema, 'config/common.yaml': 'a: [1\n' })
    const { stdout } = await sandbox.call('validate --all-profiles')
    expect(stdout).toMatch(/\n1 error in 1 file; 2 profiles checked in 0 ms\n$/)
  })

  it('gives the issues of several broken layers together', async () => {
    const sandbox = new Sandbox({ ...withoutSchema, 'config/common.yaml': 'a: [1\n', 'config/prod.yaml': 'b: "x\n' })
    const { code, stdout } = await sandbox.call('validate -p prod')
    expect(code).toBe(3)
    expect(stdout).toContain('config/common.yaml:')
    expect(stdout).toContain('config/prod.yaml:')
  })

  it('points into a manifest that is wrong', async () => {
    const sandbox = new Sandbox({ 'configmanage.config.yaml': 'name: x\nsorces: []\n' })
    const { code, stderr } = await sandbox.call('validate')
    expect(code).toBe(3)
    expect(stderr).toContain('  configmanage.config.yaml:2:1\n   1 | name: x\n   2 | sorces: []\n')
    expect(stderr).toContain('did you mean "sources"?')
  })

  it('needs a manifest or files', async () => {
    expect(await new Sandbox({}).call('validate')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('error MANIFEST_MISSING'),
    })
  })
})

describe('profiles list', () => {
  it('marks the active one', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('profiles list')).stdout).toBe('●  base\n   prod  extends base  also production\n')
    expect((await sandbox.call('profiles list -p production')).stdout).toBe('   base\n●  prod  extends base  also production\n')
  })

  it('is data with --json', async () => {
    const { stdout } = await new Sandbox(files).call('profiles list --json')
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'ProfileList',
      data: {
        profiles: [
          { name: 'base', extends: [], aliases: [], active: true },
          { name: 'prod', extends: ['base'], aliases: ['production'], active: false },
        ],
      },
    })
  })

  it('does not know a profile that is not there', async () => {
    expect(await new Sandbox(files).call('profiles list -p prdo')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('did you mean "prod"?'),
    })
  })
})

describe('completion, with a manifest', () => {
  it('offers profiles, aliases and keys', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call(['__complete', '--', 'get', '-p', ''])).stdout).toBe(
      'base\tprofile\nprod\tprofile\nproduction\talias of prod\n',
    )
    expect((await sandbox.call(['__complete', '--', 'get', 'server.'])).stdout).toBe(
      'server.port\tstring\nserver.host\tstring\nserver.url\tstring\n',
    )
  })
})

describe('demo', () => {
  it('shows validation, configuration, a ladder and reloads, and ends', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('demo')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('$ configmanage validate --all-profiles\nfine: 3 profiles, no problems\n')
    expect(stdout).toContain('$ configmanage export')
    expect(stdout).toMatch(/\n {2}password: "\[secret [0-9a-f]{4}\]"\n/)
    expect(stdout).toMatch(/\n {4}key: "\[secret [0-9a-f]{4}\]"\n/)
    expect(stdout).not.toMatch(/only-for-this-example|test_key_that_opens_nothing/)
    expect(stdout).toMatch(/● {2}arguments +--set db\.pool\.max +50 +wins/)
    expect(stdout).toMatch(/environment +SHOP_DB__POOL__MAX +40\n/)
    expect(stdout).toMatch(/default +schema\.json:\d+:\d+ +10\n/)
  })

  it('refuses a wrong variable with its name, the rule, and the right values that it hides', async () => {
    const { stdout } = await new Sandbox({}).call('demo')
    const [, report = ''] = /80443 configmanage validate -p prod\n([\s\S]*?)\n\$ /.exec(stdout) ?? []
    expect(report).toMatch(/^error VALUE_RANGE: "server\.port" must be at most 65535\n\n {2}SHOP_SERVER__PORT /)
    expect(report).toMatch(/ +port: 8443\n +\| +\^+ right, but hidden by it\n/)
    expect(report).toMatch(/\n {2}schema\.json:\d+:\d+\n.*"maximum": 65535.*\n +\| +\^+ the rule\n/)
  })

  it('rejects a reload with a wrong value, and keeps the generation', async () => {
    const { stdout } = await new Sandbox({}).call('demo')
    const [, report = ''] = /level loud --to config\/prod\.yaml --no-check\n([\s\S]*)$/.exec(stdout) ?? []
    expect(stdout).toContain('changed: log.level\ngeneration 2: log.level is debug\n')
    expect(report).toMatch(/^error VALUE_CHOICE: .*\n\n {2}config\/prod\.yaml:\d+:\d+\n/)
    expect(report).toMatch(/\n {2}see +config\/base\.yaml:\d+:\d+ +right, but hidden by it\n/)
    expect(report).toMatch(/\ngeneration 2 stays: log\.level is debug\n$/)
  })
})
