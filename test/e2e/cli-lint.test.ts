import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const manifest = `name: shop
profiles: { dev: {}, prod: {} }
profile: { default: dev }
sources:
  - file: config/base.yaml
  - file: { path: "config/{profile}.yaml", optional: true }
  - env: { prefix: SHOP_ }
`
const project = {
  'configmanage.config.yaml': manifest,
  'config/base.yaml': 'log:\n  folder: /home/ana/logs\nport: 80\n',
  'config/prod.yaml': 'port: 81\n',
}

interface Envelope {
  readonly kind: string
  readonly issues: readonly { readonly code: string; readonly severity: string }[]
  readonly data: { readonly rules: unknown; readonly profiles: unknown }
}

async function envelope(sandbox: Sandbox, line: string, env: Readonly<Record<string, string>> = {}): Promise<Envelope> {
  return JSON.parse((await sandbox.call(`${line} --json`, { env })).stdout) as Envelope
}

describe('lint', () => {
  it('ends well when it finds warnings only, and says where they are', async () => {
    const { code, stdout } = await new Sandbox(project).call('lint')
    expect(code).toBe(0)
    expect(stdout).toContain('warning LINT_ABSOLUTE_PATH: log.folder is a path of one machine')
    expect(stdout).toContain('config/base.yaml:2:11')
  })

  it('fails for more warnings than allowed', async () => {
    const sandbox = new Sandbox(project)
    expect((await sandbox.call('lint --max-warnings 0')).code).toBe(1)
    expect((await sandbox.call('lint --max-warnings 1')).code).toBe(0)
  })

  it('takes severities from the manifest, and the command line wins', async () => {
    const sandbox = new Sandbox({
      ...project,
      'configmanage.config.yaml': `${manifest}lint: { rules: { LINT_ABSOLUTE_PATH: error } }\n`,
    })
    expect((await sandbox.call('lint')).code).toBe(1)
    expect((await sandbox.call('lint --rule absolute-path=off')).stdout).toContain('fine: 3 files in 2 profiles')
  })

  it('gives one envelope', async () => {
    expect(await envelope(new Sandbox(project), 'lint')).toMatchObject({
      kind: 'LintResult',
      issues: [{ code: 'LINT_ABSOLUTE_PATH', severity: 'warning' }],
      data: { rules: { LINT_ABSOLUTE_PATH: 1 }, profiles: ['dev', 'prod'] },
    })
  })

  it('refuses rules that do not exist before it reads anything', async () => {
    const { code, stderr } = await new Sandbox({}).call('lint --rule LINT_ABSOLUT_PATH=off')
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean "LINT_ABSOLUTE_PATH"?')
  })

  it('refuses a setting of the manifest that is none, with an exit code for it', async () => {
    const sandbox = new Sandbox({
      ...project,
      'configmanage.config.yaml': `${manifest}lint: { rules: { LINT_PORT_CLASH: loud } }\n`,
    })
    const { code, stderr } = await sandbox.call('lint')
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain('"loud" is no setting of a rule')
  })

  it('looks at all profiles together', async () => {
    const { code, stderr } = await new Sandbox(project).call('lint --profile prod')
    expect([code, stderr.includes('leave --profile out')]).toEqual([2, true])
  })

  it('looks at files on their own, and at standard input', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'a: yes\n', 'b.yaml': 'b: 1\n' })
    expect((await envelope(sandbox, 'lint a.yaml b.yaml')).issues).toMatchObject([{ code: 'LINT_YAML_SURPRISE' }])
    const { stdout } = await sandbox.call('lint - --from json', { stdin: '{"a":1,"a":2}' })
    expect(stdout).toContain('error LINT_DUPLICATE_KEY')
  })

  it('reports what cannot be read, and looks at the rest', async () => {
    const sandbox = new Sandbox({ 'bad.yaml': 'a: [\n', 'good.yaml': 'a: yes\n' })
    const { code, stdout } = await sandbox.call('lint bad.yaml good.yaml none.yaml')
    expect(code).toBe(3)
    for (const text of ['FORMAT_SYNTAX', 'LINT_YAML_SURPRISE', 'SOURCE_MISSING']) expect(stdout).toContain(text)
  })

  it('reports a profile that cannot be loaded, and looks at the others', async () => {
    const sandbox = new Sandbox({ ...project, 'config/prod.yaml': 'a: ${nothing.here}\n' })
    const { issues } = await envelope(sandbox, 'lint')
    expect(issues.map(({ code }) => code).sort()).toEqual(['LINT_ABSOLUTE_PATH', 'REFERENCE_UNKNOWN'])
  })

  it('finds variables that nearly fit, in the environment', async () => {
    const { issues } = await envelope(new Sandbox(project), 'lint --rule absolute-path=off', { SHOP_LOG__FOLDR: 'x' })
    expect(issues).toMatchObject([{ code: 'LINT_NEAR_MISS', name: 'SHOP_LOG__FOLDR' }])
  })

  it('takes a variable for used that selects the profile, or that a value refers to', async () => {
    const sandbox = new Sandbox({
      ...project,
      'configmanage.config.yaml': manifest
        .replace('{ default: dev }', '{ env: SHOP_PROFILE, default: dev }')
        .concat('schema: schema.json\n'),
      'schema.json': '{"properties":{"log":{},"port":{},"url":{}}}',
      'config/base.yaml': 'url: ${env:SHOP_ADDRESS}\n',
    })
    const env = { SHOP_PROFILE: 'prod', SHOP_ADDRESS: 'http://a.internal', SHOP_MODE__OLD: '1' }
    const { issues } = await envelope(sandbox, 'lint', env)
    expect(issues).toMatchObject([{ code: 'LINT_UNUSED_VARIABLE', name: 'SHOP_MODE__OLD' }])
  })

  it('is silent about what a comment suppresses', async () => {
    const sandbox = new Sandbox({
      ...project,
      'config/base.yaml': 'log:\n  folder: /home/ana/logs # configmanage-ignore LINT_ABSOLUTE_PATH: only she runs it\nport: 80\n',
    })
    expect((await envelope(sandbox, 'lint')).issues).toEqual([])
  })

  it('is silent about what the baseline lists', async () => {
    const sandbox = new Sandbox(project)
    await sandbox.call('lint --baseline base.json --write-baseline')
    expect((await envelope(sandbox, 'lint --baseline base.json')).issues).toEqual([])
  })
})

describe('lint --list-rules', () => {
  it('shows every rule with its setting here', async () => {
    const { stdout, code } = await new Sandbox(project).call('lint --list-rules --rule LINT_PORT_CLASH=off')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^LINT_PORT_CLASH +off +project +\S/m)
    expect(stdout).toMatch(/^LINT_PLAINTEXT_SECRET +error +file +\S/m)
  })

  it('needs no manifest, and gives JSON', async () => {
    const { data } = JSON.parse((await new Sandbox({}).call('lint --list-rules --json')).stdout) as {
      data: { rules: readonly unknown[] }
    }
    expect(data.rules.length).toBeGreaterThan(15)
    expect(data.rules[0]).toMatchObject({ code: 'LINT_PLAINTEXT_SECRET', setting: 'error', needs: 'file' })
  })
})
