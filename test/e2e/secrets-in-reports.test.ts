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

describe('secrets that are right', () => {
  const secret = 'hunter2-c4n4ry'
  const schema = JSON.stringify({
    properties: {
      pin: { 'x-secret': true, deprecated: true },
      port: { type: 'integer' },
      more: { additionalProperties: { 'x-secret': true } },
    },
    additionalProperties: false,
  })

  it.each([
    ['a.yaml', `base: &pin ${secret}\npin: *pin\nprot: 1\n`],
    ['a.yaml', `base: &all\n  pin: ${secret}\n<<: *all\nport: x\n`],
    ['a.yaml', `base: |\n  first ${secret}\n  second\npin: ${secret}\n`],
    ['a.yaml', `"p\\u0069n": "\\x68unter2-c4n4ry"\n# ${secret}\nport: x\n`],
    ['a.json', `{"pin": "${secret}", "prot": "${secret}", "port": "x"}`],
    ['a.json', `{"more": {"a": {"b": ["${secret}"]}, "c": "${secret}"}, "prot": "${secret}"}`],
    ['a.toml', `pin = '''\n${secret}'''\nport = "x"\n[more.a.b]\nc = "${secret}"\n[[more.d]]\ne = "${secret}"\n[prot]\nf = 1\n`],
    ['a.ini', `pin = ${secret}\nport = x\n[more]\na = ${secret}\n; ${secret}\n[prot]\nb = 1\n`],
    ['a.properties', `pin = hun\\\n  ter2-c4n4ry\nport = ${secret}\nmore.a = ${secret}\nprot = 1\n`],
  ])('stay so in the lines around other issues: %s %j', async (name, text) => {
    const manifest = JSON.stringify({ schema: 'schema.json', sources: [{ file: name }] })
    const sandbox = new Sandbox({ 'schema.json': schema, 'configmanage.config.json': manifest, [name]: text })
    for (const line of [
      'validate --all',
      'validate --json',
      'lint --all',
      'explain',
      'get pin',
      'validate --fix --dry-run',
      'export',
    ]) {
      const { stdout, stderr } = await sandbox.call(line)
      expectNoTrace(stdout + stderr, [secret], line)
    }
  })

  it('stay so in files that a variable names', async () => {
    const manifest = JSON.stringify({ schema: 'schema.json', sources: [{ env: 'SHOP_' }] })
    const sandbox = new Sandbox({
      'schema.json': schema.replace('"x-secret":true,', '"x-secret":true,"maxLength":3,'),
      'configmanage.config.json': manifest,
      'run/pin': `${secret}\n`,
    })
    for (const line of ['validate', 'lint', 'explain pin', 'export --json']) {
      const { stdout, stderr } = await sandbox.call(line, { env: { SHOP_PIN_FILE: 'run/pin' } })
      expectNoTrace(stdout + stderr, [secret], line)
    }
  })
})
