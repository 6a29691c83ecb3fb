import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const manifest = `profiles:
  base: {}
  prod: { extends: base, aliases: [production, live] }
  bare: {}
profile: { env: SHOP_PROFILE, default: base }
sources:
  - file: base.yaml
`
const files = {
  'configmanage.config.yaml': manifest,
  'base.yaml': 'server:\n  port: 80\n  tls: {}\n"a.b":\n  c: 1\nCODE_LIKE: 1\n',
}

async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await new Sandbox(files).call(['__complete', '--', ...words])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] as string)
}

describe('completion', () => {
  it('knows the profiles of the manifest and their other names', async () => {
    expect(await candidates('get', '-p', '')).toEqual(['base', 'prod', 'production', 'live', 'bare'])
  })

  it('knows the keys for --set, --only and below a typed step', async () => {
    expect(await candidates('get', '--set', 'serv')).toEqual(['server.'])
    expect(await candidates('export', '--only', 'server.')).toEqual(['server.port', 'server.tls.'])
    expect(await candidates('get', 'none.')).toEqual([])
    expect(await candidates('get', 'CODE_LIKE.')).toEqual([])
  })

  it('knows the values of flags by command', async () => {
    expect(await candidates('get', 'a', '--format', '')).toEqual(expect.arrayContaining(['json', 'yaml', 'dotenv']))
    expect(await candidates('get', '--from', 'js')).toEqual(['json', 'jsonc', 'json5'])
    expect(await candidates('get', '--config', '')).toEqual([':files'])
    expect(await candidates('-C', '')).toEqual([':files'])
    expect(await candidates('get', '--default', '')).toEqual([])
    expect(await candidates('completion', 'b')).toEqual(['bash'])
  })

  it('has nothing where nothing can follow', async () => {
    expect(await candidates('profiles', 'list', '')).toEqual([])
    expect(await candidates('set', 'server.port', '')).toEqual([])
    expect(await candidates('nosuch', '')).toEqual([])
    expect(await candidates()).toContain('get')
  })

  it('has nothing while a file is broken, and says nothing of it', async () => {
    const sandbox = new Sandbox({ 'a.json': '{' })
    for (const words of [
      ['get', '--file', 'a.json', ''],
      ['get', '-p', ''],
    ]) {
      expect(await sandbox.call(['__complete', '--', ...words])).toEqual({ code: 0, stdout: '', stderr: '' })
    }
  })

  it('takes a flag with its value in one word, and the last of several', async () => {
    expect(await candidates('get', '--config=configmanage.config.yaml', 'serv')).toEqual(['server.'])
    expect(await candidates('get', '--profile', 'base', '--profile', 'prod', 'serv')).toEqual(['server.'])
  })
})

describe('a command line', () => {
  it('with arguments of the application gives the help once', async () => {
    const { code, stdout } = await new Sandbox({}).call('get --help -- x')
    expect(code).toBe(0)
    expect(stdout.match(/^Usage:/gm)).toHaveLength(1)
  })

  it('that names the command behind -- is read as a whole', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('set server.port --to base.yaml --type number -- -5')).code).toBe(0)
    expect(sandbox.read('base.yaml')).toContain('port: -5')
    expect((await sandbox.call('convert base.yaml - --to json -- get')).code).toBe(2)
  })

  it('that is wrong is answered in JSON where JSON was asked for, however it was', async () => {
    for (const flag of ['--json', '--format=json', '--format json']) {
      const { code, stdout, stderr } = await new Sandbox({}).call(`get ${flag} --nosuch`)
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
      expect(JSON.parse(stdout)).toMatchObject({ kind: 'UsageError', issues: [{ code: 'CLI_USAGE' }] })
    }
    expect((await new Sandbox({}).call('get --format yaml --nosuch')).stderr).toContain('unknown option')
  })
})

describe('the demonstration', () => {
  it('ends by itself and leaves nothing behind, also in a terminal', async () => {
    const { code, stdout } = await new Sandbox({}).call('demo', { terminal: 100 })
    expect(code).toBe(0)
    expect(stdout).toContain('generation 2')
  })
})

describe('profiles list', () => {
  it('shows what each extends, its other names, and which one is active', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('profiles list -p live')).stdout).toBe(
      '   base\n●  prod  extends base  also production, live\n   bare\n',
    )
  })

  it('is empty without profiles, and without an active one', async () => {
    const sandbox = new Sandbox({ 'configmanage.config.yaml': 'sources: []' })
    expect(await sandbox.call('profiles list')).toEqual({ code: 0, stdout: '', stderr: '' })
    const unset = new Sandbox({ 'configmanage.config.yaml': 'profiles: { a: {} }\nsources: []' })
    expect(JSON.parse((await unset.call('profiles list --json')).stdout)).toMatchObject({
      data: { profiles: [{ name: 'a', extends: [], aliases: [], active: false }] },
    })
  })
})

describe('explain', () => {
  it('takes a name in capitals for a code only where no key has it', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('explain CODE_LIKE')).stdout).toContain('CODE_LIKE')
    const other = await sandbox.call('explain NO_SUCH_CODE')
    expect(other.code).not.toBe(0)
    expect(other.stderr).toContain('NO_SUCH_CODE')
    expect((await new Sandbox({}).call('explain NO_SUCH_CODE')).stderr).toContain('NO_SUCH_CODE')
    expect((await sandbox.call('explain CODE_LIKE --file base.yaml')).code).toBe(0)
  })

  it('shows the whole configuration as everything', async () => {
    expect((await new Sandbox(files).call(['explain', ''])).stdout).toMatch(/^\(everything\)\s+map/)
  })

  it('says nothing about the place where a default was taken', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'x: ${nothing:-5}\ny: ${x}\n' })
    expect((await sandbox.call('explain x --file a.yaml')).stdout).toContain('the default was taken')
    expect((await sandbox.call('explain y --file a.yaml')).stdout).toContain('a.yaml:1:4')
  })
})

describe('a path on the command line', () => {
  it('cannot be empty where a key is changed', async () => {
    const sandbox = new Sandbox(files)
    for (const words of [
      ['unset', '', '--to', 'base.yaml'],
      ['set', '', '5', '--to', 'base.yaml'],
      ['get', 'server.port', '--set', '[0=5'],
    ]) {
      const { code, stderr } = await sandbox.call(words)
      expect(code).toBe(2)
      expect(stderr).toContain('CLI_USAGE')
    }
    expect(sandbox.read('base.yaml')).toBe(files['base.yaml'])
  })
})

describe('convert', () => {
  it('wants the format of standard output, and keeps one line end at the end', async () => {
    const sandbox = new Sandbox(files)
    expect(await sandbox.call('convert base.yaml -')).toMatchObject({ code: 2, stdout: '' })
    expect((await sandbox.call('convert base.yaml - --json')).stdout).toMatch(/^\{[\s\S]*\}\n$/)
    expect((await sandbox.call('convert base.yaml - --json')).stdout).not.toMatch(/\n\n$/)
  })

  it('wants the format of standard input', async () => {
    const { code, stderr } = await new Sandbox({}).call('convert - out.json', { stdin: 'a: 1' })
    expect(code).toBe(2)
    expect(stderr).toContain('standard input has no name that tells its format')
  })
})

describe('validate', () => {
  it('counts what it looked at', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call('validate')).stdout).toContain('fine: the configuration')
    expect((await sandbox.call('validate -p prod')).stdout).toContain('fine: 1 profile')
    expect((await sandbox.call('validate --all-profiles')).stdout).toContain('fine: 3 profiles')
    expect((await sandbox.call('validate --quiet')).stdout).toBe('')
  })

  it('checks the only configuration there is when there are no profiles', async () => {
    const sandbox = new Sandbox({ 'configmanage.config.yaml': 'sources: []' })
    expect((await sandbox.call('validate --all-profiles')).stdout).toContain('fine: the configuration')
    expect(JSON.parse((await sandbox.call('validate --json')).stdout)).toMatchObject({
      data: { profiles: [{ name: '', ok: true }] },
    })
  })
})

describe('export', () => {
  it('prints an empty configuration in every form', async () => {
    const sandbox = new Sandbox({ 'a.yaml': '' })
    for (const form of ['json', 'yaml', 'toml', 'ini', 'dotenv', 'properties', 'tfvars']) {
      expect((await sandbox.call(`export --file a.yaml --format ${form}`)).code).toBe(0)
    }
  })

  it('names the forms there are when none is like what was asked for', async () => {
    const { code, stderr } = await new Sandbox(files).call('export --format zzzzzzzz')
    expect(code).toBe(2)
    expect(stderr).toContain('use json, jsonc')
  })
})
