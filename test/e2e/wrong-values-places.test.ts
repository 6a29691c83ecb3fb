import { directory, dotenv, env, file, object } from 'configmanage'
import { s } from 'configmanage/schema'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schema as example, withKey, withValue } from './wrong-values/example.ts'
import { fileKind } from './wrong-values/kinds.ts'
import { told } from './wrong-values/said.ts'
import { languages } from './wrong-values/templates.ts'

const port = { type: 'integer', minimum: 1, maximum: 65_535 }
const ports = { type: 'object', additionalProperties: port }
const schema = {
  properties: {
    port,
    server: { type: 'object', properties: { port, host: { type: 'string' } } },
    ports,
    hosts: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, port }, required: ['port'] } },
    motd: { type: 'string', maxLength: 5 },
  },
}

/** One file, and what is said of it. */
const linesOf = async (name: string, text: string): Promise<readonly string[]> =>
  (await told({ schema, sources: [name === '.env' ? dotenv() : file(name)] }, { files: { [name]: text } })).lines

describe('a file that a careless editor saved', () => {
  const encodings: readonly (readonly [name: string, encode: (text: string) => Uint8Array, isLatin: boolean])[] = [
    ['with CRLF', (text) => Buffer.from(text.replaceAll('\n', '\r\n')), false],
    ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`), false],
    ['with a byte order mark and CRLF', (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), false],
    ['as UTF-16, low byte first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), false],
    [
      'as UTF-16, high byte first, CRLF',
      (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le').swap16(),
      false,
    ],
    ['as Latin-1', (text) => Buffer.from(text.replaceAll('😀', 'ÄÖ'), 'latin1'), true],
  ]
  const faults = [
    [withValue('server.port', 70_000), 'VALUE_RANGE', 'v:server.port'],
    [withValue('hosts[1].port', 'abc'), 'VALUE_TYPE', 'v:hosts[1].port'],
    [withValue('services.web.port', 'abc'), 'VALUE_TYPE', 'v:services.web.port'],
    [withKey('server.mode', 'mod'), 'KEY_UNKNOWN', 'k:server.mode'],
  ] as const

  describe.each<(typeof encodings)[number]>(encodings)('%s', (_encoding, encode, isLatin) => {
    it.each(Object.keys(languages).filter((name) => name !== '.env'))('has its places right: %s', async (name) => {
      for (const [content, code, mark] of faults) {
        const layer = fileKind(languages[name] as never, isLatin)('high', content)
        const [[path, text] = ['', '']] = Object.entries(layer.files ?? {})
        const { issues } = await told(
          { schema: example, sources: [layer.source?.() as never] },
          { files: { [path]: encode(text) } },
        )
        const { line, column } = layer.placeOf(mark) as { readonly line: number; readonly column: number }
        expect(issues).toMatchObject([{ code, span: { file: path, start: { line, column } } }])
      }
    })
  })
})

describe('in YAML', () => {
  it.each([
    ['an alias is shown where the value stands', 'a: &x 70000\nport: *x\n', 'VALUE_RANGE port at a.yaml:1:7'],
    [
      'a merged key is shown where the value stands',
      'b: &b\n  port: 0\nserver:\n  <<: *b\n  host: h\n',
      'VALUE_RANGE server.port at a.yaml:2:9',
    ],
    ['a block text begins behind its sign', 'motd: |\n  much too long\n', 'VALUE_LENGTH motd at a.yaml:1:7'],
    ['a folded text too', 'x: 1\nmotd: >-\n   much\n   too long\n', 'VALUE_LENGTH motd at a.yaml:2:7'],
    ['a tag does not count', 'port: !!str 80\n', 'VALUE_TYPE port at a.yaml:1:13'],
    ['an explicit key does', '? server\n: ? port\n  : x\n', 'VALUE_TYPE server.port at a.yaml:3:5'],
    ['lists in lists are told apart', 'hosts:\n- port: 1\n- - port: 2\n', 'VALUE_TYPE hosts[1] at a.yaml:3:3'],
    [
      'a flow over several lines',
      'hosts: [{port: 1},\n  {name: "😀", port:\n   0}]\n',
      'VALUE_RANGE hosts[1].port at a.yaml:3:4',
    ],
  ])('%s', async (_name, text, line) => {
    expect(await linesOf('a.yaml', text)).toEqual([line])
  })
})

describe('in TOML', () => {
  it.each([
    ['a dotted key', 'server . "port" = 0\n', 'VALUE_RANGE server.port at a.toml:1:19'],
    ['an inline table', 'server = { host = "😀", port = 0 }\n', 'VALUE_RANGE server.port at a.toml:1:32'],
    ['an array of tables', '[[hosts]]\nport = 1\n\n[[hosts]]\n  port = "x"\n', 'VALUE_TYPE hosts[1].port at a.toml:5:10'],
    [
      'an array of several lines',
      'hosts = [\n  { port = 1 }, # 😀\n  { name = "a" },\n]\n',
      'VALUE_MISSING hosts[1].port at a.toml:3:3',
    ],
    ['a text of several lines', 'motd = """\nmuch too long"""\n', 'VALUE_LENGTH motd at a.toml:1:8'],
    ['a date', 'port = 1979-05-27\n', 'VALUE_TYPE port at a.toml:1:8'],
  ])('%s', async (_name, text, line) => {
    expect(await linesOf('a.toml', text)).toEqual([line])
  })
})

describe('in a .env file', () => {
  it.each([
    ['quoted', 'A=1\nSERVER__PORT="0"\n', '2:14'],
    ['quoted once', "SERVER__PORT = '0' # one\n", '1:16'],
    ['exported', '  export SERVER__PORT=0\n', '1:23'],
    ['behind a text of several lines', 'A="1\nSERVER__PORT=7\n"\r\nSERVER__PORT=x\r\n', '4:14'],
    ['in backquotes', 'SERVER__PORT=`x`', '1:14'],
  ])('a value that is %s', async (_name, text, place) => {
    expect((await linesOf('.env', text))[0]).toMatch(new RegExp(`^VALUE_(RANGE|TYPE) server.port at .env:${place}$`))
  })

  it('a list inside a text is shown at the text', async () => {
    expect(await linesOf('.env', 'X=1\nHOSTS=[{"port":1},{"port":0}]\n')).toEqual(['VALUE_RANGE hosts[1].port at .env:2:7'])
    expect(await linesOf('.env', 'PORTS={"a":1,"b":{"c":1}}\n')).toEqual(['VALUE_TYPE ports.b at .env:1:7'])
  })

  it('a variable that names a file is shown in that file', async () => {
    const files = { '.env': 'SERVER__PORT_FILE=port.txt\n', 'port.txt': '0\n' }
    expect((await told({ schema, sources: [dotenv()] }, { files })).lines).toEqual(['VALUE_RANGE server.port at port.txt:1:1'])
  })
})

describe('a variable of the environment', () => {
  it('that names a file is shown in that file', async () => {
    const world = { files: { 'run/port': 'x\n' }, env: { SHOP_SERVER__PORT_FILE: 'run/port' } }
    const { lines, issues } = await told({ schema, sources: [env({ prefix: 'SHOP_' })] }, world)
    expect(lines).toEqual(['VALUE_TYPE server.port at run/port:1:1'])
    expect(issues[0]?.name).toBe('SHOP_SERVER__PORT_FILE')
  })

  it('that holds a list is named for each of its elements', async () => {
    const world = { env: { SHOP_HOSTS: '[{"port":0},{"port":1},{}]' } }
    expect((await told({ schema, sources: [env({ prefix: 'SHOP_' })] }, world)).lines).toEqual([
      'VALUE_RANGE hosts[0].port at SHOP_HOSTS',
      'VALUE_MISSING hosts[2].port at SHOP_HOSTS',
    ])
  })

  it('that changes one element of a list below is named, and the others keep their place', async () => {
    const definition = { schema, sources: [file('a.yaml'), env({ prefix: 'SHOP_' })] }
    const files = { 'a.yaml': 'hosts:\n- port: 1\n- port: 2\n' }
    expect((await told(definition, { files, env: { SHOP_HOSTS__1__PORT: '0' } })).lines).toEqual([
      'VALUE_RANGE hosts[1].port at SHOP_HOSTS__1__PORT\n  right, but hidden by it: a.yaml:3:9',
    ])
  })
})

describe('a value that came by reference', () => {
  const definition = { schema, sources: [file('low.yaml'), file('high.toml')] }

  it('is shown at the expression and at what the expression means', async () => {
    const files = { 'low.yaml': 'x:\n  number: 70000\n', 'high.toml': '\nport = "${x.number}"\n' }
    expect((await told(definition, { files })).lines).toEqual([
      'VALUE_RANGE port at high.toml:2:8\n  what ${x.number} is: low.yaml:2:11',
    ])
  })

  it('over several references is shown at each of them', async () => {
    const files = { 'low.yaml': 'x: ${y}\ny: ${z}\nz: 70000\n', 'high.toml': 'port = "${x}"\n' }
    expect((await told(definition, { files })).lines).toEqual([
      'VALUE_RANGE port at high.toml:1:8\n  what ${x} is: low.yaml:1:4\n  what ${y} is: low.yaml:2:4\n  what ${z} is: low.yaml:3:4',
    ])
  })

  it('inside a map that came by reference is shown at the reference, and in the map', async () => {
    const files = { 'low.yaml': 'base:\n  host: h\n  port: x\n', 'high.toml': 'server = "${base}"\n' }
    expect((await told(definition, { files })).lines).toEqual([
      'VALUE_TYPE server.port at high.toml:1:10\n  what ${base} is: low.yaml:3:9',
    ])
  })

  it('that refers to what it hides is shown with that', async () => {
    const files = { 'low.yaml': 'motd: abc\n', 'high.toml': 'motd = "${motd}def"\n' }
    expect((await told(definition, { files })).lines).toEqual([
      'VALUE_LENGTH motd at high.toml:1:8\n  what ${motd} is: low.yaml:1:7\n  right, but hidden by it: low.yaml:1:7',
    ])
  })

  it('from a variable names that variable', async () => {
    const files = { 'low.yaml': 'port: ${env:PORT}\n', 'high.toml': '' }
    const { lines, issues } = await told(definition, { files, env: { PORT: 'x' } })
    expect(lines).toEqual(['VALUE_TYPE port at low.yaml:1:7'])
    expect(issues[0]?.hint).toBe('correct ${env:PORT}, which it came from')
  })

  it('and should not be there at all is shown at its key, without a word on what it means', async () => {
    const strict = { ...definition, schema: { properties: { x: {} }, additionalProperties: false } }
    const files = { 'low.yaml': 'x: 1\nextra: ${x}\n', 'high.toml': '' }
    expect((await told(strict, { files })).lines).toEqual(['KEY_UNKNOWN extra at low.yaml:2:1'])
  })

  it('of an INI file is one in INI as well', async () => {
    const files = { 'a.ini': '[base]\nport = 0\n[server]\nport = ${base.port}\n' }
    expect((await told({ schema, sources: [file('a.ini')] }, { files })).lines).toEqual([
      'VALUE_RANGE server.port at a.ini:4:8\n  what ${base.port} is: a.ini:2:8',
    ])
  })
})

describe('elements of lists that were put together', () => {
  const files = { 'a.yaml': 'hosts:\n- port: 0\n- port: 1\n', 'b.yaml': 'hosts:\n- port: 2\n- port: x\n' }

  it('are shown each in their own layer', async () => {
    const definition = { schema, sources: [file('a.yaml'), file('b.yaml')], merge: { hosts: 'append' } as const }
    expect((await told(definition, { files })).lines).toEqual([
      'VALUE_RANGE hosts[0].port at a.yaml:2:9',
      'VALUE_TYPE hosts[3].port at b.yaml:3:9',
    ])
  })

  it('by a directive in the file too', async () => {
    const sources = [file('a.yaml'), file('b.yaml')]
    const directed = { ...files, 'b.yaml': `$merge: {hosts: prepend}\n${files['b.yaml']}` }
    expect((await told({ schema, sources }, { files: directed })).lines).toEqual([
      'VALUE_TYPE hosts[1].port at b.yaml:4:9',
      'VALUE_RANGE hosts[2].port at a.yaml:2:9',
    ])
  })

  it('by their key show what they hide', async () => {
    const named = {
      'a.yaml': 'hosts:\n- {name: a, port: 1}\n- {name: b, port: 2}\n',
      'b.yaml': 'hosts:\n- {name: b, port: 0}\n',
    }
    const definition = { schema, sources: [file('a.yaml'), file('b.yaml')], merge: { hosts: 'by-key:name' } as const }
    expect((await told(definition, { files: named })).lines).toEqual([
      'VALUE_RANGE hosts[1].port at b.yaml:2:19\n  right, but hidden by it: a.yaml:3:19',
    ])
  })
})

describe('a profile', () => {
  it('has its mistakes shown in its own file', async () => {
    const definition = {
      schema,
      sources: [file('{profile}.yaml')],
      profiles: { base: {}, prod: { extends: 'base' } },
    }
    const files = { 'base.yaml': 'port: 80\n', 'prod.yaml': '# prod\nport: 0\n' }
    expect((await told(definition, { files }, 'prod')).lines).toEqual([
      'VALUE_RANGE port at prod.yaml:2:7\n  right, but hidden by it: base.yaml:1:7',
    ])
  })
})

describe('a key that a layer removes', () => {
  it('is missing there, and the value below is pointed out', async () => {
    const required = { ...schema, required: ['port'] }
    const files = { 'a.yaml': 'port: 80\n', 'b.yaml': 'x: 1\nport: !unset\n' }
    const { lines } = await told({ schema: required, sources: [file('a.yaml'), file('b.yaml')] }, { files })
    expect(lines).toEqual(['VALUE_MISSING port at b.yaml:2:1\n  right, but hidden by it: a.yaml:1:7'])
  })
})

describe('a default that is wrong itself', () => {
  const wrong =
    '{\n  "properties": {\n    "port": {\n      "type": "integer",\n      "maximum": 10,\n      "default": 80\n    }\n  }\n}'

  it('is shown in the schema file, with the rule', async () => {
    expect((await told({ sources: [] }, { files: { 'schema.json': wrong } })).lines).toEqual([
      'VALUE_RANGE port at schema.json:6:7\n  the rule: schema.json:5:7',
    ])
  })

  it('is shown where it stands inside a default that is a map', async () => {
    const text =
      '{\n  "properties": {\n    "server": {\n      "default": {\n        "port": 0 },\n      "properties": { "port": { "minimum": 1 } } } } }'
    expect((await told({ sources: [] }, { files: { 'schema.json': text } })).lines).toEqual([
      'VALUE_RANGE server.port at schema.json:5:9\n  the rule: schema.json:6:33',
    ])
  })

  it('is named by its place where the schema is no file', async () => {
    const { lines, issues } = await told({ sources: [], schema: { properties: { port: { ...port, default: 0 } } } }, {})
    expect(lines).toEqual(['VALUE_RANGE port at #/properties/port/default'])
    expect(issues[0]?.source).toBe('default')
  })

  it('is no matter where a layer says something right, and is not pointed out below a wrong one', async () => {
    const files = { 'schema.json': wrong, 'a.yaml': 'port: 11\n' }
    expect((await told({ sources: [file('a.yaml')] }, { files })).lines).toEqual([
      'VALUE_RANGE port at a.yaml:1:7\n  the rule: schema.json:5:7',
    ])
  })

  it('is pointed out where it is right and hidden by a wrong value', async () => {
    const files = { 'schema.json': wrong.replace('80', '8'), 'a.yaml': 'port: 11\n' }
    expect((await told({ sources: [file('a.yaml')] }, { files })).lines).toEqual([
      'VALUE_RANGE port at a.yaml:1:7\n  the default, which is right, but hidden by it: schema.json:6:7\n  the rule: schema.json:5:7',
    ])
    const inCode = { properties: { port: { ...port, default: 8 } } }
    const { issues } = await told({ schema: inCode, sources: [file('a.yaml')] }, { files: { 'a.yaml': 'port: 0' } })
    expect(issues[0]?.hint).toBe('the default is right: remove this one to use that')
  })
})

describe('a schema', () => {
  const files = { 'a.yaml': 'server:\n  port: 70000\n  mode: fasst\nhosts: [a, 1]\n' }
  const sources = [object({ server: { port: 80 } }, { name: 'below' }), file('a.yaml')]
  const zod = z.object({
    server: z.object({ port: z.number().max(65_535), mode: z.enum(['fast', 'slow']) }),
    hosts: z.array(z.string()),
  })
  const built = s.object({
    server: s.object({ port: s.number().max(65_535), mode: s.enum(['fast', 'slow']) }),
    hosts: s.list(s.string()),
  })

  it.each([
    ['of Zod', zod],
    ['of the builder', built],
    ['of the builder as JSON Schema', built.toJsonSchema()],
  ])('%s leads to the same places', async (_name, made) => {
    const { lines, issues } = await told({ schema: made as never, sources }, { files })
    expect(lines).toEqual([
      'VALUE_RANGE server.port at a.yaml:2:9',
      'VALUE_CHOICE server.mode at a.yaml:3:9',
      'VALUE_TYPE hosts[1] at a.yaml:4:12',
    ])
    expect(issues[0]?.hint).toBe('below below it is right: remove this one to use that')
  })
})

describe('a mounted file', () => {
  it('is shown whole, and what it hides with its line', async () => {
    const files = { 'a.yaml': 'server: {port: 1}\n', 'run/server/port': '0\n' }
    const { lines } = await told({ schema, sources: [file('a.yaml'), directory('run')] }, { files })
    expect(lines).toEqual(['VALUE_RANGE server.port at run/server/port:1:1\n  right, but hidden by it: a.yaml:1:16'])
  })
})
