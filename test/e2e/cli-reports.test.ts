import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reporterNames } from '../../src/cli/reporters/table.ts'
import { Random, seedOf } from '../fuzz/random.ts'
import { Sandbox } from './cli-sandbox.ts'

const surprise = { 'a.yaml': 'country: no\nmode: 1\n', 'b.json': '{}' }

describe('--format', () => {
  it.each(reporterNames)('takes %s', async (name) => {
    const { code, stdout, stderr } = await new Sandbox(surprise).call(`validate a.yaml b.json --format ${name}`)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('FORMAT' + (name === 'markdown' ? '\\_' : '_') + 'SURPRISE')
  })

  it('refuses other names before anything is read, with a near one', async () => {
    const { code, stdout, stderr } = await new Sandbox({}).call('validate nope.yaml --format jnuit')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('did you mean "junit"?')
  })

  it.each(['sarif', 'junit', 'gitlab', 'rdjson', 'concise', 'agent', 'markdown', 'github'])(
    'is kept by %s when the check itself cannot be made',
    async (name) => {
      const { code, stdout, stderr } = await new Sandbox({}).call(`validate --format ${name}`)
      expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
      expect(stdout.replaceAll('\\', '')).toContain('MANIFEST_MISSING')
    },
  )
})

describe('--reporter-file', () => {
  it('writes other forms of the same report, each to its file', async () => {
    const sandbox = new Sandbox(surprise)
    const line = 'validate a.yaml --reporter-file junit=out/deep/report.xml --reporter-file sarif=report.sarif --format concise'
    expect(await sandbox.call(line)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^a\.yaml:1:10: warning/) })
    expect(sandbox.read('out/deep/report.xml')).toContain('<testcase name="a.yaml"')
    expect(JSON.parse(sandbox.read('report.sarif')).runs[0].results).toHaveLength(1)
  })

  it.each([
    ['sarif', '"sarif" names no form and file'],
    ['sarf=x', '--reporter-file takes no "sarf" here'],
  ])('refuses %s', async (value, message) => {
    const { code, stderr } = await new Sandbox(surprise).call(`validate a.yaml --reporter-file ${value}`)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  it('tells of a folder that cannot be made', async () => {
    const { code, stderr } = await new Sandbox(surprise).call('validate a.yaml --reporter-file sarif=b.json/report.sarif')
    expect(code).toBe(3)
    expect(stderr).toContain('FILE_WRITE')
  })
})

describe('on GitHub Actions', () => {
  it('the pretty report comes with annotations, and with a summary of the step', async () => {
    const sandbox = new Sandbox({ ...surprise, summary: 'before\n' })
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(sandbox.folder, 'summary') }
    const { stdout } = await sandbox.call('validate a.yaml', { env })
    expect(stdout).toContain('\n1 warning in 1 file; 1 file checked in 0 ms\n::warning file=a.yaml,line=1,')
    expect(sandbox.read('summary')).toMatch(/^before\n### configmanage: 1 warning in 1 file\n/)
  })

  it('files are named from the folder of the checkout', async () => {
    const sandbox = new Sandbox({ 'sub/a.yaml': 'a: no\n' })
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: sandbox.folder }
    expect((await sandbox.call('validate -C sub a.yaml', { env })).stdout).toContain('::warning file=sub/a.yaml,')
  })

  it('a summary that cannot be written is told, and the report stays', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/nowhere/summary' }
    const { code, stdout, stderr } = await new Sandbox(surprise).call('validate a.yaml --format github', { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'the summary of the step could not be written (ENOENT)\n' })
    expect(stdout).toMatch(/^::warning/)
  })
})

describe('suppressions', () => {
  it('are counted by validate, left out of the report, and kept in SARIF', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'country: no # configmanage-ignore FORMAT_SURPRISE: a country\n' })
    expect((await sandbox.call('validate a.yaml')).stdout).toBe('fine: 1 file, no problems, 1 suppressed\n')
    expect(JSON.parse((await sandbox.call('validate a.yaml --json')).stdout)).toMatchObject({
      issues: [],
      data: { suppressed: 1 },
    })
    const { results } = JSON.parse((await sandbox.call('validate a.yaml --format sarif')).stdout).runs[0]
    expect(results).toMatchObject([{ suppressions: [{ kind: 'inSource', justification: 'a country' }] }])
  })

  it('work in files of a manifest, for all profiles together', async () => {
    const files = {
      'configmanage.config.yaml': 'profiles: { a: {}, b: {} }\nsources: [{ file: "{profile}.yaml" }]\n',
      'a.yaml': 'x: no # configmanage-ignore FORMAT_SURPRISE: r\n',
      'b.yaml': 'x: 1 # configmanage-ignore FORMAT_SURPRISE: r\n',
    }
    const sandbox = new Sandbox(files)
    const all = JSON.parse((await sandbox.call('validate --all-profiles --json')).stdout)
    expect(all).toMatchObject({ issues: [{ code: 'SUPPRESSION_UNUSED', file: 'b.yaml', line: 1 }], data: { suppressed: 1 } })
    // One profile alone does not say what another would find.
    expect((await sandbox.call('validate -p b')).stdout).toBe('fine: 1 profile, no problems\n')
  })

  it('fail when they have expired', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'x: no # configmanage-ignore FORMAT_SURPRISE until 1969-12-31: r\n' })
    const { code, stdout } = await sandbox.call('validate a.yaml --format concise')
    expect(code).toBe(1)
    expect(stdout).toContain('[SUPPRESSION_EXPIRED]')
  })

  it('do not hide what cannot be read', async () => {
    const sandbox = new Sandbox({ 'a.yaml': '# configmanage-ignore-file FORMAT_SYNTAX: r\na: [\n' })
    expect((await sandbox.call('validate a.yaml')).code).toBe(3)
  })
})

describe('a baseline', () => {
  it('takes out what it lists, also when lines move, and nothing else', async () => {
    const sandbox = new Sandbox({ 'sub/a.yaml': 'x: no\ny: 1\n' })
    const written = await sandbox.call('validate sub/a.yaml --baseline known.json --write-baseline --max-warnings 0')
    expect(written).toMatchObject({ code: 0, stderr: 'wrote 1 issue to known.json\n' })
    expect(sandbox.read('known.json')).not.toContain('no"')
    sandbox.write('sub/a.yaml', '# moved\n\nx: yes\ny: off\n')
    // From another folder, too.
    const again = await sandbox.call('validate a.yaml -C sub --baseline ../known.json --max-warnings 0 --format concise')
    expect(again).toMatchObject({ code: 1, stdout: expect.stringMatching(/^a\.yaml:4:4: [^\n]*\n$/) })
  })

  it('tells of entries that match nothing any more, in files that were checked', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'x: no\n', 'b.yaml': 'x: no\n' })
    await sandbox.call('validate a.yaml b.yaml --baseline known.json --write-baseline')
    sandbox.write('a.yaml', 'x: 1\n')
    expect((await sandbox.call('validate b.yaml --baseline known.json')).stdout).toBe('fine: 1 file, no problems, 1 suppressed\n')
    const { code, stdout } = await sandbox.call('validate a.yaml --baseline known.json --json')
    expect({ code, issues: JSON.parse(stdout).issues }).toMatchObject({
      code: 0,
      issues: [{ code: 'BASELINE_STALE', file: 'known.json' }],
    })
    // Written again for one file, the entries of the other stay.
    await sandbox.call('validate a.yaml --baseline known.json --write-baseline')
    expect(JSON.parse(sandbox.read('known.json')).issues.map(({ file }: { file: string }) => file)).toEqual(['b.yaml'])
  })

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{'],
    ['is something else', '{"issues": []}'],
    ['has entries that are none', '{"baseline": 1, "issues": [{"code": 1, "fingerprint": "x"}]}'],
  ])('fails closed when it %s', async (_, content) => {
    const sandbox = new Sandbox({ 'a.yaml': 'x: 1\n', ...(content !== undefined && { 'known.json': content }) })
    const { code, stderr } = await sandbox.call('validate a.yaml --baseline known.json')
    expect(code).toBe(3)
    expect(stderr).toContain('error BASELINE_INVALID')
  })

  it('cannot hold what cannot be read', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'a: [\n' })
    const { code, stderr } = await sandbox.call('validate a.yaml --baseline known.json --write-baseline')
    expect({ code, stderr }).toEqual({ code: 3, stderr: 'wrote 0 issues to known.json\n' })
  })

  it('needs a name to be written to', async () => {
    expect(await new Sandbox({}).call('validate a.yaml --write-baseline')).toMatchObject({ code: 2 })
  })
})

describe('--staged', () => {
  function repository(files: Readonly<Record<string, string>>): {
    readonly sandbox: Sandbox
    readonly git: (...args: string[]) => void
  } {
    const sandbox = new Sandbox(files)
    const git = (...args: string[]): void => {
      execFileSync('git', args, { cwd: sandbox.folder, stdio: 'ignore', env: { PATH: process.env.PATH, HOME: sandbox.folder } })
    }
    git('init')
    return { sandbox, git }
  }

  it('checks what would be committed, not what stands in the folder, before the first commit and in folders below', async () => {
    const { sandbox, git } = repository({
      'sub/a b.yaml': 'x: no\n',
      'c.yaml': 'x: no\n',
      'notes.txt': 'x: no\n',
      'odd\nname.yaml': 'x: off\n',
    })
    git('add', 'sub', 'notes.txt', 'odd\nname.yaml')
    sandbox.write('sub/a b.yaml', 'x: 1\n')
    const { code, stdout } = await sandbox.call('validate --staged --json')
    expect(code).toBe(0)
    const { issues, data } = JSON.parse(stdout)
    expect(data.files.map(({ name }: { name: string }) => name)).toEqual(['odd\nname.yaml', 'sub/a b.yaml'])
    expect(issues).toHaveLength(2)
    expect((await sandbox.call('validate --staged -C sub --format concise')).stdout).toMatch(/^a b\.yaml:1:4: /)
    expect((await sandbox.call(['validate', '--staged', 'sub/a b.yaml'])).stdout).toContain('1 | x: no')
  })

  it('leaves out what is deleted, links, and what is not staged', async () => {
    const { sandbox, git } = repository({ 'a.yaml': 'x: no\n', 'b.yaml': 'x: no\n' })
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-m', 'first')
    git('rm', 'a.yaml')
    execFileSync('ln', ['-s', 'b.yaml', join(sandbox.folder, 'link.yaml')])
    git('add', 'link.yaml')
    expect((await sandbox.call('validate --staged')).stdout).toBe('fine: 0 files, no problems\n')
  })

  it('says what is wrong without a repository, and without git', async () => {
    const sandbox = new Sandbox({})
    const elsewhere = await sandbox.call('validate --staged', {
      env: { GIT_CEILING_DIRECTORIES: sandbox.folder, PATH: process.env.PATH ?? '' },
    })
    expect(elsewhere).toMatchObject({ code: 3, stderr: expect.stringContaining('this folder is in no git repository') })
    const without = await sandbox.call('validate --staged', { env: { PATH: sandbox.folder } })
    expect(without).toMatchObject({ code: 3, stderr: expect.stringContaining('there is no git command') })
  })

  it('is not for --fix, nor for all profiles', async () => {
    expect(await new Sandbox({}).call('validate --staged --fix')).toMatchObject({ code: 2 })
    expect(await new Sandbox({}).call('validate --staged --all-profiles')).toMatchObject({ code: 2 })
  })
})

describe('--fix', () => {
  const blanks = '# kept\nname: " x"\na: 1\nb: 2\nc: 3\nd: 4\nhost: "y "\n'

  it('shows the changes without making them, as a diff that git takes', async () => {
    const sandbox = new Sandbox({ 'a.yaml': blanks })
    const { stdout } = await sandbox.call('lint a.yaml --fix --dry-run')
    expect(sandbox.read('a.yaml')).toBe(blanks)
    const diff = stdout.slice(0, stdout.indexOf('\nwarning ') + 1)
    expect(diff).toMatch(/^--- a\/a\.yaml\n\+\+\+ b\/a\.yaml\n@@ /)
    const env = { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: join(sandbox.folder, '..') }
    execFileSync('git', ['apply', '-'], { cwd: sandbox.folder, input: diff, env })
    const byGit = sandbox.read('a.yaml')
    sandbox.write('a.yaml', blanks)
    await sandbox.call('lint a.yaml --fix')
    expect(sandbox.read('a.yaml')).toBe(byGit)
    expect(byGit).toBe('# kept\nname: "x"\na: 1\nb: 2\nc: 3\nd: 4\nhost: "y"\n')
  })

  it('says what was mended, and reports what is left', async () => {
    const sandbox = new Sandbox({ 'a.yaml': `${blanks}mode: no\n` })
    const { stdout, stderr } = await sandbox.call('lint a.yaml --fix --json')
    expect(stderr).toBe('fixed 3 issues in a.yaml\n')
    const { issues, data } = JSON.parse(stdout)
    expect(issues.map(({ code }: { code: string }) => code)).not.toContain('LINT_TRAILING_SPACE_VALUE')
    expect(data.fixed).toEqual([{ file: 'a.yaml', issues: 3 }])
  })

  it('leaves what is suppressed as it is', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'name: " x" # configmanage-ignore LINT_TRAILING_SPACE_VALUE: wanted\n' })
    expect(await sandbox.call('lint a.yaml --fix --format concise')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(sandbox.read('a.yaml')).toContain('" x"')
  })

  it('needs --fix beside --dry-run', async () => {
    expect(await new Sandbox({}).call('validate a.json --dry-run')).toMatchObject({ code: 2 })
  })
})

describe('no form of a report', () => {
  const marker = 'hunter2-s3cr3t'
  const shapes: readonly ((key: string) => readonly [string, string])[] = [
    (key) => ['a.yaml', `country: no\n${key}: ${marker}\nmode: yes\n`],
    (key) => ['b.json', `{"${key}": "${marker}", "x": 1, "x": 2}`],
    (key) => ['b.json', `{"x": oops, "${key}": "${marker}"}`],
    (key) => ['c.toml', `${key} = "${marker}"\nx = \n`],
    (key) => ['.env', `${key.toUpperCase()}=${marker}\n1X=2\n`],
    (key) => ['d.ini', `[db]\n${key} = ${marker}\n= 1\n`],
    (key) => ['e.yaml', `db: { ${key}: "${marker}", x: no }\n${key}: "${marker}\n`],
    (key) => ['f.yaml', `x: no # configmanage-ignore FORMAT_SURPRIS: see below\n${key}: ${marker} # configmanage-ignore X: r\n`],
  ]
  const keys = ['password', 'token', 'db_password', 'api_key', 'client_secret', 'privateKey']

  it('shows a secret, whatever file it stands in and whatever is wrong there', async () => {
    const random = new Random(seedOf(20_261_122))
    for (let round = 0; round < 48; round++) {
      const key = random.pick(keys)
      const [name, text] = (shapes[round % shapes.length] as (typeof shapes)[number])(key)
      const sandbox = new Sandbox({ [name]: text })
      for (const form of reporterNames) {
        for (const command of ['validate', 'lint']) {
          const { stdout, stderr } = await sandbox.call(`${command} ${name} --all --format ${form}`)
          expect(stdout + stderr, `${command} ${form} ${text}`).not.toContain(marker)
        }
      }
    }
  })
})
