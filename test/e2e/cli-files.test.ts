import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const commented: Readonly<Record<string, string>> = {
  'a.yaml': '# top\nserver:\n  port: 8080 # the port\n  name: "x"\n',
  'a.toml': '# top\n[server]\nport = 8080 # the port\nname = "x"\n',
  'a.jsonc': '// top\n{\n  "server": {\n    "port": 8080, // the port\n    "name": "x"\n  }\n}\n',
  'a.json5': "// top\n{\n  server: {\n    port: 8080, // the port\n    name: 'x',\n  },\n}\n",
  'a.json': '{\n  "server": {\n    "port": 8080,\n    "name": "x"\n  }\n}\n',
  'a.ini': '; top\n[server]\nport = 8080\nname = x\n',
}

describe('set', () => {
  it.each(Object.keys(commented))('changes one line of %s', async (name) => {
    const sandbox = new Sandbox(commented)
    expect(await sandbox.call(`set server.port 9000 --to ${name}`)).toEqual({
      code: 0,
      stdout: '',
      stderr: `set server.port in ${name}\n`,
    })
    expect(sandbox.read(name)).toBe((commented[name] as string).replace('8080', '9000'))
  })

  it('changes one line of a .env file, by its literal name', async () => {
    const sandbox = new Sandbox({ '.env': '# top\nSERVER__PORT=8080 # the port\nNAME="x"\n' })
    expect((await sandbox.call('set SERVER__PORT 9000 --to .env')).code).toBe(0)
    expect(sandbox.read('.env')).toBe('# top\nSERVER__PORT=9000 # the port\nNAME="x"\n')
  })

  it('keeps the type of what was there', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"s": "1", "n": 1, "b": true, "l": [1], "z": null}' })
    for (const [path, text] of [
      ['s', '2'],
      ['n', '2'],
      ['b', 'off'],
      ['l', 'x,y'],
      ['z', '7'],
      ['new', 'true'],
    ]) {
      expect((await sandbox.call(['set', path as string, text as string, '--to', 'a.json'])).code).toBe(0)
    }
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ s: '2', n: 2, b: false, l: ['x', 'y'], z: 7, new: true })
  })

  it('says when it makes a new file', async () => {
    const sandbox = new Sandbox({})
    expect((await sandbox.call('set a 1 --to bsae.yaml')).stderr).toBe('set a in bsae.yaml, a new file\n')
    expect(JSON.parse((await sandbox.call('set a 1 --to b.json --json')).stdout).data).toMatchObject({ created: true })
    expect(JSON.parse((await sandbox.call('set a 2 --to b.json --json')).stdout).data).toMatchObject({ created: false })
  })

  it('keeps the zeros that a new value begins with', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"code": "x"}' })
    expect((await sandbox.call('set zip 01234 --to a.json')).code).toBe(0)
    expect((await sandbox.call('set half 0.5 --to a.json')).code).toBe(0)
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ code: 'x', zip: '01234', half: 0.5 })
  })

  it.each([
    ['string', '1', '1'],
    ['number', '-1.5e3', -1500],
    ['boolean', 'yes', true],
    ['null', 'null', null],
    ['list', '["a", 1]', ['a', 1]],
    ['json', '{"x": [1]}', { x: [1] }],
  ])('writes the type asked for: %s', async (type, text, expected) => {
    const sandbox = new Sandbox({ 'a.json': '{}' })
    expect((await sandbox.call(['set', 'a.b', text, '--to', 'a.json', '--type', type])).code).toBe(0)
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ a: { b: expected } })
  })

  it('writes dates where the format has them', async () => {
    const sandbox = new Sandbox({ 'a.toml': 'day = 1979-05-27\n' })
    expect((await sandbox.call('set day 2026-02-28 --to a.toml')).code).toBe(0)
    expect(sandbox.read('a.toml')).toBe('day = 2026-02-28\n')
    expect(await sandbox.call('set day 2026-02-30 --to a.toml')).toMatchObject({ code: 1 })
  })

  it('refuses a text that does not fit, and leaves the file alone', async () => {
    const sandbox = new Sandbox(commented)
    const { code, stderr } = await sandbox.call('set server.port eighty --to a.yaml')
    expect(code).toBe(1)
    expect(stderr).toContain('error VALUE_TYPE: the new value of server.port cannot be read as a number\n')
    expect(stderr).toContain('add --type string')
    expect(stderr).not.toContain('eighty')
    expect(sandbox.read('a.yaml')).toBe(commented['a.yaml'])
  })

  it('names the type that the new value has, where a map stands', async () => {
    const { stderr } = await new Sandbox({ 'a.json': '{"a": {}}' }).call('set a 5 --to a.json')
    expect(stderr).toContain('error VALUE_TYPE: the new value of a cannot be read as a map such as {"a": 1}\n')
    expect(stderr).toContain('the value there now is a map; to change its type, add --type number\n')
  })

  it('takes a negative number', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"n": 1}' })
    expect((await sandbox.call('set n -5 --to a.json')).code).toBe(0)
    expect(sandbox.read('a.json')).toBe('{"n": -5}')
  })

  it('reads the value from standard input, without its last line end', async () => {
    const sandbox = new Sandbox({ 'a.json': '{}' })
    expect((await sandbox.call('set key --stdin --to a.json', { stdin: 'line 1\nline 2\n' })).code).toBe(0)
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ key: 'line 1\nline 2' })
  })

  it('makes a file that is not there', async () => {
    const sandbox = new Sandbox({})
    for (const name of ['new.json', 'new.yaml', 'new.toml']) {
      expect((await sandbox.call(`set a.b 1 --to ${name}`)).code, name).toBe(0)
      expect((await sandbox.call(`get a.b --file ${name}`)).stdout).toBe('1\n')
    }
  })

  it('keeps a byte order mark and CRLF', async () => {
    const sandbox = new Sandbox({ 'a.yaml': '\ufeffa: 1\r\nb: 2\r\n' })
    expect((await sandbox.call('set b 3 --to a.yaml')).code).toBe(0)
    expect(sandbox.read('a.yaml')).toBe('\ufeffa: 1\r\nb: 3\r\n')
  })

  it('loses no change of several at once', async () => {
    const sandbox = new Sandbox({ 'a.json': '{}' })
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => sandbox.call(`set k${index} ${index} --to a.json`)),
    )
    expect(outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => 0))
    expect(Object.keys(JSON.parse(sandbox.read('a.json')))).toHaveLength(20)
  })

  it('leaves a malformed file as it is', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"a": 1,,}' })
    expect(await sandbox.call('set a 2 --to a.json')).toMatchObject({ code: 3, stderr: expect.stringContaining('a.json:1:9') })
    expect(sandbox.read('a.json')).toBe('{"a": 1,,}')
  })

  it('reports with --json', async () => {
    const { stdout, stderr } = await new Sandbox(commented).call('set server.port 9000 --to a.yaml --json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'SetResult',
      ok: true,
      data: { path: 'server.port', file: 'a.yaml', changed: true },
    })
  })
})

describe('unset', () => {
  it.each(Object.keys(commented))('removes one line of %s', async (name) => {
    const sandbox = new Sandbox(commented)
    expect((await sandbox.call(`unset server.name --to ${name}`)).code).toBe(0)
    const { code, stdout } = await sandbox.call(`get server --file ${name} --json`)
    expect({ code, data: Object.keys(JSON.parse(stdout)) }).toEqual({ code: 0, data: ['port'] })
    expect(sandbox.read(name)).toContain('top'.slice(name === 'a.json' ? 3 : 0))
  })

  it('finds nothing to change for a key that is not there', async () => {
    const sandbox = new Sandbox(commented)
    expect(await sandbox.call('unset nothing --to a.yaml')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'nothing to change: nothing is not in a.yaml\n',
    })
    expect(await sandbox.call('unset a --to missing.yaml')).toMatchObject({ code: 3 })
    expect(sandbox.has('missing.yaml')).toBe(false)
  })
})

describe('convert', () => {
  it.each([
    ['json', '{\n  "server": {\n    "port": 8080,\n    "name": "x"\n  }\n}\n'],
    ['toml', '[server]\nport = 8080\nname = "x"\n'],
    ['yaml', 'server:\n  port: 8080\n  name: x\n'],
    ['properties', 'server.port=8080\nserver.name=x\n'],
    ['dotenv', 'SERVER__PORT=8080\nSERVER__NAME=x\n'],
    ['ini', '[server]\nport = 8080\nname = x\n'],
  ])('prints the same data as %s', async (format, stdout) => {
    const outcome = await new Sandbox(commented).call(`convert a.toml - --to ${format}`)
    expect(outcome).toMatchObject({ code: 0, stdout })
    expect(outcome.stderr).toContain('warning FORMAT_LOSS: comments are left out (2 lines)\n')
  })

  it('writes a file by its extension', async () => {
    const sandbox = new Sandbox(commented)
    expect(await sandbox.call('convert a.json b.yaml')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(sandbox.read('b.yaml')).toBe('server:\n  port: 8080\n  name: x\n')
  })

  it('works in a pipe', async () => {
    const outcome = await new Sandbox({}).call('convert - - --from yaml --to json', { stdin: 'a: [1, null]\n' })
    expect(outcome).toEqual({ code: 0, stdout: '{\n  "a": [\n    1,\n    null\n  ]\n}\n', stderr: '' })
  })

  it('shows the lines of standard input that are wrong', async () => {
    const { code, stderr } = await new Sandbox({}).call('convert - - --from json --to yaml', { stdin: '{"a": oops}' })
    expect(code).toBe(3)
    expect(stderr).toContain('  <stdin>:1:7\n   1 | {"a": oops}\n')
  })

  it('makes a list of several documents, and says so', async () => {
    const outcome = await new Sandbox({ 'a.yaml': 'a: 1\n---\nb: 2\n' }).call('convert a.yaml - --to json')
    expect(JSON.parse(outcome.stdout)).toEqual([{ a: 1 }, { b: 2 }])
    expect(outcome.stderr).toContain('2 documents become a list')
  })

  it('does not know what a file without an extension holds', async () => {
    expect(await new Sandbox({ conf: 'a: 1\n' }).call('convert conf -  --to json')).toMatchObject({ code: 3 })
    expect((await new Sandbox({ conf: 'a: 1\n' }).call('convert conf - --from yaml --to json')).code).toBe(0)
    expect(await new Sandbox({}).call('convert a.json - --to ymal')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "yaml"'),
    })
  })
})

describe('validate, with files', () => {
  it('is fine with files that are', async () => {
    expect(await new Sandbox(commented).call('validate a.yaml a.toml a.json')).toEqual({
      code: 0,
      stdout: 'fine: 3 files, no problems\n',
      stderr: '',
    })
  })

  it('gives the issues of all broken files in one report', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"a": oops}', 'b.yaml': 'a: 1\n\tb: 2\n', 'c.toml': 'a = \n', 'good.json': '{}' })
    const { code, stdout, stderr } = await sandbox.call('validate a.json b.yaml c.toml good.json missing.json')
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
    for (const place of ['a.json:1:7', 'b.yaml:2:1', 'c.toml:1:5', '  missing.json\n']) expect(stdout).toContain(place)
    expect(stdout).toMatch(/\n4 errors in 4 files; 5 files checked in 0 ms\n$/)
  })

  it('is data with --json', async () => {
    const { code, stdout } = await new Sandbox({ 'a.json': '{"a": oops}', 'b.json': '{}' }).call('validate a.json b.json --json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'ValidateResult',
      ok: false,
      exitCode: 3,
      issues: [{ code: 'FORMAT_SYNTAX', file: 'a.json', line: 1, column: 7 }],
      data: {
        files: [
          { name: 'a.json', ok: false, issues: 1 },
          { name: 'b.json', ok: true, issues: 0 },
        ],
      },
    })
  })

  it('says what is not a file, or not there, before it asks for a format', async () => {
    const { code, stdout } = await new Sandbox({ 'folder/x': '' }).call('validate folder nothing --json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout).issues.map((issue: { code: string }) => issue.code)).toEqual(['SOURCE_MISSING', 'SOURCE_MISSING'])
  })

  it('fails for more warnings than allowed', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'a: yes\nb: no\n' })
    expect((await sandbox.call('validate a.yaml')).code).toBe(0)
    expect((await sandbox.call('validate a.yaml --max-warnings 2')).code).toBe(0)
    expect(await sandbox.call('validate a.yaml --max-warnings 1')).toMatchObject({ code: 1, stderr: 'more than 1 warning\n' })
  })
})
