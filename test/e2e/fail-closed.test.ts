import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
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
  'export --reveal --file sealed.yaml',
  'explain db.password --reveal --file sealed.yaml',
  'diff sealed.yaml app.yaml --reveal',
  'edit sealed.yaml',
  'git-textconv sealed.yaml',
  'git-merge sealed.yaml sealed.yaml sealed.yaml sealed.yaml',
  'rotate sealed.yaml',
  'run --file sealed.yaml -- env',
  'secrets get db --reveal --store secrets.age',
  'secrets list --store secrets.age',
  'secrets set db --stdin --store secrets.age',
  'secrets rotate db --store secrets.age',
  'secrets rm db --store secrets.age',
]
/** All that reads values of the configuration. */
const thatLoad = [
  'get a',
  'get a --reveal',
  'explain a --reveal',
  'export',
  'export --reveal',
  'export --reveal --format dotenv',
  'run -- env',
  'render page.tmpl --with-config',
  'render page.tmpl --with-config -o out',
  'render page.tmpl --with-config --all-profiles -o out.{profile}',
  'validate',
  'status',
  'watch',
  'secrets get vault/a --reveal',
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
  ['no key', {}, nothing, inEveryWay],
  ['another key', {}, { ...key, SOPS_AGE_KEY: await newIdentity(false) }, inEveryWay],
  [
    'a wrong passphrase',
    {},
    { ...phrase, AGE_PASSPHRASE: 'wrong horse battery' },
    [
      'decrypt phrase.age',
      'decrypt phrase.age -o out',
      'edit phrase.age --age age1x',
      'get db.password --reveal --file phrase.yaml.age',
      'export --reveal --file phrase.yaml.age',
      'run --file phrase.yaml.age -- env',
      'secrets get db --reveal --store phrase-store.age',
      'secrets set db --stdin --store phrase-store.age',
    ],
  ],
  ['a store that does not answer', {}, key, thatLoad],
  ['a lease that is over, given by a store that cannot renew it', { 'mode.txt': 'over' }, key, thatLoad],
]

const ofStore = (name: string): string => `secrets set db --stdin --store ${name}.age`

describe('a command fails closed', () => {
  it.each(cases)('for %s', async (_name, files, env, lines) => {
    const sandbox = new Sandbox({
      'app.yaml': plain,
      out: 'as it was\n',
      'page.tmpl': '{{ db }}{{ a }}\n',
      'mode.txt': 'down',
      'configmanage.config.mjs': `import { readFileSync } from 'node:fs'
const read = async () => {
  if (readFileSync(new URL('mode.txt', import.meta.url), 'utf8') === 'down') throw new Error('${canary}')
  return { value: { reveal: () => '${canary}' }, version: '1', lease: { kind: 'renewable', startedAt: -90_000, durationMs: 60_000 } }
}
export default { profiles: { one: {}, two: {} }, sources: [{ kind: 'x', name: 'x', read: () => ({ kind: 'value', uri: 'x:', version: '1', textOnly: false, value: { a: '\${secret:vault/a:-${canary}}' } }) }],
  secretStores: { vault: { name: 'vault', read } } }\n`,
    })
    // A passphrase takes a second to be tried, on purpose.
    const made =
      'AGE_PASSPHRASE' in env
        ? [
            'encrypt app.yaml -o phrase.age --passphrase',
            'encrypt app.yaml -o phrase.yaml.age --passphrase',
            ofStore('phrase-store'),
          ]
        : [`encrypt app.yaml -o sealed.yaml --age ${recipient}`, ofStore('secrets')]
    const right = 'AGE_PASSPHRASE' in env ? phrase : key
    for (const line of made) expect((await sandbox.call(line, { env: right, stdin: canary })).code, line).toBe(0)
    for (const [name, text] of Object.entries(files)) sandbox.write(name, text)
    const before = contents(sandbox.folder)
    for (const line of lines) {
      const { code, stdout, stderr } = await sandbox.call(line, {
        env: { PATH: process.env['PATH'] ?? '', EDITOR: 'tee seen', ...env },
        stdin: 'a new value',
      })
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

  it('for a lease that ends while a command follows it: it is told without the value, and no program sees it', async () => {
    const sandbox = new Sandbox({
      // Leased for half a second, and then the server is gone.
      'configmanage.config.mjs': `let asked = 0
const read = async () => {
  if (asked++ > 0) throw new Error('${canary}')
  return { value: { reveal: () => '${canary}' }, version: '1', lease: { kind: 'fixed', startedAt: Date.now(), durationMs: 500 } }
}
export default { sources: [{ kind: 'x', name: 'x', read: () => ({ kind: 'value', uri: 'x:', version: '1', textOnly: false, value: { a: '\${secret:vault/a}' } }) }],
  secretStores: { vault: { name: 'vault', read } } }\n`,
    })
    const ending = new AbortController()
    const watching = sandbox.call(['watch', '--format', 'ndjson', '--exec', 'echo started >> seen'], {
      env: { PATH: process.env['PATH'] ?? '' },
      signal: ending.signal,
    })
    await setTimeout(1_500)
    ending.abort()
    const { stdout, stderr } = await watching
    const told = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    expect(told.map(({ ok, generation }) => [ok, generation])).toEqual([
      [true, 1],
      [false, 1],
    ])
    expect(told[1].issues[0].code).toBe('SECRET_EXPIRED')
    expect(stdout + stderr).not.toContain(canary)
    expect(sandbox.read('seen')).toBe('started\n')
  })
})

function contents(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    // What is left of a rotation names files, to go on with it.
    .filter((name) => !name.startsWith('.configmanage-rotate-'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]))
}
