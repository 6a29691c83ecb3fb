import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

/** A manifest with a format of its own: `a=1` lines. */
const manifest = `
const pairs = {
  name: 'pairs',
  extensions: ['.pairs'],
  mediaTypes: [],
  textOnly: true,
  parse: (text) => ({
    value: Object.fromEntries(text.split('\\n').filter((line) => line !== '').map((line) => line.split('='))),
    warnings: [],
    locate: () => undefined,
  }),
  print: (value) => Object.entries(value).map(([key, item]) => key + '=' + item + '\\n').join(''),
  edit: (text, edits) => text + edits.map(({ path, value }) => path[0] + '=' + value + '\\n').join(''),
}
export default { formats: [pairs], sources: [] }
`

describe('a format that the manifest adds', () => {
  const files = { 'configmanage.config.mjs': manifest, 'app.pairs': 'port=1\nhost=a\n', 'other.txt': 'port=2\n' }

  it.each([
    ['get port --file app.pairs', '1\n'],
    ['get port --file other.txt --from pairs', '2\n'],
    ['get port -c configmanage.config.mjs --file app.pairs', '1\n'],
    ['validate app.pairs', 'fine: 1 file, no problems\n'],
    ['convert app.pairs - --to json', '{\n  "port": "1",\n  "host": "a"\n}\n'],
    ['convert other.txt - --from pairs --to toml', 'port = "2"\n'],
  ])('is known to %s', async (line, answer) => {
    expect(await new Sandbox(files).call(line)).toMatchObject({ code: 0, stdout: answer })
  })

  it('is known to what writes', async () => {
    const sandbox = new Sandbox({ ...files, 'a.json': '{"x": "y"}' })
    expect(await sandbox.call('set name ann --to app.pairs')).toMatchObject({ code: 0 })
    expect(sandbox.read('app.pairs')).toBe('port=1\nhost=a\nname=ann\n')
    expect(await sandbox.call('convert a.json b.pairs')).toMatchObject({ code: 0 })
    expect(sandbox.read('b.pairs')).toBe('x=y\n')
  })

  it('does not make a broken manifest matter for other files', async () => {
    const sandbox = new Sandbox({ 'configmanage.config.mjs': 'export default 1\n', 'a.json': '{"x": 1}', 'a.pairs': 'x=1' })
    expect(await sandbox.call('get x --file a.json')).toMatchObject({ code: 0, stdout: '1\n' })
    expect(await sandbox.call('validate a.json')).toMatchObject({ code: 0 })
    const { stderr } = await sandbox.call('get x --file a.pairs')
    expect(stderr).toContain('OPTION_INVALID')
    expect(stderr).toContain('configmanage.config.mjs\n')
    expect(stderr).not.toContain(sandbox.folder)
  })
})

describe('a file whose name tells no format', () => {
  it.each([
    ['get a --file data.txt', '--from yaml'],
    ['validate data.txt', '--from yaml'],
    ['set a 5 --to data.txt', '--from yaml'],
    ['convert data.txt a.json', '--from yaml'],
    ['convert a.json out.txt', '--to yaml'],
  ])('is refused by %s with the flag that says it', async (line, flag) => {
    const { code, stdout, stderr } = await new Sandbox({ 'data.txt': 'a: 1\n', 'a.json': '{}' }).call(line)
    expect(code).toBe(3)
    expect(stdout + stderr).toContain('FORMAT_UNKNOWN')
    expect(stdout + stderr).toContain(`say which it is, as in ${flag};`)
  })
})

describe('an infinite number', () => {
  it.each(['get', 'export'])('is written as text by %s, and reported', async (command) => {
    const sandbox = new Sandbox({ 'x.yaml': 'a: { b: .inf }\n' })
    const { code, stdout, stderr } = await sandbox.call(`${command} a --file x.yaml --format json`)
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 0, answer: { b: 'Infinity' } })
    expect(stderr).toContain('warning FORMAT_LOSS: json has no infinite numbers, written as text: b')
  })

  it('is text in an envelope', async () => {
    const { stdout } = await new Sandbox({ 'x.yaml': 'a: .inf\n' }).call('explain a --file x.yaml --json')
    expect(JSON.parse(stdout).data).toMatchObject({ value: 'Infinity', winner: { value: 'Infinity' } })
  })
})

describe('a key that is not there', () => {
  const files = { 'a.yaml': 'server: { port: 1 }\n' }

  it.each([
    ['get server.prot', 'did you mean "server.port"?'],
    ['get nothing.like.it', '--default'],
    ['explain nothing.like.it', 'configmanage export'],
    ['export nothing.like.it', 'configmanage export'],
  ])('has a hint for a command line: %s', async (line, hint) => {
    const { code, stderr } = await new Sandbox(files).call(`${line} --file a.yaml`)
    expect(code).toBe(1)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('find()')
  })

  it('is a slip in --set when it is like one that is there', async () => {
    const { stderr } = await new Sandbox(files).call('get server.port --file a.yaml --set server.prt=5 -v')
    expect(stderr).toContain('warning SOURCE_NEAR_MISS: "--set server.prt" fits no key')
    expect(stderr).toContain('did you mean "--set server.port"?')
    const { stderr: quiet } = await new Sandbox(files).call('get server.port --file a.yaml --set server.port=5 --set x=1 -v')
    expect(quiet).not.toContain('NEAR_MISS')
  })
})

describe('a whole float', () => {
  const text = 'a = 1.0\nb = 1\nc = 1.5\nd = 0xE0\n[e]\nf = [1e3, 2]\ng = "1.0"\n'

  it('is reported where it becomes an integer of TOML', async () => {
    const { code, stdout, stderr } = await new Sandbox({ 'a.toml': text }).call('convert a.toml - --to toml')
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'a = 1' })
    expect(stderr).toContain('warning FORMAT_LOSS: whole floats become integers: a and e.f[0]\n')
  })

  it('is a number like others elsewhere', async () => {
    const { stderr } = await new Sandbox({ 'a.toml': text }).call('convert a.toml - --to json')
    expect(stderr).toBe('')
  })
})

it('converts a file with nothing in it to nothing, not to an empty list', async () => {
  const sandbox = new Sandbox({ 'empty.yaml': '# nothing yet\n' })
  expect(await sandbox.call('convert empty.yaml - --to json')).toMatchObject({ code: 0, stdout: 'null\n' })
})
