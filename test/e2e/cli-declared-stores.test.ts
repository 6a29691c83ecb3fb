import { describe, expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { verifyAuditLog } from '../../src/secrets/audit-log.ts'
import { type Outcome, Sandbox } from './cli-sandbox.ts'

const identity = await newIdentity(false)
const recipient = await recipientOf(identity)
const canary = 'c4nary-9f2e-declared'
const unrecorded = { CONFIGMANAGE_AUDIT_LOG: 'off' }

/** A project whose manifest declares these stores, and a folder in it. */
function project(stores: object, more: object = {}, name = 'configmanage.config.json'): Sandbox {
  const manifest = JSON.stringify({ sources: [{ file: 'app.yaml' }], secretStores: stores, ...more })
  return new Sandbox({
    [name]: manifest,
    'app.yaml': 'password: "${secret:local/db/password}"\n',
    'key.txt': identity,
    'below/empty.txt': '',
  })
}

const one = { local: { file: 'store.age', identityFiles: ['key.txt'] } }

function call(sandbox: Sandbox, line: string, stdin?: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return sandbox.call(line, { env: { HOME: sandbox.folder, ...unrecorded, ...env }, ...(stdin !== undefined && { stdin }) })
}

describe('commands on secrets', () => {
  it('work on the only store of the manifest, by its own keys, from any folder of the project', async () => {
    const sandbox = project(one)
    expect(await call(sandbox, '-C below secrets set db/password --stdin', canary)).toMatchObject({
      code: 0,
      stderr: 'set db/password in local, version 1\n',
    })
    expect(sandbox.has('store.age')).toBe(true)
    expect((await call(sandbox, '-C below secrets list')).stdout).toMatch(/^db\/password\s+version 1/)
    expect((await call(sandbox, 'secrets get db/password --reveal')).stdout).toBe(`${canary}\n`)
    expect((await call(sandbox, 'get password --reveal')).stdout).toBe(`${canary}\n`)
    const rotated = await call(sandbox, 'secrets rotate db/password --json')
    expect(JSON.parse(rotated.stdout)).toMatchObject({ data: { store: 'local', name: 'db/password', version: '2' } })
    expect((await call(sandbox, 'secrets rm db/password')).stderr).toBe('removed db/password in local\n')
    expect(await call(sandbox, 'secrets get db/password')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('SECRET_MISSING'),
    })
  })

  it('take the name that references have, with the store before the first slash', async () => {
    const sandbox = project({ ...one, other: { file: 'other.age', identityFiles: ['key.txt'] } })
    expect((await call(sandbox, 'secrets set other/db/password --stdin', canary)).stderr).toBe(
      'set db/password in other, version 1\n',
    )
    expect((await call(sandbox, 'secrets get db/password --store other --reveal')).stdout).toBe(`${canary}\n`)
    expect((await call(sandbox, 'secrets list other/db/')).stdout).toContain('db/password')
    expect((await call(sandbox, 'secrets list --store local')).stderr).toBe('no secrets in local\n')
  })

  it('do not choose among several stores, and do not make a file of a mistyped one', async () => {
    const sandbox = project({ ...one, other: { file: 'other.age', identityFiles: ['key.txt'] } })
    for (const line of ['set db --stdin', 'get db', 'list', 'rm db', 'rotate db'])
      expect(await call(sandbox, `secrets ${line}`, canary)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('several stores: local and other'),
      })
    expect(await call(sandbox, 'secrets set db --stdin --store ohter', canary)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "other"?'),
    })
    expect(await call(sandbox, 'secrets set db --stdin --store vault', canary)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('written ./vault'),
    })
    expect(sandbox.has('ohter') || sandbox.has('vault')).toBe(false)
  })

  it('take files as before: a path, a name with an ending, and one that is there', async () => {
    const sandbox = project(one)
    const env = { SOPS_AGE_KEY: identity }
    for (const file of ['./own', 'own.age', 'own'])
      expect((await call(sandbox, `secrets set db --stdin --store ${file}`, canary, env)).stderr).toContain(`set db in ${file}, `)
    expect(sandbox.has('store.age')).toBe(false)
    const bare = project({})
    await call(bare, 'secrets set db --stdin', canary, { ...env, CONFIGMANAGE_SECRET_STORE: 'mine.age' })
    expect(bare.has('mine.age')).toBe(true)
  })

  it('take keys of the command line instead of those in the manifest', async () => {
    const sandbox = project({ local: { file: 'store.age', identityFiles: ['gone.txt'] } })
    expect(await call(sandbox, 'secrets set db --stdin', canary)).toMatchObject({ code: 4 })
    expect((await call(sandbox, '-C below secrets set db --stdin --identity ../key.txt', canary)).code).toBe(0)
    expect((await call(sandbox, 'secrets get db --reveal --identity key.txt')).stdout).toBe(`${canary}\n`)
  })

  it('say what is wrong with the manifest, and do not take another store for it', async () => {
    const sandbox = project({ local: { flie: 'store.age' } })
    expect(await call(sandbox, 'secrets list')).toMatchObject({ code: 3, stderr: expect.stringContaining('OPTION_INVALID') })
    expect((await call(sandbox, 'secrets list --store ./own.age', '', { SOPS_AGE_KEY: identity })).code).toBe(0)
  })

  it('work on providers of a program, as far as those can', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.mjs': `const read = async ({ name }) => {
  if (name === 'broken') throw new Error('${canary}')
  return name === 'db' ? { value: { reveal: () => '${canary}' }, version: '7' } : undefined
}
export default { sources: [], secretStores: { vault: { name: 'vault', read } } }\n`,
    })
    const shown = await call(sandbox, 'secrets get db')
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/^\[secret [0-9a-f]{4}\]\n$/)])
    expect((await call(sandbox, 'secrets get vault/db --reveal')).stdout).toBe(`${canary}\n`)
    for (const line of ['set db --stdin', 'rm db', 'rotate db'])
      expect(await call(sandbox, `secrets ${line}`, 'x')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('only be read'),
      })
    expect(await call(sandbox, 'secrets list')).toMatchObject({ code: 2, stderr: expect.stringContaining('names') })
    expect(await call(sandbox, 'secrets get db --identity key.txt')).toMatchObject({ code: 2 })
    const broken = await call(sandbox, 'secrets get broken')
    expect(broken).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('SECRET_STORE_UNAVAILABLE') })
    expect(broken.stderr).not.toContain(canary)
  })

  it('are recorded with the project that the store belongs to; the log of the program is another', async () => {
    const sandbox = project(one, { secretAudit: { file: 'read.ndjson' } })
    const env = { CONFIGMANAGE_AUDIT_LOG: `${sandbox.folder}/own.ndjson` }
    await call(sandbox, 'secrets set db/password --stdin', canary, env)
    await call(sandbox, 'get password', undefined, env)
    expect(verifyAuditLog(`${sandbox.folder}/own.ndjson`)).toMatchObject([
      { action: 'write', place: `local in ${sandbox.folder}` },
    ])
    const { stdout } = await call(sandbox, '-C below secrets audit --program --json', undefined, env)
    expect(JSON.parse(stdout).data.records).toMatchObject([{ action: 'read', subject: 'db/password', place: 'local' }])
    expect((await call(sandbox, 'secrets audit --program --verify', undefined, env)).stdout).toContain('1 record, unbroken')
    expect(await call(project(one), 'secrets audit --program')).toMatchObject({ code: 2 })
  })
})

describe('keys of the manifest', () => {
  const keys = { keys: { identityFiles: ['key.txt'] } }

  it('open what decrypt, edit and rotate are given, from any folder', async () => {
    const sandbox = project({}, keys)
    sandbox.write('below/a.yaml', `db:\n  password: ${canary}\n`)
    sandbox.write('editor.sh', '#!/bin/sh\nsed -i s/declared/edited/ "$1"\n')
    const env = { PATH: process.env['PATH'] ?? '', EDITOR: `sh ${sandbox.folder}/editor.sh` }
    expect((await call(sandbox, `encrypt -i below/a.yaml --age ${recipient}`)).code).toBe(0)
    expect((await call(sandbox, '-C below decrypt a.yaml')).stdout).toContain(canary)
    expect((await call(sandbox, '-C below edit a.yaml', undefined, env)).stderr).toBe('sealed a.yaml again\n')
    const other = await recipientOf(await newIdentity(false))
    expect((await call(sandbox, `-C below rotate a.yaml --add ${other}`)).code).toBe(0)
    expect((await call(sandbox, 'decrypt below/a.yaml')).stdout).toContain('c4nary-9f2e-edited')
    expect((await call(sandbox, 'keys show')).stdout).toBe(`${recipient}\n`)
  })

  it('are not used when the command line names others, nor by what git calls', async () => {
    const sandbox = project({}, { keys: { identityFiles: ['gone.txt'] } })
    sandbox.write('a.yaml', `db: ${canary}\n`)
    await call(sandbox, `encrypt -i a.yaml --age ${recipient}`)
    expect(await call(sandbox, 'decrypt a.yaml')).toMatchObject({ code: 4, stderr: expect.stringContaining('gone.txt') })
    expect((await call(sandbox, 'decrypt a.yaml --identity key.txt')).stdout).toBe(`db: ${canary}\n`)
    expect((await call(sandbox, 'git-textconv a.yaml', undefined, { SOPS_AGE_KEY: identity })).stdout).toBe(`db: ${canary}\n`)
  })

  it('in key services are allowed by the manifest, besides those of --allow-key', async () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/one'
    const rule = `creation_rules:\n  - kms: ${key}\n`
    const refusal = async (more: object): Promise<string> => {
      const sandbox = project({}, more)
      sandbox.write('.sops.yaml', rule)
      sandbox.write('a.yaml', 'a: 1\n')
      return (await call(sandbox, 'encrypt a.yaml')).stderr
    }
    expect(await refusal({})).toContain('--allow-key')
    const allowed = await refusal({ keys: { allow: ['arn:aws:kms:eu-west-1:123456789012:key/*'] } })
    expect(allowed).toContain('CRYPTO_')
    expect(allowed).not.toContain('--allow-key')
  })
})
