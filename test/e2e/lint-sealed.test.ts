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

  it('does not trust rules that cannot be read', async () => {
    const sandbox = new Sandbox({ '.sops.yaml': rule.replace('encrypted_regex', 'encrypted_regx'), 'secrets.yaml': 'a: 1\n' })
    expect(places(await lint(sandbox, 'secrets.yaml'))).toEqual([expect.stringMatching(/^error CRYPTO_RULES .*\.sops\.yaml:4$/)])
  })
})
