import { execFileSync } from 'node:child_process'
import { chmodSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Outcome, Sandbox } from './cli-sandbox.ts'

interface Issue {
  readonly file: string
  readonly line: number
}

function scanIn(home: Sandbox, line: string): Promise<Outcome> {
  return home.call(['secrets', 'scan', ...line.split(' ')], { env: { HOME: home.folder } })
}

describe('configmanage secrets scan', () => {
  const token = `ghp_${'R4nd0mL3tt3rs'.repeat(2)}Zq9xK2mP7w`
  const git = (home: Sandbox, ...words: readonly string[]): void =>
    void execFileSync('git', ['-C', home.folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], { stdio: 'ignore' })

  it('finds what git tracks, in files of every kind', async () => {
    const home = new Sandbox({
      'app.yaml': `api:\n  token: ${token}\n`,
      'src/main.ts': `const token = '${token}'\n`,
      'broken.json': `{ "token": "${token}"`,
      '.env': `TOKEN=${token}\n`,
      'clean.yaml': 'port: 1\n',
      'untracked.yaml': `token: ${token}\n`,
      'picture.png': `\0${token}`,
      'gone.yaml': 'a: 1\n',
      'ok.yaml': `# configmanage-ignore LINT_PLAINTEXT_SECRET: a test key\ntoken: ${token}\n`,
    })
    git(home, 'init', '-q')
    git(home, 'add', '--', 'app.yaml', 'src', 'broken.json', '.env', 'clean.yaml', 'picture.png', 'gone.yaml', 'ok.yaml')
    execFileSync('rm', [`${home.folder}/gone.yaml`])
    const { code, stdout } = await scanIn(home, '--json')
    const report = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report.kind).toBe('SecretScan')
    const found = report.issues.map((issue: { code: string; file: string; line: number }) => [issue.code, issue.file, issue.line])
    expect(found.sort()).toEqual([
      ['LINT_ENV_IN_GIT', '.env', 1],
      ['LINT_PLAINTEXT_SECRET', 'app.yaml', 2],
      ['LINT_PLAINTEXT_SECRET', 'broken.json', 1],
      ['LINT_PLAINTEXT_SECRET', 'src/main.ts', 1],
    ])
    for (const format of ['pretty', 'json', 'sarif', 'github', 'agent']) {
      const told = await scanIn(home, `--format ${format}`)
      expect(told.stdout + told.stderr).not.toContain(token)
    }
    expect((await scanIn(home, 'src/main.ts --format concise')).stdout).toContain('this file holds what looks like a secret')
    expect((await scanIn(home, 'clean.yaml')).code).toBe(0)
    expect((await scanIn(home, 'untracked.yaml')).code).toBe(1)
    expect((await scanIn(home, 'nothing.yaml')).code).toBe(3)
  })

  it('goes on past what cannot be read', async () => {
    const home = new Sandbox({ 'a.yaml': 'a: 1\n', 'b.yaml': `token: ${token}\n` })
    chmodSync(`${home.folder}/a.yaml`, 0)
    const { code, stdout, stderr } = await scanIn(home, 'a.yaml b.yaml --format concise')
    expect(stdout + stderr).toContain('LINT_PLAINTEXT_SECRET')
    expect(code).toBe(process.getuid?.() === 0 ? 1 : 3)
  })

  it('reads texts in UTF-16, as PowerShell writes them', async () => {
    const home = new Sandbox({})
    const text = Buffer.from(`\u{feff}token: ${token}\n`, 'utf16le')
    writeFileSync(`${home.folder}/little.yaml`, text)
    writeFileSync(`${home.folder}/big.txt`, text.swap16())
    const { code, stdout } = await scanIn(home, 'big.txt little.yaml --json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).issues.map(({ file, line }: Issue) => [file, line])).toEqual([
      ['big.txt', 1],
      ['little.yaml', 1],
    ])
  })

  it('finds a token in megabytes of other text, and says what is too large to be looked at', async () => {
    const home = new Sandbox({})
    const log = `${'a line of a log, with nothing in it\n'.repeat(200_000)}Authorization: ${token}\n`
    writeFileSync(`${home.folder}/large.log`, log)
    writeFileSync(`${home.folder}/endless.log`, log.slice(0, 10_000))
    truncateSync(`${home.folder}/endless.log`, 268_435_457)
    writeFileSync(`${home.folder}/movie.bin`, '')
    truncateSync(`${home.folder}/movie.bin`, 3_000_000_000)
    const { code, stdout, stderr } = await scanIn(home, 'large.log endless.log movie.bin --format concise')
    expect(code).toBe(3)
    expect(stdout + stderr).toMatch(/large\.log:200001:16: .*LINT_PLAINTEXT_SECRET/)
    expect(stdout + stderr).toMatch(/endless\.log.*SOURCE_TOO_LARGE/)
    expect(stdout + stderr).not.toContain('movie.bin')
  })
})
