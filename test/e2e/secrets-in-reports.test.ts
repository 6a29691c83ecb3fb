import { describe, expect, it } from 'vitest'
import { reporterNames } from '../../src/cli/reporters/table.ts'
import { Sandbox } from './cli-sandbox.ts'
import { caseOf } from './secrets-in-reports/cases.ts'
import { expectNoTrace } from './secrets-in-reports/traces.ts'

const runs = Number(process.env['SECRET_RUNS'] ?? 60)
const seeds = Array.from({ length: runs }, (_, index) => index + 1)

describe('a configuration in which every secret is wrong', () => {
  it.each(seeds)('tells none of them in any report (%i)', async (seed) => {
    const { schema, manifest, files, env, args, stdin, secrets } = caseOf(seed)
    const sandbox = new Sandbox({
      'schema.json': JSON.stringify(schema, null, 2),
      'configmanage.config.json': JSON.stringify(manifest),
      ...files,
    })
    const commands = [
      ...reporterNames.map((name) => `validate --format ${name} --all -v`),
      ...reporterNames.map((name) => `lint --format ${name} --all`),
      'validate --fix --dry-run',
      'explain',
      'explain leaf',
      'explain url --json -v',
      'export',
      'export --json -v',
      'get named.pin --json',
    ]
    let told = 0
    let said: unknown
    for (const line of commands) {
      const words = [...line.split(' '), ...(args.length > 0 && !line.startsWith('lint') ? ['--', ...args] : [])]
      const { code, stdout, stderr } = await sandbox.call(words, { env, stdin, terminal: 100 })
      expect(code, `${line}\n${stderr}`).not.toBe(70)
      if (line === 'validate --format json --all -v') {
        const { issues } = JSON.parse(stdout) as { readonly issues: readonly { readonly code: string }[] }
        told = issues.length
        said = issues
        expect(
          issues.some(({ code: each }) => /^(FORMAT|SOURCE_(?!NEAR)|MANIFEST|SCHEMA)_/.test(each)),
          stdout,
        ).toBe(false)
      }
      expectNoTrace(stdout + stderr, secrets, `seed ${seed}, ${line}`)
    }
    expect(told, JSON.stringify(said)).toBeGreaterThan(0)
  })
})
