import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { awsKms } from '../../src/crypto/keys/aws-kms.ts'
import type { KeyProvider, KeyTarget } from '../../src/crypto/keys/key-provider.ts'
import { findServices, type Keyring } from '../../src/crypto/keys/keyring.ts'
import { parseTarget } from '../../src/crypto/keys/parse-target.ts'
import { AwsServer } from '../../src/crypto/keys/servers/aws.fixture.ts'
import { VaultServer } from '../../src/crypto/keys/servers/vault.fixture.ts'
import { forTest, open, testIdentity, testKeys } from '../../src/crypto/sealed.fixture.ts'
import { plainContent } from '../../src/crypto/sops/open.ts'
import { defaultRule } from '../../src/crypto/sops/rules.ts'
import { resealSops, rotateSops, sealSops } from '../../src/crypto/sops/seal.ts'
import { storeForFile } from '../../src/crypto/sops/stores/choose-store.ts'
import { oracle } from './install-oracles.ts'

const sops = oracle('sops')
const missing = 'the sops command is not installed: npm run test:oracles builds it'
const arn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555'
const plain = 'db:\n    password: s3cr3t\n    port: 5432\n'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-oracle-'))
  vi.stubEnv('HOME', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** Not waited for in one stretch: the key service that it asks is in this process. */
async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(program, args, { cwd: folder, env: { PATH: process.env.PATH ?? '', HOME: folder, ...env } })
  let [text, said] = ['', '']
  child.stdout.on('data', (chunk) => (text += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const status = await new Promise((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${said.trim()}`)
  return text
}

const ring = (...providers: readonly KeyProvider[]): Keyring => ({ age: testKeys.age, providers })

function sealFor(groups: readonly (readonly KeyTarget[])[], threshold: number, keys: Keyring): Promise<string> {
  const sealing = { groups, threshold, rule: defaultRule, macOnlyEncrypted: false }
  return sealSops(Buffer.from(plain), storeForFile('a.yaml'), 'a.yaml', sealing, keys, Date.UTC(2026, 0, 2))
}

async function plainOf(sealed: string, keys: Keyring): Promise<string> {
  return Buffer.from(plainContent(await open(sealed, 'a.yaml', keys))).toString()
}

describe('the sops command', () => {
  it('and this library open each other’s files with a key of Vault', async (context) => {
    if (sops === undefined) return context.skip(missing)
    const server = await new VaultServer(['team/transit/keys/app']).start()
    const name = `${server.listening.address}/v1/team/transit/keys/app`
    const env = { VAULT_TOKEN: server.token }
    const keys = ring(...findServices(env, { allow: [name] }))
    writeFileSync(join(folder, 'ours.yaml'), await sealFor([[parseTarget(name)]], 0, keys))
    expect(await run(sops, ['decrypt', 'ours.yaml'], env)).toBe(plain)
    writeFileSync(join(folder, 'theirs.yaml'), plain)
    await run(sops, ['encrypt', '--in-place', '--hc-vault-transit', name, 'theirs.yaml'], env)
    const theirs = readFileSync(join(folder, 'theirs.yaml'), 'utf8')
    expect(await plainOf(theirs, keys)).toBe(plain)
    server.rotate('team/transit/keys/app')
    const opened = await open(theirs, 'a.yaml', keys)
    const changed = resealSops(opened, Buffer.from(plain.replace('s3cr3t', 'other')), Date.UTC(2026, 0, 3))
    writeFileSync(join(folder, 'edited.yaml'), changed)
    expect(await run(sops, ['decrypt', 'edited.yaml'], env)).toBe(plain.replace('s3cr3t', 'other'))
    writeFileSync(join(folder, 'rotated.yaml'), await rotateSops(opened, [[parseTarget(name)]], 0, keys, Date.UTC(2026, 0, 3)))
    expect(await run(sops, ['decrypt', 'rotated.yaml'], env)).toBe(plain)
  })

  it('and this library open each other’s files with a key of AWS and its context', async (context) => {
    if (sops === undefined) return context.skip(missing)
    const server = await new AwsServer(arn).start()
    const env = { ...server.credentials, AWS_ENDPOINT_URL: server.listening.address, AWS_EC2_METADATA_DISABLED: 'true' }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const keys = ring(awsKms({ allow: [arn] }))
    writeFileSync(
      join(folder, 'ours.yaml'),
      await sealFor([[{ ...parseTarget(arn), context: { App: 'shop', Env: 'prod' } }]], 0, keys),
    )
    expect(await run(sops, ['decrypt', 'ours.yaml'], env)).toBe(plain)
    writeFileSync(join(folder, 'theirs.yaml'), plain)
    const flags = ['--kms', arn, '--encryption-context', 'App:shop']
    await run(sops, ['encrypt', '--in-place', ...flags, 'theirs.yaml'], env)
    expect(await plainOf(readFileSync(join(folder, 'theirs.yaml'), 'utf8'), keys)).toBe(plain)
  })

  it('needs as many groups as this library asked for, and the other way round', async (context) => {
    if (sops === undefined) return context.skip(missing)
    const server = await new VaultServer(['transit/keys/a', 'transit/keys/b']).start()
    const [a, b] = ['a', 'b'].map((key) => `${server.listening.address}/v1/transit/keys/${key}`) as [string, string]
    const env = { VAULT_TOKEN: server.token }
    const services = findServices(env, { allow: [a, b] })
    const sealed = await sealFor([[forTest], [parseTarget(a)], [parseTarget(b)]], 2, ring(...testKeys.providers, ...services))
    writeFileSync(join(folder, 'ours.yaml'), sealed)
    expect(await run(sops, ['decrypt', 'ours.yaml'], env)).toBe(plain)
    await expect(run(sops, ['decrypt', 'ours.yaml'], { SOPS_AGE_KEY: testIdentity, VAULT_TOKEN: 'wrong' })).rejects.toThrow()
    const rules = `creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - hc_vault: ["${a}"]\n      - hc_vault: ["${b}"]\n`
    writeFileSync(join(folder, '.sops.yaml'), rules)
    writeFileSync(join(folder, 'theirs.yaml'), plain)
    await run(sops, ['encrypt', '--in-place', 'theirs.yaml'], env)
    const theirs = readFileSync(join(folder, 'theirs.yaml'), 'utf8')
    expect(await plainOf(theirs, ring(...services))).toBe(plain)
    await expect(plainOf(theirs, ring(...findServices(env, { allow: [a] })))).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
  })
})
