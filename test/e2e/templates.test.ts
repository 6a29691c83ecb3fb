import { cpSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createConfig, createConfigSync } from '../../src/config/create-config.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { file } from '../../src/sources/file.ts'
import { object } from '../../src/sources/object.ts'
import { Secret } from '../../src/values/secret.ts'
import { Sandbox } from './cli-sandbox.ts'

const loop = 'services:\n{%- for s in services %}\n  - name: {{ s.name }}\n    port: {{ s.port }}\n{%- endfor %}\n'
const services = {
  services: [
    { name: 'web', port: 80 },
    { name: 'api', port: 99_999 },
  ],
}
const schema = {
  type: 'object',
  properties: {
    services: { items: { properties: { name: {}, port: { type: 'integer', maximum: 65_535 } } } },
    token: { type: 'string', 'x-secret': true },
  },
} as const

/** The issues that loading ends with. */
async function issuesOf(load: () => Promise<unknown>): Promise<readonly unknown[]> {
  try {
    await load()
  } catch (error) {
    if (ConfigError.is(error))
      return error.issues.map(({ code, span, path }) => ({
        code,
        path,
        at: span && `${span.file}:${span.start.line}:${span.start.column}`,
      }))
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a template as a source', () => {
  it('reports a wrong value of a loop in the line of the template', async () => {
    const { folder } = new Sandbox({ 'app.yaml.tmpl': loop })
    const definition = { root: folder, schema, sources: [file('app.yaml.tmpl', { template: { values: services } })] }
    expect(await issuesOf(() => createConfig(definition))).toEqual([
      { code: 'VALUE_RANGE', path: ['services', 1, 'port'], at: 'app.yaml.tmpl:4:11' },
    ])
  })

  it('reports what is malformed in what it gives in the line of the template, or of what that includes', async () => {
    const { folder } = new Sandbox({
      'app.yaml.tmpl': 'a: 1\n{% for i in [1, 2] %}{% include "part.tmpl" %}{% endfor %}',
      'part.tmpl': '\n\nb{{ i }}: [1,\n',
      'x.json.tmpl': '{\n"a": {{ 1 }},\n"b": {{ "x" }}\n}',
    })
    const load = (name: string) => issuesOf(() => createConfig({ root: folder, sources: [file(name)] }))
    expect(await load('app.yaml.tmpl')).toMatchObject([{ code: 'FORMAT_SYNTAX', at: expect.stringContaining('part.tmpl:3:') }])
    expect(await load('x.json.tmpl')).toMatchObject([{ code: 'FORMAT_SYNTAX', at: 'x.json.tmpl:3:6' }])
  })

  it('explains a value by the line of the template', async () => {
    const { folder } = new Sandbox({ 'app.yaml.tmpl': loop })
    await using config = await createConfig({
      root: folder,
      sources: [file('app.yaml.tmpl', { template: { values: services } })],
    })
    expect(config.explain('services[1].port').winner).toMatchObject({
      span: { file: 'app.yaml.tmpl', start: { line: 4, column: 11 } },
      value: 99_999,
    })
  })

  it('sees lower layers, chosen ones, data files, variables of the profile and of the environment', async () => {
    const sandbox = new Sandbox({
      'a.json.tmpl': '{"r": "{{ region }}-{{ profile }}", "h": "{{ db.host }}", "d": {{ n }}, "e": "{{ env.HOME }}"}',
      'data.toml': 'n = 5\n',
      'b.yaml.tmpl': 'has: {{ secret is defined }}',
    })
    const definition = {
      root: sandbox.folder,
      profiles: { base: { variables: { region: 'eu' } }, prod: { extends: 'base' } },
      profile: { default: 'prod' },
      sources: [
        object({ db: { host: 'h' }, secret: 's' }),
        file('a.json.tmpl', { template: { lower: true, data: 'data.toml', env: ['HOME'] } }),
        file('b.yaml.tmpl', { template: { lower: ['db'] } }),
      ],
    }
    const config = createConfigSync(definition, { env: { HOME: '/home/me' } })
    expect(config.value).toMatchObject({ r: 'eu-prod', h: 'h', d: 5, e: '/home/me', has: false })
    await config.close()
  })

  it('is any file with template: true, and none with template: false', async () => {
    const { folder } = new Sandbox({ 'app.yaml': 'a: {{ 1 + 1 }}\n', 'app.tmpl': 'a: 1\n' })
    const load = (...sources: ReturnType<typeof file>[]) => createConfigSync({ root: folder, sources }).value
    expect(load(file('app.yaml', { template: true }))).toEqual({ a: 2 })
    expect(load(file('app.tmpl', { template: false, format: 'yaml' }))).toEqual({ a: 1 })
    expect(load(file('*.yaml', { template: {} }))).toEqual({ a: 2 })
  })

  it('keeps its layer when nothing changed, and takes what an include changes', async () => {
    const sandbox = new Sandbox({ 'app.yaml.tmpl': 'a: {}\n{% include "b.tmpl" %}', 'b.tmpl': 'b: 1\n' })
    await using config = await createConfig<Record<string, unknown>>({ root: sandbox.folder, sources: [file('app.yaml.tmpl')] })
    const before = config.value
    await config.reload()
    expect(config.value).toBe(before)
    sandbox.write('b.tmpl', 'b: 2\n')
    await config.reload()
    expect(config.value).toEqual({ a: {}, b: 2 })
    expect(config.value['a']).toBe(before['a'])
  })

  it('keeps the last good values when it breaks', async () => {
    const sandbox = new Sandbox({ 'app.yaml.tmpl': 'a: 1\n' })
    await using config = await createConfig({ root: sandbox.folder, sources: [file('app.yaml.tmpl')] })
    sandbox.write('app.yaml.tmpl', 'a: {{ nope }}\n')
    await expect(config.reload()).rejects.toThrow(ConfigError)
    expect(config.value).toEqual({ a: 1 })
  })

  it('seals what it writes under a secret key', async () => {
    const { folder } = new Sandbox({ 'app.yaml.tmpl': 'token: {{ t }}\n' })
    await using config = await createConfig<{ token: unknown }>({
      root: folder,
      secrets: ['token'],
      sources: [file('app.yaml.tmpl', { template: { values: { t: 'hunter2' } } })],
    })
    expect(config.value.token).toBeInstanceOf(Secret)
    expect(JSON.stringify(config.value)).not.toContain('hunter2')
  })

  it('refuses options that do not exist, and data that is not there', async () => {
    const { folder } = new Sandbox({ 'a.yaml.tmpl': '', 'list.json': '[1]' })
    // A manifest can say anything.
    const load = (template: object) =>
      issuesOf(() => createConfig({ root: folder, sources: [file('a.yaml.tmpl', { template })] }))
    expect(await load({ dta: 'x' })).toMatchObject([{ code: 'OPTION_INVALID' }])
    expect(await load({ env: 'HOME', limits: { fuell: 1 } })).toMatchObject([
      { code: 'OPTION_INVALID' },
      { code: 'OPTION_INVALID' },
    ])
    expect(await load({ data: 'nope.yaml' })).toMatchObject([{ code: 'SOURCE_MISSING' }])
    expect(await load({ data: 'list.json' })).toMatchObject([{ code: 'VALUE_TYPE' }])
    expect(await issuesOf(() => createConfig({ root: folder, sources: [file('b.yaml.tmpl')] }))).toMatchObject([
      { code: 'SOURCE_MISSING' },
    ])
  })
})

describe('render', () => {
  const files = {
    'configmanage.config.yaml':
      'profiles: { eu: { variables: { region: e } }, us: { variables: { region: u } } }\nsources:\n  - file: base.yaml\n',
    'base.yaml': 'db: { host: h }\n',
    'app.yaml.tmpl': 'r: {{ region }}\nn: {{ n }}\n',
    'values.yaml': 'n: 1\nregion: none\n',
  }

  it('prints the text, with data, settings, variables and the configuration', async () => {
    const sandbox = new Sandbox({ ...files, 'c.tmpl': '{{ db.host }} {{ n + 1 }} {{ env.A }}\n' })
    expect(await sandbox.call('render app.yaml.tmpl --data values.yaml')).toMatchObject({ code: 0, stdout: 'r: none\nn: 1\n' })
    expect(await sandbox.call('render app.yaml.tmpl --set n=2 -p eu')).toMatchObject({ code: 0, stdout: 'r: e\nn: 2\n' })
    const all = await sandbox.call('render c.tmpl --with-config --set n=2 --env A', { env: { A: 'x' } })
    expect(all).toMatchObject({ code: 0, stdout: 'h 3 x\n' })
    expect(await sandbox.call('render c.tmpl --set n=2')).toMatchObject({ code: 3, stdout: '' })
  })

  it('writes a file for each profile, and checks them', async () => {
    const sandbox = new Sandbox(files)
    const line = 'render app.yaml.tmpl --set n=1 --all-profiles -o out/{profile}-{region}.yaml'
    expect(await sandbox.call(line)).toMatchObject({ code: 0, stderr: 'wrote out/eu-e.yaml\nwrote out/us-u.yaml\n' })
    expect(sandbox.read('out/us-u.yaml')).toBe('r: u\nn: 1\n')
    expect(await sandbox.call(`${line} --check`)).toMatchObject({ code: 0, stdout: '' })
    sandbox.write('out/us-u.yaml', 'r: u\nn: 3\n')
    const checked = await sandbox.call(`${line} --check`)
    expect(checked.code).toBe(1)
    expect(checked.stdout).toBe('--- out/us-u.yaml\n+++ out/us-u.yaml (rendered)\n@@ -1,2 +1,2 @@\n r: u\n-n: 3\n+n: 1\n')
    expect(checked.stderr).toContain('GENERATED_STALE')
    expect(JSON.parse((await sandbox.call(`${line} --check --json`)).stdout)).toMatchObject({
      kind: 'RenderResult',
      exitCode: 1,
      data: {
        files: [
          { file: 'out/eu-e.yaml', current: true },
          { file: 'out/us-u.yaml', current: false },
        ],
      },
    })
    expect(await sandbox.call(line)).toMatchObject({ stderr: 'out/eu-e.yaml is up to date\nwrote out/us-u.yaml\n' })
    expect(JSON.parse((await sandbox.call(`${line} --json`)).stdout).data.files[0]).toEqual({
      profile: 'eu',
      file: 'out/eu-e.yaml',
      written: false,
    })
    expect(JSON.parse((await sandbox.call('render app.yaml.tmpl --set n=1 -p eu --json')).stdout).data.files).toEqual([
      { profile: 'eu', text: 'r: e\nn: 1\n' },
    ])
  })

  it('writes nothing when one of several fails', async () => {
    const sandbox = new Sandbox({ ...files, 'app.yaml.tmpl': 'r: {{ 1 if region == "e" else nope }}\n' })
    expect((await sandbox.call('render app.yaml.tmpl --all-profiles -o out/{profile}.yaml')).code).toBe(3)
    expect(sandbox.has('out')).toBe(false)
  })

  it('needs no manifest', async () => {
    const sandbox = new Sandbox({ 'a.tmpl': 'p: {{ profile }}\n' })
    expect(await sandbox.call('render a.tmpl -p prod')).toMatchObject({ code: 0, stdout: 'p: prod\n' })
  })

  it.each([
    ['render app.yaml.tmpl --check', 2],
    ['render -', 2],
    ['render app.yaml.tmpl --all-profiles -o one.yaml', 2],
    ['render app.yaml.tmpl -p eu -o {nope}.yaml', 2],
    ['render app.yaml.tmpl --set n', 2],
    ['render app.yaml.tmpl -p nope', 3],
    ['render nope.tmpl', 3],
    ['render app.yaml.tmpl --data nope.yaml', 3],
  ])('%s ends with %d', async (line, code) => {
    expect((await new Sandbox(files).call(line)).code).toBe(code)
  })
})

describe('a command on a template', () => {
  it('reads what it gives', async () => {
    const sandbox = new Sandbox({ 'a.yaml.tmpl': 'a: {{ 1 + 1 }}\n', 'b.tmpl': 'a: 3\n' })
    expect(await sandbox.call('get a --file a.yaml.tmpl')).toMatchObject({ code: 0, stdout: '2\n' })
    expect(await sandbox.call('get a --file b.tmpl --from yaml')).toMatchObject({ code: 0, stdout: '3\n' })
    expect((await sandbox.call('set a 3 --to a.yaml.tmpl')).code).not.toBe(0)
    expect(sandbox.read('a.yaml.tmpl')).toBe('a: {{ 1 + 1 }}\n')
  })
})

describe('examples/fleet', () => {
  it('has what its one template gives for 3 regions and 4 environments', async () => {
    const sandbox = new Sandbox({})
    cpSync('examples/fleet', sandbox.folder, { recursive: true })
    expect(readdirSync('examples/fleet/out')).toHaveLength(12)
    const data = '--data config/regions.yaml --data config/environments.yaml'
    const rendered = await sandbox.call(`render config/app.yaml.tmpl --all-profiles ${data} -o out/{profile}.yaml --check`)
    expect(rendered).toMatchObject({ code: 0, stdout: '' })
    expect((await sandbox.call('validate --all-profiles')).code).toBe(0)
    expect((await sandbox.call('get servers[1].port -p us-prod')).stdout).toBe('8081\n')
  })

  it('reports a wrong value in the line of the template', async () => {
    const sandbox = new Sandbox({})
    cpSync('examples/fleet', sandbox.folder, { recursive: true })
    sandbox.write('config/parts/server.yaml.tmpl', sandbox.read('config/parts/server.yaml.tmpl').replace('8080', '80'))
    const { issues } = JSON.parse((await sandbox.call('validate -p ap-prod --json')).stdout)
    expect(issues).toMatchObject([
      { code: 'VALUE_RANGE', path: 'servers[0].port', file: 'config/parts/server.yaml.tmpl', line: 2, column: 11 },
    ])
  })
})
