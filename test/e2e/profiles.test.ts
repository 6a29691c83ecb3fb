import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const manifest = `name: shop
profiles:
  base: {}
  staging: { extends: base }
  prod: { extends: base, aliases: [production], variables: { region: us } }
  metrics: { sources: [{ object: { metrics: true } }] }
  live: { group: [prod, metrics] }
profile: { env: SHOP_ENV, default: base }
schema: schema.json
sources:
  - file: { path: 'config/{profile}.yaml', optional: true }
  - file: config/us.yaml
    when: prod & !staging
`
const shop = {
  'configmanage.config.yaml': manifest,
  'schema.json': JSON.stringify({ type: 'object', properties: { key: { type: 'string', 'x-secret': true } } }),
  'config/base.yaml': 'port: 80\nhost: localhost\nkey: first\n',
  'config/staging.yaml': 'port: 81\nonly: { here: 1 }\n',
  'config/prod.yaml': 'port: 443\nkey: second\n',
  'config/us.yaml': 'region: ${profile:region}\n',
}

describe('profiles', () => {
  it('are listed with what they extend and group', async () => {
    const { code, stdout } = await new Sandbox(shop).call('profiles list -p live')
    expect(code).toBe(0)
    expect(stdout.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '))).toEqual([
      'base',
      'staging extends base',
      '● prod extends base also production',
      '● metrics',
      '● live groups prod, metrics',
      '',
    ])
    const json = JSON.parse((await new Sandbox(shop).call('profiles list --json', { env: { SHOP_ENV: 'prod' } })).stdout)
    expect(json).toMatchObject({
      kind: 'ProfileList',
      data: {
        profiles: [{ name: 'base' }, {}, { name: 'prod', active: true }, {}, { group: ['prod', 'metrics'] }],
        chosen: { name: 'prod', by: 'variable', reason: 'the variable SHOP_ENV' },
      },
    })
  })

  it('are shown with what decided for them, and with what is read', async () => {
    const { stdout } = await new Sandbox(shop).call('profiles show', { env: { SHOP_ENV: 'live' } })
    expect(stdout).toBe(
      [
        'profile     live',
        'by          the variable SHOP_ENV',
        'active      live, prod, metrics',
        'order       metrics < prod < base < live',
        'variables   region = us',
        'sources     object',
        '            file:config/us.yaml',
        '            file:config/metrics.yaml',
        '            file:config/prod.yaml',
        '            file:config/base.yaml',
        '            file:config/live.yaml',
        '',
      ].join('\n'),
    )
    const { stdout: json } = await new Sandbox(shop).call('profiles show prod,staging --json')
    expect(JSON.parse(json)).toMatchObject({
      kind: 'Profile',
      data: { name: 'prod,staging', chain: ['base', 'prod', 'staging'], variables: { region: 'us' }, choice: { by: 'option' } },
    })
  })

  it('are drawn', async () => {
    const sandbox = new Sandbox(shop)
    expect((await sandbox.call('profiles graph')).stdout).toBe(
      'staging\n└─ extends base ●\nlive\n├─ groups prod\n│  └─ extends base ●\n└─ groups metrics\n',
    )
    expect((await sandbox.call('profiles graph --format mermaid -p prod')).stdout).toBe(
      [
        'graph TD',
        '  p0["base"]',
        '  p1["staging"]',
        '  p2["prod"]',
        '  p3["metrics"]',
        '  p4["live"]',
        '  p1 -->|extends| p0',
        '  p2 -->|extends| p0',
        '  p4 -.->|group| p2',
        '  p4 -.->|group| p3',
        '  classDef active stroke-width:3px',
        '  class p0,p2 active',
        '',
      ].join('\n'),
    )
    expect(JSON.parse((await sandbox.call('profiles graph --json')).stdout).data.edges).toHaveLength(4)
    expect((await sandbox.call('profiles graph --format dot')).code).toBe(2)
  })

  it('say in explain what decided for them', async () => {
    const sandbox = new Sandbox(shop)
    const { stdout } = await sandbox.call('explain port', { env: { SHOP_ENV: 'prod' } })
    expect(stdout).toMatch(/profile {3}prod < base {3}by the variable SHOP_ENV\n/)
    expect((await sandbox.call('explain port -p prod')).stdout).toMatch(/profile {3}prod < base\n/)
    const json = JSON.parse((await sandbox.call('explain port --json', { env: { SHOP_ENV: 'prod' } })).stdout)
    expect(json.data).toMatchObject({ profile: ['prod', 'base'], profileReason: 'the variable SHOP_ENV' })
  })

  it.each([['profiles list'], ['validate'], ['get port'], ['profiles graph --format mermaid']])(
    'in a circle give one issue with every step: %s',
    async (line) => {
      const circle = manifest.replace('base: {}', 'base: { extends: prod }')
      const { code, stdout } = await new Sandbox({ ...shop, 'configmanage.config.yaml': circle }).call(`${line} --json`)
      const { issues } = JSON.parse(line.includes('mermaid') ? '{"issues":[]}' : stdout)
      expect(code).toBe(3)
      if (line.includes('mermaid')) return
      expect(issues).toMatchObject([
        {
          code: 'PROFILE_CYCLE',
          message:
            'profiles extend each other in a circle: base (configmanage.config.yaml:3) -> prod (configmanage.config.yaml:5) -> base',
          file: 'configmanage.config.yaml',
          line: 3,
          column: 20,
          related: [
            { message: '"base" extends "prod"', file: 'configmanage.config.yaml', line: 3, column: 20 },
            { message: '"prod" extends "base"', file: 'configmanage.config.yaml', line: 5, column: 20 },
          ],
        },
      ])
    },
  )

  it('in a condition of a source are told with their place', async () => {
    const wrong = manifest.replace('when: prod & !staging', 'when: prod & !stagign')
    const { code, stderr } = await new Sandbox({ ...shop, 'configmanage.config.yaml': wrong }).call('get port')
    expect(code).toBe(3)
    expect(stderr).toContain('configmanage.config.yaml:13:11')
    expect(stderr).toContain('did you mean "staging"?')
  })

  it('keep every check of all of them', async () => {
    expect((await new Sandbox(shop).call('validate --all-profiles')).code).toBe(0)
  })
})

describe('diff', () => {
  it('compares two profiles, with the places of both values, and hides secrets', async () => {
    const { code, stdout } = await new Sandbox(shop).call('diff profile:staging profile:prod')
    expect(code).toBe(1)
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replaceAll(/\s+/g, ' ').replaceAll(/\[secret \w+\]/g, '[secret]'))
    expect(lines).toEqual([
      '- port 81 config/staging.yaml:1:7',
      '+ 443 config/prod.yaml:1:7',
      '- key [secret] config/base.yaml:3:6',
      '+ [secret] config/prod.yaml:2:6',
      '+ region us config/us.yaml:1:9',
      '- only {"here":1} config/staging.yaml:2:7',
    ])
    expect(stdout).not.toContain('second')
  })

  it('gives the changes as data', async () => {
    const { code, stdout } = await new Sandbox(shop).call('diff profile:base profile:staging --json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'configmanage/v1',
      kind: 'DiffResult',
      ok: false,
      exitCode: 1,
      issues: [],
      data: {
        changes: [
          {
            kind: 'changed',
            path: 'port',
            before: 80,
            after: 81,
            beforeOrigin: { source: 'file:config/base.yaml', file: 'config/base.yaml', line: 1, column: 7 },
            afterOrigin: { source: 'file:config/staging.yaml', file: 'config/staging.yaml', line: 1, column: 7 },
          },
          {
            kind: 'added',
            path: 'only',
            after: { here: 1 },
            afterOrigin: { source: 'file:config/staging.yaml', file: 'config/staging.yaml', line: 2, column: 7 },
          },
        ],
      },
    })
  })

  it('is content with what is equal, also of files in different formats', async () => {
    const sandbox = new Sandbox({ ...shop, 'a.yaml': 'x: 1', 'b.json': '{ "x": 1 }', 'c.json': '{ "x": 2 }' })
    expect(await sandbox.call('diff profile:prod profile:production')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await sandbox.call('diff a.yaml b.json')).code).toBe(0)
    expect((await sandbox.call('diff a.yaml c.json')).code).toBe(1)
  })

  it.each([
    ['diff profile: profile:prod', 2],
    ['diff rev:41 profile:prod', 2],
    ['diff profile:prdo profile:prod', 3],
    ['diff profile:prod none.yaml', 3],
    ['diff profile:base profile:prod --format json-patch', 2],
  ])('answers %s with %d', async (line, code) => {
    expect((await new Sandbox(shop).call(line)).code).toBe(code)
  })
})

describe('imports', () => {
  it('are told by explain, and a circle of them is one issue', async () => {
    const sandbox = new Sandbox({ 'app.yaml': '$import: b.yaml\n', 'b.yaml': 'db: { host: h }\n' })
    expect((await sandbox.call('explain db.host --file app.yaml')).stdout).toContain('imported   by app.yaml:1:10')
    sandbox.write('b.yaml', '$import: app.yaml\n')
    const { code, stdout } = await sandbox.call('get db --file app.yaml --json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout).issues).toMatchObject([
      {
        code: 'IMPORT_CYCLE',
        file: 'b.yaml',
        line: 1,
        related: [
          { file: 'app.yaml', line: 1 },
          { file: 'b.yaml', line: 1 },
        ],
      },
    ])
  })
})
