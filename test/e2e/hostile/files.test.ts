import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConfig, file } from '../../../src/index.ts'
import { Sandbox } from '../cli-sandbox.ts'
import { byCommand, byLibrary, expectRefusal } from './channels.ts'

const posix = process.platform !== 'win32'
const source = (kind: string, options: unknown) => ({
  'configmanage.config.json': JSON.stringify({ sources: [{ [kind]: options }] }),
})

function prepared(script: string, files: Readonly<Record<string, string>> = {}): Sandbox {
  const sandbox = new Sandbox(files)
  execFileSync('bash', ['-c', script], { cwd: sandbox.folder })
  return sandbox
}

describe.skipIf(!posix)('a name that is', () => {
  const kinds: readonly (readonly [what: string, script: string, code: string])[] = [
    ['a folder', 'mkdir a.yaml', 'SOURCE_UNREADABLE'],
    ['a dangling link', 'ln -s nowhere a.yaml', 'SOURCE_UNREADABLE'],
    ['a link through a dangling link', 'ln -s nowhere d; ln -s d/x a.yaml', 'SOURCE_UNREADABLE'],
    ['a loop of links', 'ln -s b.yaml a.yaml; ln -s a.yaml b.yaml', 'SOURCE_UNREADABLE'],
    ['a link to itself', 'ln -s a.yaml a.yaml', 'SOURCE_UNREADABLE'],
    ['a pipe', 'mkfifo a.yaml', 'SOURCE_UNREADABLE'],
    ['a device without end', 'ln -s /dev/zero a.yaml', 'SOURCE_UNREADABLE'],
    ['a device without content', 'ln -s /dev/null a.yaml', 'SOURCE_UNREADABLE'],
    ['a sparse file of 3 GB', 'truncate -s 3G a.yaml', 'SOURCE_TOO_LARGE'],
    ['a file of 70 MB', 'truncate -s 70M a.yaml', 'SOURCE_TOO_LARGE'],
  ]

  it.each(kinds)('%s is refused by every reader, soon, optional or not', async (_, script, code) => {
    const startedAt = performance.now()
    for (const words of [
      ['validate', 'a.yaml'],
      ['export', '--file', 'a.yaml'],
      ['convert', 'a.yaml', 'out.json'],
      ['export', '-c', 'a.yaml'],
    ]) {
      const sandbox = prepared(script)
      expectRefusal(await byCommand(sandbox, words), { code, file: 'a.yaml' })
      expect(sandbox.has('out.json')).toBe(false)
    }
    for (const files of [
      source('file', 'a.yaml'),
      source('file', { path: 'a.yaml', optional: true }),
      source('object', { a: '${file:a.yaml}' }),
      { 'configmanage.config.json': '{"schema": "a.yaml", "sources": []}' },
    ])
      expectRefusal(await byCommand(prepared(script, files), ['export']), { code })
    const variable = await prepared(script, source('env', 'S_')).call('export --json', { env: { S_X_FILE: 'a.yaml' } })
    expect({ code: variable.code, issues: JSON.parse(variable.stdout).issues }).toMatchObject({
      code: 3,
      issues: [{ code, name: 'S_X_FILE' }],
    })
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  })

  it.each(kinds)('%s is not changed by set and unset', async (_, script) => {
    for (const words of [
      ['set', 'q', '1'],
      ['unset', 'q'],
    ]) {
      const sandbox = prepared(script)
      const before = execFileSync('ls', ['-l', '--time-style=full-iso', '.'], {
        cwd: sandbox.folder,
        stdio: ['ignore', 'pipe', 'ignore'],
      }).length
      expect(await byCommand(sandbox, [...words, '--to', 'a.yaml'])).toMatchObject({
        exitCode: 3,
        issues: [{ hint: expect.any(String) }],
      })
      expect(
        execFileSync('ls', ['-l', '--time-style=full-iso', '.'], { cwd: sandbox.folder, stdio: ['ignore', 'pipe', 'ignore'] }),
      ).toHaveLength(before)
    }
  })

  it('a pipe stays a pipe when something is converted into it', async () => {
    const sandbox = prepared('mkfifo out.json', { 'a.yaml': 'a: 1\n' })
    expect(await byCommand(sandbox, ['convert', 'a.yaml', 'out.json'])).toMatchObject({
      exitCode: 3,
      issues: [{ code: 'FILE_WRITE' }],
    })
    expect(execFileSync('stat', ['-c', '%F', 'out.json'], { cwd: sandbox.folder, encoding: 'utf8' })).toBe('fifo\n')
  })

  it('not possible is refused', async () => {
    for (const name of ['a\0b.yaml', `${'a'.repeat(5_000)}.yaml`]) {
      expectRefusal(await byCommand(new Sandbox({}), ['validate', name]), { code: 'SOURCE_UNREADABLE', file: name })
      expectRefusal(await byCommand(new Sandbox({}), ['set', 'a', '1', '--to', name]), { code: 'FILE_WRITE', file: name })
    }
  })

  it.each([
    'a b.yaml',
    'a\nb.yaml',
    'é😀.yaml',
    '*.yaml',
    'a[1].yaml',
    '{a,b}.yaml',
    '\u001b[31m.yaml',
    '\u202e.yaml',
    '~.yaml',
    '$HOME.yaml',
    'a\\b.yaml',
    '#.yaml',
  ])('unusual is read and written, and harmless on a terminal: %j', async (name) => {
    expectRefusal(await byCommand(new Sandbox({ [name]: 'a: [\n' }), ['validate', name]), {
      code: 'FORMAT_SYNTAX',
      file: name,
      at: '2:1',
    })
    const sandbox = new Sandbox({ [name]: 'a: 1\n' })
    expect((await sandbox.call(['set', 'a', '2', '--to', name])).code).toBe(0)
    expect((await sandbox.call(['get', 'a', '--file', name])).stdout).toBe('2\n')
    const { stdout } = await new Sandbox({ [name]: 'a: [\n' }).call(['validate', name])
    expect(stdout).not.toMatch(/\u001b|\u202e/)
  })
})

describe('files that others touch', () => {
  it('may vanish between two readings: an optional one is gone, a required one keeps the last good values', async () => {
    for (const optional of [true, false]) {
      const sandbox = new Sandbox({ 'a.yaml': 'a: 1\n' })
      await using config = await createConfig({ sources: [file('a.yaml', { optional })] }, { cwd: sandbox.folder })
      rmSync(join(sandbox.folder, 'a.yaml'))
      const outcome = await byLibrary(() => config.reload())
      expect(config.value).toEqual(optional ? {} : { a: 1 })
      if (optional) expect(outcome.exitCode).toBe(0)
      else expectRefusal(outcome, { code: 'SOURCE_MISSING', file: 'a.yaml' })
    }
  })

  const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const root = resolve(import.meta.dirname, '../../..')
  const main = [resolve(root, 'dist/cli.js')] // built: a user without rights reads few folders, and Node 22 no `using`

  // The Node of the repository: another one may stand in a folder that only its owner enters.
  const ownNode = resolve(root, 'node_modules/node/bin/node')
  const node = existsSync(ownNode) ? ownNode : process.execPath

  it.skipIf(!posix)('and may not be read are refused, optional or not, and not overwritten', () => {
    const sandbox = new Sandbox({ 'a.yaml': 'a: 1\n', ...source('file', { path: 'a.yaml', optional: true }) })
    chmodSync(sandbox.folder, 0o755)
    chmodSync(join(sandbox.folder, 'a.yaml'), 0o000)
    for (const words of [['validate', 'a.yaml'], ['export'], ['set', 'a', '2', '--to', 'a.yaml']]) {
      const { status, stdout, stderr } = spawnSync(node, [...main, ...words, '--json'], {
        cwd: sandbox.folder,
        encoding: 'utf8',
        ...other,
      })
      expect(status, stderr).toBe(3)
      expect(JSON.parse(stdout)).toMatchObject({
        issues: [{ code: expect.stringMatching(/^(SOURCE_UNREADABLE|FILE_WRITE)$/), hint: expect.any(String) }],
      })
      expect(stdout).toContain('permission denied (EACCES)')
    }
    chmodSync(join(sandbox.folder, 'a.yaml'), 0o600)
    expect(readFileSync(join(sandbox.folder, 'a.yaml'), 'utf8')).toBe('a: 1\n')
  })
})

describe('several broken files', () => {
  it('are all in one report, in the order of the sources, and nothing is loaded', async () => {
    const files = { 'z.yaml': 'a: [\n', 'a.json': '{"x": 1,, "y": 2}', 'm.toml': 'a=\nb=\n', 'ok.yaml': 'fine: true\n' }
    const names = ['z.yaml', 'a.json', 'ok.yaml', 'gone.ini', 'm.toml']
    const outcome = await byLibrary(() =>
      createConfig({ sources: names.map((name) => file(name)) }, { cwd: new Sandbox(files).folder }),
    )
    expectRefusal(outcome, { code: 'FORMAT_SYNTAX', file: 'z.yaml', at: '2:1' })
    expect(outcome.issues.map((issue) => `${issue.code} ${issue.file}:${issue.line ?? ''}`)).toEqual(
      expect.arrayContaining([
        'FORMAT_SYNTAX z.yaml:2',
        'FORMAT_SYNTAX a.json:1',
        'SOURCE_MISSING gone.ini:',
        'FORMAT_SYNTAX m.toml:1',
        'FORMAT_SYNTAX m.toml:2',
      ]),
    )
    const written = (await new Sandbox(files).call(['validate', ...names])).stdout
    expect(names.filter((name) => name !== 'ok.yaml').map((name) => written.indexOf(name))).toEqual(
      names
        .filter((name) => name !== 'ok.yaml')
        .map((name) => written.indexOf(name))
        .toSorted((a, b) => a - b),
    )
    expect(written).toMatch(/errors in 4 files/)
  })
})

describe.skipIf(!posix)('a folder of files', () => {
  it.each([
    ['a binary file', 'printf "a\\xffb" > d/bin', 'SOURCE_ENCODING'],
    ['a file with NUL', 'printf "a\\0b" > d/nul', 'SOURCE_ENCODING'],
    ['the key __proto__', 'echo 1 > d/__proto__', 'MERGE_UNSAFE_KEY'],
    ['prototype inside constructor', 'mkdir d/constructor; echo 1 > d/constructor/prototype', 'MERGE_UNSAFE_KEY'],
    ['a pipe', 'mkfifo d/pipe', 'SOURCE_UNREADABLE'],
    ['a link that leads out', 'ln -s /etc/passwd d/out', 'SOURCE_UNREADABLE'],
    ['a link in a circle', 'ln -s . d/again', 'SOURCE_UNREADABLE'],
    ['a dangling link', 'ln -s nowhere d/link', 'SOURCE_UNREADABLE'],
    ['a file of 3 GB', 'truncate -s 3G d/large', 'SOURCE_TOO_LARGE'],
  ])('is refused with %s, optional or not', async (_, script, code) => {
    for (const optional of [false, true]) {
      const startedAt = performance.now()
      const sandbox = prepared(`mkdir d; echo fine > d/fine; ${script}`, source('directory', { path: 'd', optional }))
      expectRefusal(await byCommand(sandbox, ['export']), { code })
      expect(performance.now() - startedAt).toBeLessThan(10_000)
    }
  })
})

describe('patterns', () => {
  it.each([
    '**/*.yaml',
    '**',
    '[',
    '[z-a].yaml',
    '[!]',
    '{',
    '{a',
    '{}',
    '{,}',
    'a**b',
    '*'.repeat(2_000),
    `${'a*'.repeat(300)}b`,
    '{a,b}'.repeat(30),
    '(a+)+$',
    '?',
    '',
  ])('end soon, whatever is in them: %j', async (pattern) => {
    const files = { ...source('file', { path: pattern, optional: true, format: 'yaml' }), [`${'a'.repeat(60)}.yaml`]: 'a: 1\n' }
    const startedAt = performance.now()
    expect((await byCommand(new Sandbox(files), ['export'])).exitCode).toBeOneOf([0, 3])
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})

describe('references', () => {
  const chain = (length: number) => Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, `\${k${index + 1}}`]))
  const doubling = (form: (name: string) => unknown) => ({
    k0: 'x'.repeat(10),
    ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index + 1}`, form(`\${k${index}}`)])),
  })

  it.each<[string, unknown, string]>([
    ['a bomb of texts', doubling((name) => name.repeat(10)), 'REFERENCE_LIMIT'],
    ['a bomb of maps', doubling((name) => ({ left: name, right: name })), 'REFERENCE_LIMIT'],
    ['a chain of 20,000', { ...chain(20_000), k20000: 'x' }, 'REFERENCE_LIMIT'],
    ['a circle', { a: '${b}', b: '${c}', c: '${a}' }, 'REFERENCE_CYCLE'],
    ['a map inside of itself', { a: { b: '${a}' } }, 'REFERENCE_CYCLE'],
    ['50,000 openings', { a: '${'.repeat(50_000) }, 'REFERENCE_SYNTAX'],
    ['50,000 defaults inside each other', { a: '${x:-'.repeat(50_000) + '}'.repeat(50_000) }, 'REFERENCE_SYNTAX'],
    ['an endless file', { a: '${file:/dev/zero}' }, 'SOURCE_UNREADABLE'],
    ['a prototype', { a: '${__proto__.x}' }, 'REFERENCE_UNKNOWN'],
    ['an inherited member', { a: '${toString}' }, 'REFERENCE_UNKNOWN'],
    ['an inherited resolver', { a: '${constructor:x}' }, 'REFERENCE_UNKNOWN'],
    ['an inherited variable', { a: '${env:toString}' }, 'REFERENCE_UNKNOWN'],
  ])('to %s are refused', async (_, value, code) => {
    const startedAt = performance.now()
    expectRefusal(await byCommand(new Sandbox({ 'a.json': JSON.stringify(value) }), ['export', '--file', 'a.json']), {
      code,
      file: 'a.json',
    })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('in a circle across files name every step with its place', async () => {
    const sandbox = new Sandbox({ 'a.json': '{"a": "${b}"}', 'b.yaml': 'b: ${c}\nc: ${a}\n' })
    const { stdout } = await sandbox.call('export --file a.json --file b.yaml --json')
    expect(
      JSON.parse(stdout).issues[0].related.map((place: { file: string; line: number }) => `${place.file}:${place.line}`),
    ).toEqual(['a.json:1', 'b.yaml:1', 'b.yaml:2'])
  })

  it.each([
    ['python', '%(a)s'],
    ['python', '%(b)s'],
  ])('of INI end in the %s dialect: %s', async (dialect, reference) => {
    const bomb = Array.from('bcdefghijklmnop', (name, index) => `${name} = ${`%(${'abcdefghijklmno'[index]})s`.repeat(10)}`).join(
      '\n',
    )
    const text = reference === '%(a)s' ? `[s]\na = xxxxxxxxxx\n${bomb}\n` : '[s]\na = %(b)s\nb = %(a)s\n'
    const sandbox = new Sandbox({ ...source('file', { path: 'a.ini', formatOptions: { dialect } }), 'a.ini': text })
    expectRefusal(await byCommand(sandbox, ['export']), {
      code: reference === '%(a)s' ? 'FORMAT_TOO_LARGE' : 'REFERENCE_CYCLE',
      file: 'a.ini',
    })
  })

  it('run no commands', async () => {
    const sandbox = new Sandbox({ '.env': 'A=$(touch pwned)\nB="`touch pwned`"\n' })
    expect((await sandbox.call('export --file .env')).code).toBe(0)
    expect(sandbox.has('pwned')).toBe(false)
  })
})
