import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

describe('set, in the corners', () => {
  it('can write null without a value', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"a": 1}' })
    expect((await sandbox.call('set a --type null --to a.json')).code).toBe(0)
    expect(sandbox.read('a.json')).toBe('{"a": null}')
  })

  it.each([
    ['07:32:00', 'time = 07:32:00\n'],
    ['1979-05-27T07:32:00Z', 'time = 1979-05-27T07:32:00Z\n'],
    ['1979-05-27T07:32:00.5', 'time = 1979-05-27T07:32:00.5\n'],
  ])('writes the date %s', async (text, expected) => {
    const sandbox = new Sandbox({ 'a.toml': 'time = 00:00:00\n' })
    expect((await sandbox.call(`set time ${text} --type date --to a.toml`)).code).toBe(0)
    expect(sandbox.read('a.toml')).toBe(expected)
  })

  it.each([
    ['date', '25:00:00'],
    ['date', 'tomorrow'],
    ['number', '0x10'],
    ['number', '1e999'],
    ['boolean', 'maybe'],
    ['null', 'nothing'],
    ['list', '[1'],
    ['json', '{'],
  ])('refuses what is no %s: %s', async (type, text) => {
    const sandbox = new Sandbox({ 'a.toml': '' })
    expect(await sandbox.call(['set', 'a', text, '--type', type, '--to', 'a.toml', '--json'])).toMatchObject({
      code: 1,
      stderr: '',
    })
    expect(sandbox.read('a.toml')).toBe('')
  })

  it('keeps whole numbers that a double cannot hold', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"n": 1}' })
    expect((await sandbox.call('set n 12345678901234567890 --to a.json')).code).toBe(0)
    expect(sandbox.read('a.json')).toBe('{"n": 12345678901234567890}')
  })

  it('writes a map where there was one', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"m": {"x": 1}, "l": [1]}' })
    expect((await sandbox.call(['set', 'm', '{"y": 2}', '--to', 'a.json'])).code).toBe(0)
    expect((await sandbox.call(['set', 'l', '', '--to', 'a.json'])).code).toBe(0)
    expect(JSON.parse(sandbox.read('a.json'))).toEqual({ m: { y: 2 }, l: [] })
  })

  it.each([
    ['set a 1 --to -', 'standard input cannot be changed'],
    ['unset a', 'which file should be changed?'],
    ['unset / --to a.json', undefined],
    ['set a 1 --stdin --to a.json', 'there is a value on the command line and --stdin'],
  ])('is called wrongly by %s', async (line, message) => {
    const { code, stderr } = await new Sandbox({ 'a.json': '{}' }).call(line)
    expect(code).toBe(message === undefined ? 0 : 2)
    expect(stderr).toContain(message ?? 'nothing to change')
  })

  it('does not write UTF-16', async () => {
    const sandbox = new Sandbox({})
    const bytes = Buffer.from('\ufeff{"a": 1}', 'utf16le')
    writeFileSync(join(sandbox.folder, 'a.json'), bytes)
    expect((await sandbox.call('get a --file a.json')).stdout).toBe('1\n')
    expect(await sandbox.call('set a 2 --to a.json')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('error SOURCE_ENCODING'),
    })
    expect(sandbox.read('a.json')).toBe(bytes.toString())
  })

  it('says that nothing had to change', async () => {
    const { stderr } = await new Sandbox({ 'a.json': '{"a": 1}' }).call('set a 1 --to a.json')
    expect(stderr).toBe('nothing to change: a in a.json is that already\n')
  })
})

describe('answers, in the corners', () => {
  const files = {
    'a.toml': 'day = 1979-05-27\nbig = 9007199254740993\nurl = "http://${host:-none}/${day2:-}x"\n[e]\n',
    'list.json': '[1]',
  }

  it('prints dates as they were written', async () => {
    expect((await new Sandbox(files).call('get day --file a.toml')).stdout).toBe('1979-05-27\n')
    expect((await new Sandbox(files).call('get day --file a.toml --json')).stdout).toBe('"1979-05-27"\n')
    const { stdout } = await new Sandbox(files).call('explain day --file a.toml --json')
    expect(JSON.parse(stdout).data).toMatchObject({ value: '1979-05-27', winner: { line: 1, column: 7, value: '1979-05-27' } })
  })

  it('prints JSON for the default too', async () => {
    expect((await new Sandbox(files).call('get x --file a.toml --default y --json')).stdout).toBe('"y"\n')
  })

  it('has the derivation as data', async () => {
    const { stdout } = await new Sandbox(files).call('explain url --file a.toml --json')
    expect(JSON.parse(stdout).data.derivation).toEqual({
      expression: 'http://${host:-none}/${day2:-}x',
      uses: [
        { expression: '${host:-none}', path: 'host', fallback: true },
        { expression: '${day2:-}', path: 'day2', fallback: true },
      ],
    })
  })

  it('explains everything for the empty path', async () => {
    expect((await new Sandbox(files).call(['explain', '', '--file', 'a.toml'])).stdout).toMatch(/^\(everything\) {3}map\n/)
  })

  it('needs names for forms that hold names', async () => {
    const sandbox = new Sandbox(files)
    expect(await sandbox.call('export big --file a.toml --format tfvars')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('this is a number'),
    })
    expect(await sandbox.call('convert list.json - --to dotenv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('FORMAT_UNSUPPORTED_VALUE'),
    })
  })

  it('stays quiet about masked secrets when asked to', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml': 'schema: s.json\nsources:\n  - file: a.json\n',
      's.json': '{"properties": {"key": {"x-secret": true}}}',
      'a.json': '{"key": "k"}',
    })
    expect((await sandbox.call('export')).stderr).toBe('secrets are masked; --reveal shows them\n')
    expect((await sandbox.call('export -q')).stderr).toBe('')
    expect((await sandbox.call('export --reveal', { env: { CONFIGMANAGE_AUDIT_LOG: 'audit.ndjson' } })).stderr).toBe('')
  })

  it('takes files without an extension by --from', async () => {
    const sandbox = new Sandbox({ conf: 'a: 1\n', 'b.json': '{"a": 2}' })
    expect((await sandbox.call('get a --file b.json --file conf --from yaml')).stdout).toBe('1\n')
    expect(await sandbox.call('get a --file conf')).toMatchObject({ code: 3, stderr: expect.stringContaining('FORMAT_UNKNOWN') })
  })

  it('lays files over the definition of a manifest that is named', async () => {
    const sandbox = new Sandbox({
      'm.yaml': 'schema: s.json\nsources:\n  - file: a.json\n',
      's.json': '{"properties": {"key": {"x-secret": true}}}',
      'b.json': '{"key": "hunter2"}',
    })
    expect((await sandbox.call('get key -c m.yaml --file b.json')).stdout).toMatch(/^\[secret/)
    expect((await sandbox.call('get key --file b.json')).stdout).toBe('hunter2\n')
  })
})
