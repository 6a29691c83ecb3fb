import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintRules } from '../../src/lint/rules.ts'
import { Sandbox } from '../e2e/cli-sandbox.ts'
import { fencesOf } from './blocks.ts'

const page = readFileSync('docs/lint.md', 'utf8')

/** A file of an example: `failing=config/base.yaml`, `mended=.env mode=600`, `both=schema.json`. */
interface ExampleFile {
  readonly role: string
  readonly path: string
  readonly text: string
  readonly mode: string | undefined
}

function filesOf(section: string): readonly ExampleFile[] {
  return fencesOf(section).flatMap(({ info, body }) => {
    const [, role, path] = /(?:^| )(failing|mended|both|project)=(\S+)/.exec(info) ?? []
    if (role === undefined || path === undefined) return []
    return [{ role, path, text: body, mode: /mode=(\d+)/.exec(info)?.[1] }]
  })
}

const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => [section.slice(0, section.indexOf('\n')), section]),
)

/** The codes that lint finds in the project of the page with the files of one example. */
async function codesIn(code: string, role: 'failing' | 'mended'): Promise<readonly string[]> {
  const files = filesOf(sections.get(code) ?? '').filter((file) => file.role === role || file.role === 'both')
  const manifest = filesOf(page).find((file) => file.role === 'project')?.text ?? ''
  const hasSchema = files.some(({ path }) => path === 'schema.json')
  const sandbox = new Sandbox({ 'configmanage.config.yaml': hasSchema ? `schema: schema.json\n${manifest}` : manifest })
  for (const { path, text, mode } of files) {
    sandbox.write(path, text)
    chmodSync(join(sandbox.folder, path), Number.parseInt(mode ?? '644', 8))
  }
  if (code !== 'LINT_SECRET_FILE_MODE') {
    execFileSync('git', ['init'], { cwd: sandbox.folder, stdio: 'ignore' })
    execFileSync('git', ['add', '.'], { cwd: sandbox.folder, stdio: 'ignore' })
  }
  const { stdout } = await sandbox.call('lint --json')
  return (JSON.parse(stdout) as { issues: readonly { code: string }[] }).issues.map((issue) => issue.code)
}

describe('docs/lint.md', () => {
  it('has a section for every rule, in the order of the rules', () => {
    expect([...sections.keys()]).toEqual(lintRules.map(({ code }) => code))
  })

  it.each(lintRules)('says how serious $code is', ({ code, severity }) => {
    expect(sections.get(code)).toMatch(severity === 'error' ? /^LINT_\w+\n\nError\. / : /^LINT_\w+\n\nWarning\. /)
  })

  it.each(lintRules)('shows a mistake that $code finds', async ({ code }) => {
    expect(new Set(await codesIn(code, 'failing'))).toEqual(new Set([code]))
  })

  it.each(lintRules)('mends it, so that $code and all others find nothing', async ({ code }) => {
    expect(filesOf(sections.get(code) ?? '').some(({ role }) => role === 'mended')).toBe(true)
    expect(await codesIn(code, 'mended')).toEqual([])
  })
})
