import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintRules } from '../../src/lint/rules.ts'
import { Sandbox } from './cli-sandbox.ts'

interface Envelope {
  readonly exitCode: number
  readonly issues: readonly { readonly code: string; readonly file?: string; readonly line?: number }[]
}

/** A copy of an example as people have it: a repository, with files that everybody on the machine may read. */
function checkout(example: string, untracked: readonly string[] = []): Sandbox {
  const sandbox = new Sandbox({})
  cpSync(example, sandbox.folder, { recursive: true, filter: (source) => !source.includes('node_modules') })
  const files = globSync(['**/*', '.env'], { cwd: sandbox.folder, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const file of files) chmodSync(join(file.parentPath, file.name), 0o644)
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: sandbox.folder, stdio: 'ignore' })
  git('init')
  git('add', '--force', '.')
  for (const file of untracked) git('rm', '--cached', '--quiet', file)
  return sandbox
}

async function lint(sandbox: Sandbox): Promise<Envelope> {
  return JSON.parse((await sandbox.call('lint --json')).stdout) as Envelope
}

/** The rows of the table in the README. */
function plantedFaults(): readonly string[] {
  const rows = readFileSync('examples/faulty/README.md', 'utf8').matchAll(/^\| `([^`]+)` \| (\d*) ?\| (LINT_[A-Z_]+) \|/gm)
  return [...rows].map(([, file, line, code]) => `${file}:${line} ${code}`).sort()
}

describe('lint', () => {
  it('finds every planted fault of examples/faulty in its line, and nothing else', async () => {
    const { issues, exitCode } = await lint(checkout('examples/faulty', ['config/local.yaml']))
    const found = issues.map(({ file, line, code }) => `${file}:${line ?? ''} ${code}`).sort()
    expect(found).toEqual(plantedFaults())
    expect(exitCode).toBe(1)
  })

  it('has a planted fault for every rule', () => {
    const planted = plantedFaults().map((row) => row.split(' ')[1])
    expect([...new Set(planted)].sort()).toEqual(lintRules.map(({ code }) => code).sort())
  })

  it('finds nothing in examples/shop', async () => {
    expect(await lint(checkout('examples/shop'))).toMatchObject({ issues: [], exitCode: 0 })
  })

  it('never shows a secret that it found, in any form of the report', async () => {
    const sandbox = checkout('examples/faulty', ['config/local.yaml'])
    const secrets = ['hunter2', 'AKIAIOSFODNN7', 'AKIAI44QH8DH', 'tr4cker', 'changeme']
    for (const form of ['pretty', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'markdown', 'agent']) {
      const { stdout, stderr } = await sandbox.call(`lint --format ${form} --all`)
      expect(
        secrets.filter((secret) => (stdout + stderr).includes(secret)),
        form,
      ).toEqual([])
    }
    const { stdout, stderr } = await sandbox.call('lint --fix --dry-run')
    expect(secrets.filter((secret) => (stdout + stderr).includes(secret))).toEqual([])
  })

  it('mends what it can, and what is mended is not found again', async () => {
    const sandbox = checkout('examples/faulty', ['config/local.yaml'])
    await sandbox.call('lint --fix')
    const codes = (await lint(sandbox)).issues.map(({ code }) => code)
    for (const code of ['LINT_CONTROL_CHARACTER', 'LINT_TRAILING_SPACE_VALUE', 'LINT_SAME_AS_BELOW', 'LINT_NUMERIC_TEXT'])
      expect(codes).not.toContain(code)
    expect(sandbox.read('config/base.yaml')).toContain('country: "NO"')
    expect(sandbox.read('config/dev.yaml')).not.toContain('level')
  })
})
