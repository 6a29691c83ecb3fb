import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const schema = JSON.stringify(
  {
    type: 'object',
    properties: {
      port: { type: 'integer', maximum: 65_535 },
      level: { enum: ['debug', 'info', 'warn'] },
      wait: { type: ['integer', 'string'], pattern: '^[0-9]+(ms|s)$', 'x-type': 'duration', maximum: 60_000 },
      token: { type: 'string', minLength: 10, 'x-secret': true },
      tags: { type: 'array', items: { type: 'string' } },
      server: { $ref: 'parts/server.json' },
      old: { deprecated: true, type: 'integer' },
    },
    required: ['port'],
    additionalProperties: false,
  },
  null,
  2,
)
const server =
  '{ "type": "object", "required": ["host"], "properties": { "host": { "type": "string" } }, "x-rules": { "reachable": 1 } }'
const schemas = { 'schema.json': schema, 'parts/server.json': server }

interface Told {
  readonly code: string
  readonly file: string
  readonly line: number
  readonly column: number
}

async function told(sandbox: Sandbox, line: string): Promise<readonly string[]> {
  const { stdout } = await sandbox.call(`${line} --format json`)
  const { issues } = JSON.parse(stdout) as { issues: Told[] }
  return issues.map(({ code, file, line: at, column }) => `${code} ${file}:${at}:${column}`)
}

describe('validate --schema', () => {
  it('finds nothing wrong with right files of every kind', async () => {
    const sandbox = new Sandbox({
      ...schemas,
      'a.yaml': 'port: 1\nwait: 30s\nlevel: info\n',
      'b.json': '{ "port": 1, "server": { "host": "x" } }',
      'c.toml': 'port = 1\ntags = ["a"]\n',
      'd.env': 'port=1\ntags=a,b\nwait=500ms\n',
      'e.ini': 'port = 1\n[server]\nhost = x\n',
      'f.properties': 'port=1\nserver.host=5\n',
    })
    const { code, stdout } = await sandbox.call('validate a.yaml b.json c.toml d.env e.ini f.properties --schema schema.json')
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'fine: 6 files, no problems\n' })
  })

  it('shows each problem at its line and column: at the key for keys, around what is missing', async () => {
    const sandbox = new Sandbox({
      ...schemas,
      'a.yaml': '# first\nprot: 80\nlevel: loud\nwait: 90s\nserver:\n  name: x\ntags:\n  - a\n  - 5\n',
      'b.json': '{\n  "port": "80",\n  "server": {}\n}',
      'c.env': 'level=info\nport=many\n',
    })
    const all = await told(sandbox, 'validate a.yaml b.json c.env --schema schema.json')
    expect([...all].sort()).toEqual([
      'KEY_UNKNOWN a.yaml:2:1',
      'VALUE_CHOICE a.yaml:3:8',
      'VALUE_MISSING a.yaml:2:1',
      'VALUE_MISSING a.yaml:5:1',
      'VALUE_MISSING b.json:3:3',
      'VALUE_RANGE a.yaml:4:7',
      'VALUE_TYPE a.yaml:9:5',
      'VALUE_TYPE b.json:2:11',
      'VALUE_TYPE c.env:2:6',
    ])
  })

  it('names the place of the rule, also in a file that the schema refers to', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': 'port: 1\nserver: {}\n' })
    const { stdout, code } = await sandbox.call('validate a.yaml --schema schema.json --json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).issues).toMatchObject([
      { rule: 'parts/server.json#/required', related: [{ message: 'the rule', file: 'parts/server.json', line: 1 }] },
    ])
  })

  it('shows nothing of a secret', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': 'port: 1\ntoken: hunter2\n' })
    const { stdout, stderr } = await sandbox.call('validate a.yaml --schema schema.json')
    expect(stdout).toContain('"token" must have at least 10 characters')
    expect(stdout + stderr).not.toContain('hunter2')
  })

  it('holds every document of a text to it', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': 'port: 1\n---\nport: x\n---\nport: 3\n' })
    expect(await told(sandbox, 'validate a.yaml --schema schema.json')).toEqual(['VALUE_TYPE a.yaml:3:7'])
  })

  it('takes a text without a value for an empty map', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': '# nothing yet\n' })
    expect(await told(sandbox, 'validate a.yaml --schema schema.json')).toEqual(['VALUE_MISSING a.yaml:1:1'])
  })

  it('warns of what is deprecated', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': 'port: 1\nold: 1\n' })
    expect(await sandbox.call('validate a.yaml --schema schema.json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('KEY_DEPRECATED'),
    })
  })

  it.each([
    ['yaml', 'type: object\nproperties:\n  port: { type: integer }\n'],
    ['toml', 'type = "object"\n[properties.port]\ntype = "integer"\n'],
    ['json', '{ "properties": { "port": { "type": "integer" } } }'],
  ])('reads a schema in %s', async (format, text) => {
    const sandbox = new Sandbox({ [`s.${format}`]: text, 'a.yaml': 'port: x\n' })
    expect(await told(sandbox, `validate a.yaml --schema s.${format}`)).toEqual(['VALUE_TYPE a.yaml:1:7'])
  })

  it('reads standard input too', async () => {
    const { code, stdout } = await new Sandbox(schemas).call('validate - --from yaml --schema schema.json --format concise', {
      stdin: 'port: x\n',
    })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^<stdin>:1:7: error/)
  })

  it('is called as it was named: outside of the folder, a whole path stays one', async () => {
    const elsewhere = new Sandbox({})
    const path = join(elsewhere.folder, 'nothing.json')
    const { stderr } = await new Sandbox({ 'a.yaml': 'a: 1\n' }).call(`validate a.yaml --schema ${path}`)
    expect(stderr).toContain(`there is no ${JSON.stringify(path)}\n`)
  })

  it('is for files: the manifest has a schema of its own', async () => {
    expect(await new Sandbox(schemas).call('validate --schema schema.json')).toMatchObject({ code: 2 })
  })

  it('knows when a suppression in a checked file is out of date', async () => {
    const sandbox = new Sandbox({
      ...schemas,
      'a.yaml': '# configmanage-ignore VALUE_RANGE: high on purpose\nport: 70000\n',
      'b.yaml': '# configmanage-ignore VALUE_RANGE: high on purpose\nport: 7\n',
    })
    expect(await told(sandbox, 'validate a.yaml b.yaml --schema schema.json')).toEqual([
      expect.stringMatching(/^SUPPRESSION_\w+ b\.yaml:1:/),
    ])
    expect(await told(sandbox, 'validate a.yaml b.yaml')).toEqual([])
  })
})

describe('a schema that is wrong', () => {
  it.each([
    ['is missing', 'nope.json', 'SOURCE_MISSING', 'nope.json'],
    ['has a wrong keyword', 'wrong.json', 'SCHEMA_INVALID', 'wrong.json:3:23'],
    ['refers to nothing', 'lost.json', 'SCHEMA_INVALID', 'lost.json:1:26'],
    ['is no schema', 'list.json', 'SCHEMA_INVALID', 'list.json'],
    ['is malformed', 'broken.json', 'FORMAT_SYNTAX', 'broken.json:1'],
  ])('is an error before any file is looked at: %s', async (_, name, code, place) => {
    const sandbox = new Sandbox({
      'wrong.json': '{\n  "properties": {\n    "deep": { "a": 1, "type": "strin" }\n  }\n}',
      'lost.json': '{ "properties": { "a": { "$ref": "#/nowhere" } } }',
      'list.json': '[1]',
      'broken.json': '{ "type" ',
      'a.yaml': '{}\n',
    })
    const { code: exitCode, stderr } = await sandbox.call(`validate a.yaml --schema ${name}`)
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`error ${code}`)
    expect(stderr).toContain(place)
  })
})

describe('a file that names its schema', () => {
  it.each([
    ['a.yaml', '# yaml-language-server: $schema=../schema.json\nport: x\n', '2:7'],
    ['a.yaml', '# a title\n\n# yaml-language-server: $schema=../schema.json\nport: x\n', '4:7'],
    ['a.json', '{ "$schema": "../schema.json", "port": "x" }', '1:40'],
    ['a.toml', '#:schema ../schema.json\nport = "x"\n', '2:8'],
    ['a.toml', '"$schema" = "../schema.json"\nport = "x"\n', '2:8'],
  ])('is held to it: %s %j', async (name, text, place) => {
    const sandbox = new Sandbox({ ...schemas, [`conf/${name}`]: text })
    expect(await told(sandbox, `validate conf/${name}`)).toEqual([`VALUE_TYPE conf/${name}:${place}`])
  })

  it.each(['https://example.com/x.json', 'file:///etc/passwd', '/etc/passwd', 'http://[broken'])(
    'is held to nothing when that is elsewhere: %s',
    async (address) => {
      const sandbox = new Sandbox({ 'a.json': JSON.stringify({ $schema: address, port: 'x' }) })
      expect(await sandbox.call('validate a.json')).toEqual({ code: 0, stdout: 'fine: 1 file, no problems\n', stderr: '' })
    },
  )

  it('must name one of the same project, which is there', async () => {
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': '# yaml-language-server: $schema=schma.json\nport: x\n' })
    expect(await told(sandbox, 'validate a.yaml')).toEqual(['SOURCE_MISSING a.yaml:1:33'])
    sandbox.write('a.yaml', '# yaml-language-server: $schema=../../../etc/hostname.json\nport: x\n')
    expect(await told(sandbox, 'validate a.yaml')).toEqual(['SCHEMA_INVALID a.yaml:1:33'])
  })

  it('is held to what --schema says instead', async () => {
    const sandbox = new Sandbox({ 'a.json': '{ "$schema": "nope.json", "port": 1 }', 's.json': '{ "required": ["host"] }' })
    expect(await told(sandbox, 'validate a.json --schema s.json')).toEqual(['VALUE_MISSING a.json:1:1'])
  })
})

describe('--fix', () => {
  it.each([
    ['a.yaml', 'prot: 1 # kept\nlevel: "debgu"\nserver:\n  host: x\n', 'port: 1 # kept\nlevel: "debug"\nserver:\n  host: x\n'],
    ['a.json', '{ "prot": 1, "level": "wran" }', '{ "port": 1, "level": "warn" }'],
    ['a.toml', "prot = 1\nlevel = 'inof'\n", "port = 1\nlevel = 'info'\n"],
    ['a.env', 'prot=1\nlevel=inof\n', 'port=1\nlevel=info\n'],
    ['a.ini', 'prot = 1\nlevel = inof\n', 'port = 1\nlevel = info\n'],
  ])('renames a mistyped key and replaces a mistyped choice in %s', async (name, before, after) => {
    const sandbox = new Sandbox({ ...schemas, [name]: before })
    expect(await sandbox.call(`validate ${name} --schema schema.json --fix`)).toMatchObject({
      code: 0,
      stderr: `fixed 2 issues in ${name}\n`,
    })
    expect(sandbox.read(name)).toBe(after)
  })

  it('leaves alone what could mean several things, or would give a key twice', async () => {
    const before = 'prot: 1\nporr: 2\n'
    const sandbox = new Sandbox({ ...schemas, 'a.yaml': before, 'b.yaml': 'port: 1\nprot: 2\n' })
    await sandbox.call('validate a.yaml b.yaml --schema schema.json --fix')
    expect(sandbox.read('a.yaml')).toBe('port: 1\nporr: 2\n')
    expect(sandbox.read('b.yaml')).toBe('port: 1\nprot: 2\n')
  })

  it('does it for the sources of a manifest', async () => {
    const sandbox = new Sandbox({
      ...schemas,
      'configmanage.config.json': '{ "schema": "schema.json", "sources": [{ "file": "a.yaml" }] }',
      'a.yaml': 'port: 1\nlevle: debug\n',
    })
    const { stderr } = await sandbox.call('validate --fix')
    expect(stderr).toContain('fixed 1 issue in a.yaml')
    expect(sandbox.read('a.yaml')).toBe('port: 1\nlevel: debug\n')
  })
})

describe('what stands on the command line', () => {
  const files = {
    ...schemas,
    'conf/a.yaml': 'port: x\n',
    'conf/deep/er/b.json': '{"port": "x"}',
    'conf/deep/notes.txt': 'no format',
    'conf/.env': 'port=x\n',
    'conf/node_modules/c.json': '{"port": "x"}',
    'conf/[odd].yaml': 'port: x\n',
  }

  it.each([
    ['conf', ['conf/.env:1', 'conf/[odd].yaml:1', 'conf/a.yaml:1', 'conf/deep/er/b.json:1']],
    ['conf/*', ['conf/[odd].yaml:1', 'conf/a.yaml:1']],
    ['conf/*.y{a,}ml', ['conf/[odd].yaml:1', 'conf/a.yaml:1']],
    ['conf/**/*.{yaml,json}', ['conf/deep/er/b.json:1', 'conf/[odd].yaml:1', 'conf/a.yaml:1']],
    ['**/er/**/*.json', ['conf/deep/er/b.json:1']],
    ['conf/[!b].yaml', ['conf/a.yaml:1']],
    ['conf/[odd].yaml', ['conf/[odd].yaml:1']],
    ['conf/?.yaml', ['conf/a.yaml:1']],
  ])('may be a folder or a pattern: %s', async (word, expected) => {
    const found = await told(new Sandbox(files), `validate ${word} --schema schema.json`)
    expect(found.map((text) => text.replace(/^\w+ (.*):\d+$/, '$1')).sort()).toEqual([...expected].sort())
  })

  it.each(['conf/*.toml', 'empty', 'conf/{a', '[z-a]'])('must lead to a file: %s', async (word) => {
    const sandbox = new Sandbox(files)
    mkdirSync(join(sandbox.folder, 'empty'))
    expect(await sandbox.call(`validate ${word}`)).toMatchObject({ code: 3, stdout: expect.stringContaining('SOURCE_MISSING') })
  })

  it('leaves out the schema that stands among the files, and folders that links lead to', async () => {
    const sandbox = new Sandbox({ 'conf/a.yaml': 'port: 1\n', 'conf/schema.json': '{ "required": ["port"] }' })
    symlinkSync('..', join(sandbox.folder, 'conf/around'))
    expect(await sandbox.call('validate conf --schema conf/schema.json')).toMatchObject({
      code: 0,
      stdout: 'fine: 1 file, no problems\n',
    })
  })
})
