import { execFileSync, spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

const files = { 'a.json': '{"server": {"port": 1, "tls": {}}, "servers": []}', 'sub/b.json': '{}' }

async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await new Sandbox(files).call(['__complete', '--', ...words])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] as string)
}

describe('candidates', () => {
  it('are commands at first', async () => {
    expect(await candidates('')).toEqual([
      'get',
      'set',
      'unset',
      'explain',
      'watch',
      'status',
      'export',
      'run',
      'diff',
      'validate',
      'lint',
      'convert',
      'keys',
      'encrypt',
      'decrypt',
      'edit',
      'rotate',
      'git-setup',
      'secrets',
      'render',
      'profiles',
      'doctor',
      'schema',
      'types',
      'cache',
      'demo',
      'completion',
    ])
    expect(await candidates('ex')).toEqual(['explain', 'export'])
    expect(await candidates('profiles', '')).toEqual(['list', 'show', 'graph'])
  })

  it('are real keys, one step at a time', async () => {
    expect(await candidates('get', '--file', 'a.json', 's')).toEqual(['server.', 'servers'])
    expect(await candidates('explain', '--file', 'a.json', 'server.')).toEqual(['server.port', 'server.tls.'])
  })

  it('are flags behind a dash', async () => {
    expect(await candidates('get', '--de')).toEqual(['--default'])
    expect(await candidates('get', '--o')).toEqual(['--offline'])
    expect(await candidates('--c')).toEqual(['--cwd', '--config', '--color'])
  })

  it('are the values of a flag', async () => {
    expect(await candidates('get', 'x', '--color', '')).toEqual(['auto', 'always', 'never'])
    expect(await candidates('export', '--format', 'k8s')).toEqual(['k8s-configmap', 'k8s-secret'])
    expect(await candidates('convert', 'a', '-', '--to', 'y')).toEqual(['yaml'])
    expect(await candidates('validate', '--format', 'j')).toEqual(['json', 'junit'])
    expect(await candidates('get', 'x', '--format', 'j')).toEqual(['json', 'jsonc', 'json5'])
    expect(await candidates('status', '--format', '')).toEqual(['text', 'json'])
    expect(await candidates('watch', '--format', 'n')).toEqual(['ndjson'])
  })

  it('are files where files are wanted', async () => {
    expect(await candidates('validate', '')).toEqual([':files'])
    expect(await candidates('get', '--file', 'a')).toEqual([':files'])
  })

  it('are codes for explain', async () => {
    expect(await candidates('explain', 'FORMAT_S')).toEqual(['FORMAT_SYNTAX', 'FORMAT_SURPRISE'])
  })

  it('are none where nothing can be loaded', async () => {
    expect(await candidates('get', '--file', 'missing.json', '')).toEqual([])
  })
})

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s', async (shell) => {
    const { code, stdout } = await new Sandbox({}).call(`completion ${shell}`)
    expect(code).toBe(0)
    expect(stdout).toContain('configmanage __complete --')
  })

  it.each([
    ['bash', ['-n']],
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ] as const)('is a script that %s can read', async (shell, flags) => {
    const sandbox = new Sandbox({})
    sandbox.write('script', (await sandbox.call(`completion ${shell}`)).stdout)
    const { status, stderr, error } = spawnSync(shell, [...flags, resolve(sandbox.folder, 'script')], { encoding: 'utf8' })
    // A shell that is not on this machine cannot be asked.
    if (error) return
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it.each([
    ['configmanage ex', 'explain export'],
    ['configmanage get --file a.json server.p', 'server.port'],
    ['configmanage validate sub/', 'sub/b.json'],
    ['configmanage get x --color=a', ''],
    ['configmanage get --set=server.', ''],
  ])('completes %j in bash', async (line, expected) => {
    const sandbox = new Sandbox(files)
    sandbox.write('script', (await sandbox.call('completion bash')).stdout)
    const script = `
      configmanage() { ${[process.execPath, ...commandWords].map((word) => `'${word}'`).join(' ')} "$@"; }
      source ./script
      COMP_LINE="$1" COMP_POINT=\${#1}
      _configmanage
      printf '%s\\n' "\${COMPREPLY[*]}"`
    const stdout = execFileSync('bash', ['-c', script, 'bash', line], { cwd: sandbox.folder, encoding: 'utf8' })
    expect(stdout.trim()).toBe(expected)
  })
})
