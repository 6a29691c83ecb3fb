import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const files = {
  'base.json':
    '{\n  "server": { "port": 8080, "host": "localhost", "tls": null },\n  "hosts": ["a", "b"],\n  "debug": false\n}\n',
  'prod.json': '{\n  "server": { "port": 8443 },\n  "big": 12345678901234567890\n}\n',
  'app.yaml': 'server:\n  port: 1\n  url: http://${server.host:-nowhere}:${server.port}\n',
}
const both = '--file base.json --file prod.json'

describe('get', () => {
  it.each([
    ['server.port', '8443\n'],
    ['server.host', 'localhost\n'],
    ['server.tls', 'null\n'],
    ['debug', 'false\n'],
    ['hosts[1]', 'b\n'],
    ['/hosts/0', 'a\n'],
    ['hosts', '[\n  "a",\n  "b"\n]\n'],
    ['big', '12345678901234567890\n'],
  ])('prints %s raw', async (path, stdout) => {
    expect(await new Sandbox(files).call(`get ${path} ${both}`)).toEqual({ code: 0, stdout, stderr: '' })
  })

  it('prints JSON when asked', async () => {
    const { stdout } = await new Sandbox(files).call(`get server.host ${both} --json`)
    expect(stdout).toBe('"localhost"\n')
  })

  it('takes global flags in any position', async () => {
    const sandbox = new Sandbox({ 'sub/a.json': '{"x": "y"}' })
    for (const line of [
      '-C sub --json get x --file a.json',
      'get x --json --file a.json --cwd sub',
      'get --file a.json -C sub x --format json',
    ]) {
      expect(await sandbox.call(line), line).toEqual({ code: 0, stdout: '"y"\n', stderr: '' })
    }
  })

  it('puts --set above all layers', async () => {
    expect((await new Sandbox(files).call(`get server.port ${both} --set server.port=1`)).stdout).toBe('1\n')
  })

  it('reads standard input', async () => {
    expect(await new Sandbox({}).call('get a.b --file - --from yaml', { stdin: 'a:\n  b: 1\n' })).toEqual({
      code: 0,
      stdout: '1\n',
      stderr: '',
    })
  })

  it('names near keys when one is missing', async () => {
    const { code, stdout, stderr } = await new Sandbox(files).call(`get server.prot ${both}`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(`error KEY_MISSING: no layer has "server.prot"

  try         did you mean "server.port"?
  docs        docs/errors.md#key_missing

1 error
`)
  })

  it('gives an envelope when one is missing and JSON is asked for', async () => {
    const { code, stdout, stderr } = await new Sandbox(files).call(`get server.prot ${both} --json`)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'configmanage/v1',
      kind: 'GetResult',
      ok: false,
      exitCode: 1,
      issues: [
        {
          code: 'KEY_MISSING',
          severity: 'error',
          message: 'no layer has "server.prot"',
          path: 'server.prot',
          hint: 'did you mean "server.port"?',
          related: [],
          docs: 'docs/errors.md#key_missing',
        },
      ],
      data: {},
    })
  })

  it('prints the default instead', async () => {
    expect(await new Sandbox(files).call(`get nothing ${both} --default 5`)).toEqual({ code: 0, stdout: '5\n', stderr: '' })
  })

  it('cannot load what is not there, and names files nearby', async () => {
    const { code, stderr } = await new Sandbox(files).call('get a --file bsae.json')
    expect(code).toBe(3)
    expect(stderr).toContain('error SOURCE_MISSING')
    expect(stderr).toContain('did you mean "base.json"?')
  })

  it('shows the lines of a broken file', async () => {
    const { code, stdout, stderr } = await new Sandbox({ 'bad.yaml': 'a: 1\npassword: hunter2\n\tb: 2\n' }).call(
      'get a --file bad.yaml',
    )
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('bad.yaml:3:1\n')
    expect(stderr).toContain(' | password: *******\n')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('explain', () => {
  it('draws the ladder, highest first', async () => {
    const { code, stdout } = await new Sandbox(files).call(`explain server.port ${both} --set server.port=9`)
    expect(code).toBe(0)
    expect(stdout).toBe(`server.port   string
value         "9"

     layer      where              value
  ●  arguments  --set server.port  "9"    wins
  ○  file       prod.json:2:23     8443
  ○  file       base.json:2:23     8080
`)
  })

  it('shows how a value was computed', async () => {
    const { stdout } = await new Sandbox(files).call('explain server.url --file app.yaml')
    expect(stdout).toContain('value        http://nowhere:1\n')
    expect(stdout).toContain('computed   http://${server.host:-nowhere}:${server.port}\n')
    expect(stdout).toContain('the default was taken')
  })

  it('is data with --json', async () => {
    const { code, stdout } = await new Sandbox(files).call(`explain server.port ${both} --json`)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'configmanage/v1',
      kind: 'Explanation',
      ok: true,
      exitCode: 0,
      issues: [],
      data: {
        path: 'server.port',
        value: 8443,
        secret: false,
        profile: [],
        profileReason: null,
        winner: { source: 'file:prod.json', file: 'prod.json', line: 2, column: 23, value: 8443 },
        shadowed: [{ source: 'file:base.json', file: 'base.json', line: 2, column: 23, value: 8080 }],
        coercedFrom: null,
        derivation: null,
      },
    })
  })

  it('colours only terminals, and says the same without', async () => {
    const sandbox = new Sandbox(files)
    const plain = await sandbox.call(`explain server.port ${both}`)
    const coloured = await sandbox.call(`explain server.port ${both}`, { terminal: 100 })
    expect(coloured.stdout).toContain('\x1b[')
    expect(coloured.stdout.replace(/\x1b\[\d+m/g, '')).toBe(plain.stdout)
    expect((await sandbox.call(`explain server.port ${both} --color never`, { terminal: 100 })).stdout).toBe(plain.stdout)
    expect((await sandbox.call(`explain server.port ${both}`, { terminal: 100, env: { NO_COLOR: '1' } })).stdout).toBe(
      plain.stdout,
    )
    expect((await sandbox.call(`explain server.port ${both} --color always`)).stdout).toBe(coloured.stdout)
  })
})

describe('export', () => {
  const one = { 'a.json': '{"server": {"port": 8080, "hosts": ["x", "z"]}, "appName": "shop", "none": null}' }

  it.each([
    [
      'json',
      '{\n  "server": {\n    "port": 8080,\n    "hosts": [\n      "x",\n      "z"\n    ]\n  },\n  "appName": "shop",\n  "none": null\n}\n',
    ],
    ['yaml', 'server:\n  port: 8080\n  hosts:\n    - x\n    - z\nappName: shop\nnone: null\n'],
    ['dotenv', 'SERVER__PORT=8080\nSERVER__HOSTS=\'["x","z"]\'\nAPP_NAME=shop\n'],
    ['tfvars', 'server = {\n  port = 8080\n  hosts = [\n    "x",\n    "z",\n  ]\n}\nappName = "shop"\nnone = null\n'],
  ])('prints %s', async (format, stdout) => {
    expect(await new Sandbox(one).call(`export --file a.json --format ${format}`)).toEqual({ code: 0, stdout, stderr: '' })
  })

  it('prints manifests of Kubernetes, all text', async () => {
    const { stdout } = await new Sandbox(one).call('export --file a.json --format k8s-configmap')
    expect(stdout).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: config
data:
  SERVER__PORT: "8080"
  SERVER__HOSTS: "[\\"x\\",\\"z\\"]"
  APP_NAME: shop
`)
    expect((await new Sandbox(one).call('export --file a.json --format k8s-secret')).stdout).toContain('kind: Secret')
  })

  it('prints a part, by path or by pattern', async () => {
    const sandbox = new Sandbox(one)
    expect((await sandbox.call('export server.hosts --file a.json --json')).stdout).toBe('[\n  "x",\n  "z"\n]\n')
    expect((await sandbox.call('export --file a.json --only **.port --only app*')).stdout).toBe(
      'server:\n  port: 8080\nappName: shop\n',
    )
    expect(await sandbox.call('export --file a.json --only nothing.*')).toMatchObject({ code: 1, stdout: '' })
  })

  it.each([
    ['k8s-secret', 'über is _BER, "a.b" is A_B'],
    ['k8s-configmap', 'über is _BER, "a.b" is A_B'],
    ['dotenv', 'über is _BER, "a.b" is A_B'],
    ['tfvars', '"a.b" is a_b'],
  ])('names the keys that %s has under other names', async (format, renames) => {
    const sandbox = new Sandbox({ 'a.json': '{"über": 1, "a.b": 2, "usual-name": 3}' })
    const { code, stderr } = await sandbox.call(`export --file a.json --format ${format}`)
    expect(code).toBe(0)
    expect(stderr).toContain(`warning FORMAT_LOSS: ${format} does not allow every name, so keys are renamed: ${renames}\n`)
    expect((await sandbox.call(`export --file a.json --format ${format} -q`)).stderr).toBe('')
  })

  it('says what a format cannot hold', async () => {
    const { code, stdout, stderr } = await new Sandbox(one).call('export --file a.json --format toml')
    expect(code).toBe(0)
    expect(stdout).not.toContain('none')
    expect(stderr).toContain('warning FORMAT_LOSS: toml has no null, left out: none\n')
  })

  it('suggests a format when there is none of that name', async () => {
    const { code, stderr } = await new Sandbox(one).call('export --file a.json --format k8s-confgmap')
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean "k8s-configmap"?')
  })
})
