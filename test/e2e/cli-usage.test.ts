import { describe, expect, it } from 'vitest'
import { commandTable } from '../../src/cli/command-table.ts'
import { catalogue } from '../../src/errors/catalogue.ts'
import { Sandbox } from './cli-sandbox.ts'

describe('a wrong command line', () => {
  it.each([
    ['gte server', 'unknown command "gte"', 'did you mean "get"?'],
    ['schema exprt', 'unknown command "exprt"', 'did you mean "export"?'],
    ['lion', 'unknown command "lion"', 'see configmanage --help'],
    ['get x --jsn', 'unknown option "--jsn"', 'did you mean "--json"?'],
    ['get', 'missing required argument "path"', 'see configmanage get --help'],
    ['-q schema zork', 'unknown command "zork"', 'see configmanage schema --help'],
    ['schema docs a', 'too many arguments for "docs". Expected 0 arguments but got 1: a', 'see configmanage schema docs --help'],
    ['get a b', 'too many arguments for "get". Expected 1 argument but got 2: a, b', 'see configmanage get --help'],
    ['get a --file', 'option "--file <file>" argument missing', 'see configmanage get --help'],
    ['get a..b', '"a..b" is not a path', 'write server.port, servers[0].host, "a.b".c or /servers/0/host'],
    ['export -C nowhere', 'there is no folder "nowhere"', 'correct --cwd'],
    ['set a 1', 'which file should be changed?', 'name it: --to config/app.yaml'],
    ['set a --to x.json', 'the new value is missing', 'write it behind the path, or use --stdin'],
    ['get a --file -', 'standard input has no name that tells its format', 'say it: --from yaml'],
    ['get a --file x.json --set b', '"b" is no setting', 'write --set server.port=8080'],
    ['explain VALUE_TYP', 'there is no code "VALUE_TYP"', 'did you mean "VALUE_TYPE"?'],
    ['explain ZZZ_QQQ', 'there is no code "ZZZ_QQQ"', 'docs/errors.md lists every code'],
    ['completion tcsh', 'there is no completion for "tcsh"', 'use bash, zsh, fish or powershell'],
    ['validate a.json --all-profiles', '--all-profiles is for the manifest, not for single files', 'leave one of them out'],
    ['validate --max-warnings few', '--max-warnings takes a whole number, not "few"', undefined],
  ])('%s', async (line, message, hint) => {
    const { code, stdout, stderr } = await new Sandbox({ 'x.json': '{"a": 1}' }).call(line)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`error CLI_USAGE: ${message}\n`)
    if (hint !== undefined) expect(stderr).toContain(`  try         ${hint}\n`)
  })

  const withForms = commandTable.filter(({ formats }) => formats !== 'own')
  it.each(withForms)(
    '$name takes no form of the answer that it does not have',
    async ({ name, args, formats, takesCommandLine }) => {
      const words = takesCommandLine ? ['--', 'true'] : args.map(() => 'x.json')
      const { code, stdout, stderr } = await new Sandbox({}).call([...name.split(' '), '--format', 'jsn', ...words])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('--format takes no "jsn" here')
      for (const form of formats ?? ['text', 'json']) expect(stderr).toContain(form)
    },
  )

  it('gives an envelope when JSON is asked for', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('gte --json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'configmanage/v1',
      kind: 'UsageError',
      ok: false,
      exitCode: 2,
      issues: [{ code: 'CLI_USAGE', hint: 'did you mean "get"?', docs: 'docs/errors.md#cli_usage' }],
      data: {},
    })
  })
})

describe('help', () => {
  it('lists every command, in groups', async () => {
    const { code, stdout } = await new Sandbox({}).call('--help')
    expect(code).toBe(0)
    const words = stdout.replace(/\s+/g, ' ')
    for (const { name, summary, hidden } of commandTable) {
      if (hidden) expect(stdout).not.toContain(name)
      else for (const part of [...name.split(' '), summary]) expect(words).toContain(part)
    }
    expect(stdout.match(/^\w+:$/gm)).toEqual(['Options:', 'Values:', 'Files:', 'Secrets:', 'Project:', 'Help:', 'Examples:'])
  })

  it.each(commandTable.filter((entry) => !entry.hidden).map((entry) => entry.name))('has examples for %s', async (name) => {
    const { code, stdout } = await new Sandbox({}).call(`${name} --help`)
    expect(code).toBe(0)
    expect(stdout).toContain('\nExamples:\n  configmanage ')
  })

  it('is shown on standard error when no command is named', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: configmanage')
  })

  it('keeps lines to 100 cells', async () => {
    for (const line of ['--help', ...commandTable.filter((entry) => !entry.hidden).map(({ name }) => `${name} --help`)]) {
      const { stdout } = await new Sandbox({}).call(line)
      expect(Math.max(...stdout.split('\n').map((text) => text.length)), line).toBeLessThanOrEqual(110)
    }
  })
})

describe('--version', () => {
  it('prints the version of the package', async () => {
    expect(await new Sandbox({}).call('--version')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })
})

describe('explain CODE', () => {
  it.each(Object.keys(catalogue))('has a page for %s', async (code) => {
    const outcome = await new Sandbox({}).call(`explain ${code}`)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toMatch(new RegExp(`^${code}: .+\\n\\ncause {4}.+\\n(.+\\n)*remedy {3}.+`))
  })

  it('is data with --json', async () => {
    const { stdout } = await new Sandbox({}).call('explain KEY_MISSING --json')
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'ErrorPage',
      ok: true,
      data: { code: 'KEY_MISSING', docs: 'docs/errors.md#key_missing' },
    })
  })
})

describe('a fault of ours', () => {
  const broken = { read: () => Promise.reject(new RangeError('hunter2 is too long')) }

  it('says where, and not what the error says', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('convert - - --from json --to yaml', { stdin: broken.read })
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' })
    expect(stderr).toContain('error INTERNAL: an unexpected RangeError\n')
    expect(stderr).toMatch(/\n {4}at .+cli-usage\.test\.ts/)
    expect(stderr).not.toContain('hunter2')
  })

  it('is an envelope when JSON is asked for', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('convert - - --from json --json', { stdin: broken.read })
    expect({ code, stderr }).toEqual({ code: 70, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'ConvertResult', exitCode: 70, issues: [{ code: 'INTERNAL' }] })
  })
})

describe('--quiet and --verbose', () => {
  const files = { 'a.yaml': 'a: yes\n' }

  it('leave out and show warnings', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('get a --file a.yaml')).stderr).toBe('')
    expect((await sandbox.call('get a --file a.yaml', { terminal: 80 })).stderr).toBe('1 warning in 1 file; --verbose shows it\n')
    expect((await sandbox.call('get a --file a.yaml -q', { terminal: 80 })).stderr).toBe('')
    const { stdout, stderr } = await sandbox.call('get a --file a.yaml -v')
    expect(stdout).toBe('yes\n')
    expect(stderr).toContain('info loaded config generation=1')
    expect(stderr).toContain('warning FORMAT_SURPRISE')
    expect((await sandbox.call('validate a.yaml -q')).stdout).toBe('')
  })
})
