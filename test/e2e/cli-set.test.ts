import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

describe('set', () => {
  it.each([
    ['app.yaml', 'server:\n  # kept\n  port: 1\n'],
    ['app.json', '{"server": {"port": 1}}'],
    ['app.toml', '[server]\nport = 1\n'],
    ['app.ini', '[server]\nport = 1\n'],
    ['app.properties', 'server.port=1\n'],
  ])('does not put one value in the place of a map in %s unless asked', async (file, text) => {
    const sandbox = new Sandbox({ [file]: text })
    const { code, stdout } = await sandbox.call(`set server 1 --to ${file} --json`)
    expect(code).toBe(1)
    expect(JSON.parse(stdout).issues).toMatchObject([{ code: 'VALUE_TYPE', path: 'server' }])
    expect(JSON.parse(stdout).issues[0].hint).toContain('--type number')
    expect(sandbox.read(file)).toBe(text)
  })

  it('replaces a map by a map, and by one value when asked', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"server": {"port": 1}}', 'b.json': '{"server": {"port": 1}}' })
    expect(await sandbox.call(['set', 'server', '{"host": "b"}', '--to', 'a.json'])).toMatchObject({ code: 0 })
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ server: { host: 'b' } })
    expect(await sandbox.call('set server 1 --type number --to b.json')).toMatchObject({ code: 0 })
    expect(JSON.parse(sandbox.read('b.json'))).toEqual({ server: 1 })
  })

  it('keeps a list a list', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'hosts: [x, y]\n' })
    await sandbox.call('set hosts z --to a.yaml')
    expect(sandbox.read('a.yaml')).toBe('hosts: [z]\n')
  })

  it.each([
    ['price', 'price = 1.5 # net\n', 'price = 2.0 # net\n'],
    ['price', 'price = 1.0\n', 'price = 2.0\n'],
    ['item.price', '[item]\nprice = 1e3\n', '[item]\nprice = 2.0\n'],
    ['prices[1]', 'prices = [1.5]\n', 'prices = [1.5, 2.0]\n'],
  ])('keeps a float of TOML a float: %s in %j', async (path, before, after) => {
    const sandbox = new Sandbox({ 'a.toml': before })
    await sandbox.call(['set', path, '2.0', '--to', 'a.toml'])
    expect(sandbox.read('a.toml')).toBe(after)
  })

  it.each([
    ['number', '9007199254740993', '9007199254740993'],
    ['json', '{"a":9007199254740993}', '"a": 9007199254740993'],
    ['json', '-123456789012345678901234567890', '-123456789012345678901234567890'],
    ['list', '[9007199254740993]', '9007199254740993'],
  ])('keeps whole numbers beyond 2^53 with --type %s %s', async (type, text, written) => {
    const sandbox = new Sandbox({ 'n.json': '{}\n', 'n.yaml': 'x: 1\n', 'n.toml': 'x = 1\n' })
    expect(await sandbox.call(['set', 'y', '--type', type, '--to', 'n.json', '--', text])).toMatchObject({ code: 0 })
    expect(sandbox.read('n.json')).toContain(written)
  })

  it('refuses a number beyond the range of a double in JSON', async () => {
    const sandbox = new Sandbox({ 'n.json': '{}\n' })
    const { code, stderr } = await sandbox.call(['set', 'y', '{"a":1e400}', '--type', 'json', '--to', 'n.json'])
    expect({ code, text: sandbox.read('n.json') }).toEqual({ code: 1, text: '{}\n' })
    expect(stderr).toContain('VALUE_TYPE')
  })

  it.each([
    ['__proto__.x', '1', 'string'],
    ['a.__proto__', '1', 'string'],
    ['constructor.prototype.x', '1', 'string'],
    ['y', '{"__proto__":{"p":1}}', 'json'],
    ['y', '[{"a":{"constructor":{"prototype":{"p":1}}}}]', 'json'],
    ['constructor', '{"prototype":{"p":1}}', 'json'],
  ])('refuses what could reach a prototype before it writes: %s %s', async (path, text, type) => {
    for (const file of ['n.json', 'n.yaml', 'n.toml']) {
      const sandbox = new Sandbox({ [file]: file === 'n.json' ? '{}\n' : '' })
      const { code, stdout } = await sandbox.call(['set', path, text, '--type', type, '--to', file, '--json'])
      expect(code).not.toBe(0)
      expect(JSON.parse(stdout).issues[0].code).toBe('MERGE_UNSAFE_KEY')
      expect(sandbox.read(file)).toBe(file === 'n.json' ? '{}\n' : '')
    }
  })

  it.each(['set a 5', 'unset a'])('says of several documents that they cannot be changed: %s', async (line) => {
    const text = 'a: 1\n---\nb: 2\n'
    const sandbox = new Sandbox({ 'two.yaml': text })
    const { stdout } = await sandbox.call(`${line} --to two.yaml --json`)
    expect(JSON.parse(stdout).issues).toMatchObject([{ code: 'FORMAT_EDIT', file: 'two.yaml', line: 3 }])
    expect(sandbox.read('two.yaml')).toBe(text)
  })
})

describe('set, where a manifest has a schema', () => {
  const schema = {
    type: 'object',
    required: ['name', 'server'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      code: { type: 'string' },
      secret: { type: 'string', minLength: 5, 'x-secret': true },
      server: {
        type: 'object',
        required: ['host'],
        properties: { host: { type: 'string' }, port: { type: 'integer', maximum: 65_535 } },
      },
    },
  }
  const files = {
    'configmanage.config.yaml':
      'schema: schema.json\nprofiles: { prod: {} }\nsources:\n  - file: config/base.yaml\n  - file: { path: "config/{profile}.yaml", optional: true }\n  - file: { path: "parts/**/*.{yaml,ini}", optional: true }\n',
    'schema.json': JSON.stringify(schema),
    'config/base.yaml': 'server:\n  port: 1\n',
    'parts/deep/a.ini': '',
    'other.yaml': 'server: {}\n',
  }

  it.each([
    ['server.port', '70000', 'config/base.yaml', 'VALUE_RANGE'],
    ['server.port', '70000', 'config/prod.yaml', 'VALUE_RANGE'],
    ['server.port', 'many', 'config/prod.yaml', 'VALUE_TYPE'],
    ['server.port', 'many', 'parts/deep/a.ini', 'VALUE_TYPE'],
    ['sever.port', '1', 'config/prod.yaml', 'KEY_UNKNOWN'],
  ])('refuses %s = %s in %s: %s', async (path, value, file, code) => {
    const sandbox = new Sandbox(files)
    const before = sandbox.has(file) ? sandbox.read(file) : undefined
    const { code: exit, stdout } = await sandbox.call(`set ${path} ${value} --to ${file} --json`)
    expect(exit).toBe(1)
    const { issues } = JSON.parse(stdout)
    expect(issues).toMatchObject([{ code }])
    expect(issues[0].hint).toContain('--no-check')
    expect(sandbox.has(file) ? sandbox.read(file) : undefined).toBe(before)
    expect(await sandbox.call(`set ${path} ${value} --to ${file} --no-check`)).toMatchObject({ code: 0 })
    expect(sandbox.read(file)).toContain(value)
  })

  it('asks for nothing that other files may have, and says nothing of what was wrong before', async () => {
    const sandbox = new Sandbox({ ...files, 'config/base.yaml': 'server:\n  port: wrong\nextra: 1\n' })
    expect(await sandbox.call('set server.host db --to config/base.yaml')).toMatchObject({ code: 0 })
    expect(await sandbox.call(['set', 'server', '{"port": 2}', '--type', 'json', '--to', 'config/base.yaml'])).toMatchObject({
      code: 0,
    })
    expect(await sandbox.call(['set', 'server.port', '${ports.main}', '--to', 'config/prod.yaml'])).toMatchObject({ code: 0 })
  })

  it('leaves files alone that the manifest does not read', async () => {
    expect(await new Sandbox(files).call('set server.port 70000 --to other.yaml')).toMatchObject({ code: 0 })
  })

  it('writes a new value with the type that the schema wants', async () => {
    const sandbox = new Sandbox(files)
    await sandbox.call('set code 8080 --to config/prod.yaml')
    await sandbox.call('set server.port 8081 --to config/prod.yaml')
    expect(sandbox.read('config/prod.yaml')).toBe('code: "8080"\nserver:\n  port: 8081\n')
  })

  it('does not repeat a secret that it refuses', async () => {
    const sandbox = new Sandbox(files)
    const { code, stdout, stderr } = await sandbox.call('set secret --stdin --to config/prod.yaml', { stdin: 'hun2' })
    expect(code).toBe(1)
    expect(stdout + stderr).not.toContain('hun2')
  })
})
