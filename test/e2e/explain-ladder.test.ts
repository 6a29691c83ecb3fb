import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

/** One line each, so that a place can be read off; `@` stands in front of the value that is looked for. */
const marked: Readonly<Record<string, string>> = {
  'a.json': '{"other":{"port":9},"server":{"emoji 😀":"😀", "port":@1}}',
  'b.jsonc': '// "server": { "port": 5 }\n{\r\n\t"server": { /* "port": 7, */ "😀": 0, "port"\t: // c\r\n\t\t@2, }, }',
  'c.json5': "{ server: { 'x': '😀', \"y\": 'port: 1', port: @+3, }, }",
  'd.yaml': '\ufeff# server:\n#   port: 1\nserver: {"😀 port": 0, "port":  &anchor @4}\nnot: *anchor\n',
  'e.yaml': 'base: &base\n  port: @5 # there\nserver:\n  <<: *base\n  host: x\n',
  'f.yaml': '"server":\r\n  ? port\r\n  : !!int @6\r\n',
  'g.toml': '# [server]\r\n"server" . \'port\' = @7 # 😀\r\nservers = [{ port = 1 }]\r\n',
  'h.toml': 'other = "[server]\\nport = 1"\n[server] # 😀 port = 1\n\t port\t=\t@8\n',
  'i.toml': "text = '''\nport = 1\n'''\nserver = { x = '😀', port = @9 }\n",
  'j.ini': '; [server]\n[other]\nport = 1\n[server] ; port = 1\nhost = port = 1\n  port = 2\nport\t:\t@10 ; 😀\n',
  'k.properties': '# server.port=1\\\nserver.host=a \\\n  server.port=2\n  server.\\\n    port : \\\n  @11\n',
  'l.env': '# SERVER__PORT=1\nTEXT="a\nSERVER__PORT=2"\n\texport SERVER__PORT = @\'12\' # 😀\n',
}
const files = Object.fromEntries(Object.entries(marked).map(([name, text]) => [name, text.replace('@', '')]))
const manifest = `sources:
${Object.keys(marked)
  .map((name) => (name.endsWith('.env') ? `  - dotenv: ${name}` : `  - file: ${name}`))
  .join('\n')}
  - module: m.mjs
  - module: n.ts
  - directory: mounted
  - env: { prefix: SHOP_ }
  - args: {}
`

function placeOf(name: string): { readonly file: string; readonly line: number; readonly column: number } {
  const before = (marked[name] as string).replace('\ufeff', '').split('@')[0] as string
  return { file: name, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
}

describe('explain', () => {
  it('names eighteen layers of one key, each with its own place', async () => {
    const sandbox = new Sandbox({
      ...files,
      'configmanage.config.yaml': manifest,
      'm.mjs': 'export default { server: { port: 13 } }\n',
      'n.ts': 'const port: number = 14\nexport default { server: { port } }\n',
      'mounted/server/port': '15\n',
    })
    const { code, stdout, stderr } = await sandbox.call('explain server.port --set server.port=18 --json -- --server.port 17', {
      env: { SHOP_SERVER__PORT: '16', server__port: '99' },
    })
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    const { winner, shadowed, value } = JSON.parse(stdout).data
    expect(value).toBe('18')
    const inFiles = Object.keys(marked).map((name, index) => {
      const { file, line, column } = placeOf(name)
      const text = /ini|properties|env/.test(name)
      const source = name.endsWith('.env') ? { source: `dotenv:${name}`, name: 'SERVER__PORT' } : { source: `file:${name}` }
      return { ...source, file, line, column, value: text ? String(index + 1) : index + 1 }
    })
    expect([winner, ...shadowed]).toEqual([
      { source: 'arguments --set', name: '--set server.port', value: '18' },
      { source: 'arguments', name: '--server.port', value: '17' },
      { source: 'environment SHOP_*', name: 'SHOP_SERVER__PORT', value: '16' },
      { source: 'directory:mounted', name: 'mounted/server/port', file: 'mounted/server/port', line: 1, column: 1, value: '15' },
      { source: 'module:n.ts', file: 'n.ts', value: 14 },
      { source: 'module:m.mjs', file: 'm.mjs', value: 13 },
      ...inFiles.reverse(),
    ])
  })

  it.each([
    ['hosts[1]', 3, 5],
    ['/hosts/1', 3, 5],
    ['hosts[2].name', 4, 11],
    ['hosts[2]', 4, 5],
    ['hosts', 2, 3],
    ['"a.b"', 6, 8],
    ['/a.b', 6, 8],
    ['"two words".é', 7, 35],
    ['["two words"]["é"]', 7, 35],
    ['block', 8, 8],
    ['folded', 11, 9],
    ['quoted', 14, 9],
    ['empty', 16, 7],
  ])('finds %s at %d:%d', async (path, line, column) => {
    const text =
      'hosts:\n  - a\n  - "b" # c\n  - name: 😀\n    x: 1\n"a.b": v\n\'two words\': { "😀": [\'😀\'], "é": x }\nblock: |\n  one\n  two\nfolded: >-\n\n  one\nquoted: "one\n  two"\nempty:\nlast: 1\n'
    const { stdout } = await new Sandbox({ 'a.yaml': text }).call(['explain', path, '--file', 'a.yaml', '--json'])
    const { kind, data } = JSON.parse(stdout)
    expect({ kind, line: data.winner.line, column: data.winner.column }).toEqual({ kind: 'Explanation', line, column })
  })

  it('tells the places of a list that is merged by element', async () => {
    const sandbox = new Sandbox({
      'a.yaml': 'users:\n  - { name: ann, role: a }\n  - { name: bob, role: b }\ntags: [x]\n',
      'b.toml': '"$merge" = { users = "by-key:name", tags = "append" }\ntags = ["y"]\n[[users]]\nname = "bob"\nrole = "c"\n',
    })
    const explain = async (path: string): Promise<unknown> => {
      const { stdout } = await sandbox.call(['explain', path, '--file', 'a.yaml', '--file', 'b.toml', '--json'])
      const { winner, shadowed } = JSON.parse(stdout).data
      return [winner, ...shadowed].map(({ file, line, column }) => `${file}:${line}:${column}`)
    }
    expect(await explain('users[1].role')).toEqual(['b.toml:5:8', 'a.yaml:3:24'])
    expect(await explain('users[0].role')).toEqual(['a.yaml:2:24'])
    expect(await explain('tags[0]')).toEqual(['a.yaml:4:8'])
    expect(await explain('tags[1]')).toEqual(['b.toml:2:9'])
  })
})

describe('explain of what is computed from a secret', () => {
  const secretFiles = {
    'configmanage.config.yaml': 'schema: schema.json\nsources: [{ file: a.yaml }, { file: b.yaml }, { file: c.yaml }]\n',
    'schema.json': '{"properties":{"password":{"x-secret":true},"url":{},"copy":{}}}',
    'a.yaml': 'password: hunter2\nurl: old-password\ncopy: { user: old-password }\n',
    'b.yaml': 'url: "${password:-old-password}"\n',
    'c.yaml': 'url: "x:${password}"\ncopy: "${password}"\n',
  }

  it.each(['explain url', 'explain url --json'])('%s shows neither the expression nor what lies below', async (line) => {
    const { code, stdout } = await new Sandbox(secretFiles).call(line)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/hunter2|old-password|x:\$/)
    expect(stdout.match(/\[secret/g)?.length).toBeGreaterThanOrEqual(5)
  })

  it('shows a reference that is nothing else', async () => {
    const { stdout } = await new Sandbox(secretFiles).call('explain copy')
    expect(stdout).toMatch(/c\.yaml:2:7 +\$\{password\} +wins/)
    expect(stdout).not.toMatch(/hunter2|old-password/)
  })
})
