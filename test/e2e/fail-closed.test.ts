import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-code.ts'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { SecretReader } from '../../src/secrets/secret-reader.ts'
import { memorySecrets } from '../../src/testing/memory-secrets.ts'
import { createSandbox } from '../../src/testing/sandbox.ts'
import { Sandbox } from './cli-sandbox.ts'

const canary = 'c4nary-9f2e-closed'
const plain = `db:\n  password: ${canary}\n`
const identity = await newIdentity(false)
const recipient = await recipientOf(identity)
const key = { SOPS_AGE_KEY: identity, CONFIGMANAGE_AUDIT_LOG: 'off' }
const phrase = { AGE_PASSPHRASE: 'correct horse battery', CONFIGMANAGE_AUDIT_LOG: 'off' }
const { SOPS_AGE_KEY: _, ...nothing } = key

const rules = (text: string): string => `creation_rules:\n  - ${text}\n    age: ${recipient}\n`
const inEveryWay = [
  'decrypt sealed.yaml',
  'decrypt sealed.yaml -o out',
  'decrypt -i sealed.yaml',
  'get db.password --reveal --file sealed.yaml',
]

/** What goes wrong, with which files and variables, in which command lines. */
const cases: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  Readonly<Record<string, string>>,
  readonly string[],
])[] = [
  [
    'an expression that does not compile',
    { '.sops.yaml': rules('path_regex: "["') },
    key,
    ['encrypt app.yaml', 'encrypt app.yaml -o out', 'encrypt -i app.yaml'],
  ],
  [
    'an expression for keys that does not compile',
    { '.sops.yaml': rules('encrypted_regex: "("') },
    key,
    ['encrypt app.yaml', 'encrypt -i app.yaml'],
  ],
  [
    'a rule with an unknown key',
    { '.sops.yaml': rules('encrypted_regexp: ^db$') },
    key,
    ['encrypt app.yaml', 'encrypt -i app.yaml'],
  ],
  ['no rule at all', {}, key, ['encrypt app.yaml', 'encrypt -i app.yaml']],
  ['no key', {}, nothing, [...inEveryWay, 'edit sealed.yaml', 'export --file sealed.yaml', 'run --file sealed.yaml -- env']],
  ['another key', {}, { ...key, SOPS_AGE_KEY: await newIdentity(false) }, [...inEveryWay, 'run --file sealed.yaml -- env']],
  [
    'a wrong passphrase',
    {},
    { ...phrase, AGE_PASSPHRASE: 'wrong horse battery' },
    ['decrypt phrase.age', 'decrypt phrase.age -o out', 'run --file phrase.yaml.age -- env'],
  ],
  ['a store that does not answer', {}, key, ['get a', 'export', 'export --reveal', 'run -- env', 'validate']],
]

describe('a command fails closed', () => {
  it.each(cases)('for %s', async (_name, files, env, lines) => {
    const sandbox = new Sandbox({
      'app.yaml': plain,
      'configmanage.config.mjs': `const read = async () => { throw new Error('${canary}') }
export default { sources: [{ kind: 'x', name: 'x', read: () => ({ kind: 'value', uri: 'x:', version: '1', textOnly: false, value: { a: '\${secret:vault/a:-${canary}}' } }) }],
  secretStores: { vault: { name: 'vault', read } } }\n`,
    })
    for (const words of [
      ['encrypt', 'app.yaml', '-o', 'sealed.yaml', '--age', recipient],
      ['encrypt', 'app.yaml', '-o', 'phrase.age', '--passphrase'],
      ['encrypt', 'app.yaml', '-o', 'phrase.yaml.age', '--passphrase'],
    ])
      expect((await sandbox.call(words, { env: { ...key, ...phrase } })).code, words.join(' ')).toBe(0)
    for (const [name, text] of Object.entries(files)) sandbox.write(name, text)
    const before = contents(sandbox.folder)
    for (const line of lines) {
      const { code, stdout, stderr } = await sandbox.call(line, { env: { PATH: process.env['PATH'] ?? '', ...env } })
      expect([line, code], stderr).toEqual([line, 4])
      expect(stdout + stderr, line).toMatch(/(CRYPTO|SECRET)_/)
      expect(stdout + stderr, line).not.toContain(canary)
      // Nothing was written, and nothing that was there was touched.
      expect(contents(sandbox.folder), line).toEqual(before)
    }
  })

  it('for a lease that is over while its store does not answer', async () => {
    using world = createSandbox()
    const { clock } = world.runtime
    const context = { ...world.runtime, signal: new AbortController().signal }
    const vault = memorySecrets({ db: canary })
    vault.lease('fixed', 60_000)
    const reader = new SecretReader({ stores: { vault } })
    expect((await reader.read('vault/db', context))?.reveal()).toBe(canary)
    vault.fail('SECRET_STORE_UNAVAILABLE')
    await clock.advance(59_000)
    expect((await reader.read('vault/db', context))?.reveal()).toBe(canary)
    await clock.advance(1_000 + 10_000)
    const error: unknown = await reader.read('vault/db', context).catch((reason: unknown) => reason)
    expect(ConfigError.is(error) && [error.issues[0].code, exitCodeOf(error.issues)]).toEqual(['SECRET_EXPIRED', 4])
    expect(JSON.stringify(error) + String(error)).not.toContain(canary)
  })
})

function contents(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}
