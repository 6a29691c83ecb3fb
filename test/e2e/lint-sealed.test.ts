import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { seal, testIdentity, testRecipient } from '../../src/crypto/sealed.fixture.ts'
import { Sandbox } from './cli-sandbox.ts'

interface Found {
  readonly code: string
  readonly severity: string
  readonly file: string
  readonly line: number
  readonly message: string
}

async function lint(sandbox: Sandbox, line: string, env = {}): Promise<readonly Found[]> {
  const { stdout } = await sandbox.call(`lint ${line} --json`, { env })
  expect(stdout).not.toContain('canary')
  return (JSON.parse(stdout) as { issues: readonly Found[] }).issues
}

const places = (found: readonly Found[]): readonly string[] =>
  found.map(({ code, severity, file, line }) => `${severity} ${code} ${file}:${line}`)

const rule = `creation_rules:
  - path_regex: ^secrets\\.(yaml|json|env|ini)$
    age: ${testRecipient}
    encrypted_regex: (?i)^pass$
  - age: ${testRecipient}
`
const plain: Readonly<Record<string, string>> = {
  'secrets.yaml': 'db:\n  user: shop\n  pass: canary words\n',
  'secrets.json': '{\n  "user": "shop",\n  "pass": "canary words"\n}\n',
  'secrets.env': 'USER=shop\nPASS=canary words\n',
  'secrets.ini': '[db]\nuser = shop\npass = canary words\n',
}

describe('LINT_SEALED_PLAINTEXT', () => {
  it.each(Object.entries(plain))('tells that %s is in plain text where a creation rule seals it', async (name, text) => {
    const sandbox = new Sandbox({ '.sops.yaml': rule, [name]: text })
    const line = text.split('\n').findIndex((each) => each.includes('canary')) + 1
    expect(places(await lint(sandbox, name))).toEqual([`warning LINT_SEALED_PLAINTEXT ${name}:${line}`])
    for (const word of ['init', 'add .']) execFileSync('git', word.split(' '), { cwd: sandbox.folder, stdio: 'ignore' })
    expect(places(await lint(sandbox, name))).toEqual([`error LINT_SEALED_PLAINTEXT ${name}:${line}`])
    const { stdout, stderr } = await sandbox.call(`lint ${name}`)
    expect(stdout + stderr).not.toContain('canary')
    expect(stdout + stderr).toContain('configmanage encrypt --in-place')
    await sandbox.call(`encrypt -i ${name}`)
    expect(await lint(sandbox, name)).toEqual([])
  })

  it.each(Object.keys(plain))('tells of what was written by hand into a sealed %s, without a key', async (name) => {
    const sealed = await seal(plain[name] ?? '', name)
    const sandbox = new Sandbox({ [name]: sealed.replace(/ENC\[[^\]]*type:str\]/, 'canary five') })
    const found = await lint(sandbox, name)
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error LINT_SEALED_PLAINTEXT'])
    expect(found[0]?.message).toMatch(/stands in plain text in a sealed file, whose rules seal it/)
  })

  it('is no finding for values that are not to be sealed, for references, and where a rule is for all files', async () => {
    const sandbox = new Sandbox({
      '.sops.yaml': rule,
      'secrets.yaml': 'user: shop\npass: ${env:PASS}\nother: { pass: "" }\n',
      'app.yaml': 'pass: correct horse\n',
    })
    expect(await lint(sandbox, 'secrets.yaml app.yaml .sops.yaml')).toEqual([])
  })

  it('finds nothing in a sealed project, which is opened with its key', async () => {
    const sandbox = new Sandbox({
      '.sops.yaml': rule,
      'secrets.yaml': await seal(plain['secrets.yaml'] ?? '', 'secrets.yaml'),
      'configmanage.config.yaml': 'sources: [{ file: secrets.yaml }]\n',
    })
    expect(await lint(sandbox, '', { SOPS_AGE_KEY: testIdentity })).toEqual([])
  })

  it('says without a key which file it cannot look into, as a warning beside all other findings', async () => {
    const token = `ghp_${'R4nd0mL3tt3rs'.repeat(2)}Zq9xK2mP7w`
    const sandbox = new Sandbox({
      'secrets.yaml': await seal(plain['secrets.yaml'] ?? '', 'secrets.yaml'),
      'more.yaml': await seal('a: canary\n', 'more.yaml'),
      'app.yaml': `token: ${token}\nurl: "\${db.pass}"\n`,
      'configmanage.config.yaml':
        'sources: [{ file: app.yaml }, { file: secrets.yaml }]\nprofiles: { one: {}, two: { sources: [{ file: more.yaml }] } }\n',
    })
    const found = await lint(sandbox, '')
    expect(found.map(({ severity, code, file }) => `${severity} ${code} ${file}`).sort()).toEqual([
      'error LINT_PLAINTEXT_SECRET app.yaml',
      'error LINT_SECRET_FILE_MODE app.yaml',
      'warning CRYPTO_NO_KEY more.yaml',
      'warning CRYPTO_NO_KEY secrets.yaml',
    ])
    sandbox.write('app.yaml', 'port: 1\n')
    expect((await sandbox.call('lint')).code).toBe(0)
    expect((await sandbox.call('lint --max-warnings 0')).code).toBe(1)
    sandbox.write('secrets.yaml', sandbox.read('secrets.yaml').replace(/mac: ENC\[.*\]/, 'mac: ""'))
    expect((await sandbox.call('lint', { env: { SOPS_AGE_KEY: testIdentity } })).code).toBe(4)
  })

  it('does not trust rules that cannot be read', async () => {
    const sandbox = new Sandbox({ '.sops.yaml': rule.replace('encrypted_regex', 'encrypted_regx'), 'secrets.yaml': 'a: 1\n' })
    expect(places(await lint(sandbox, 'secrets.yaml'))).toEqual([expect.stringMatching(/^error CRYPTO_RULES .*\.sops\.yaml:4$/)])
  })
})

describe('validate of single sealed files', () => {
  const schema = JSON.stringify({
    additionalProperties: false,
    properties: { port: { type: 'integer' }, pass: { type: 'string', maxLength: 3 }, host: { type: 'string' } },
  })

  it('says how many values it did not look at, and holds the others to their schema', async () => {
    const sandbox = new Sandbox({ 'schema.json': schema, 'plain.yaml': 'port: 1\n' })
    for (const [name, text] of Object.entries({
      'a.yaml': 'port: 1\npass: canary\nhost_unencrypted: 5\n',
      'a.json': '{"port": 1, "pass": "canary"}',
      'a.env': 'PORT=1\n',
    }))
      sandbox.write(name, await seal(text, name))
    expect((await sandbox.call('validate a.yaml a.json a.env plain.yaml')).stdout).toBe(
      'fine: 4 files (5 sealed values not checked), no problems\n',
    )
    expect((await sandbox.call('validate plain.yaml')).stdout).toBe('fine: 1 file, no problems\n')
    const { code, stdout } = await sandbox.call('validate a.yaml a.json --schema schema.json --json')
    const report = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(report.data.sealedValues).toBe(4)
    // What is sealed has no type yet, and what says how to open it is no part of the values.
    expect(report.issues.map((issue: { code: string; path: string }) => `${issue.code} ${issue.path}`)).toEqual([
      expect.stringMatching(/^KEY_UNKNOWN .*host_unencrypted/),
    ])
  })
})
