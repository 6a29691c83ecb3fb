import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AwsServer } from '../../src/crypto/keys/servers/aws.fixture.ts'
import { nobody } from '../../src/crypto/keys/servers/listen.fixture.ts'
import { VaultServer } from '../../src/crypto/keys/servers/vault.fixture.ts'
import { otherIdentity, otherRecipient, testIdentity, testRecipient } from '../../src/crypto/sealed.fixture.ts'
import { createConfig, file } from '../../src/index.ts'
import { type Outcome, Sandbox } from './cli-sandbox.ts'

const plain = 'db:\n  pass: canary-5\n'
const arn = 'arn:aws:kms:eu-west-1:123456789012:key/abc'
const transit = 'transit/keys/app'

/** Nothing that is secret may be in what was written, nor in what lies about. */
function expectNoLeak(sandbox: Sandbox, ...outcomes: readonly Outcome[]): void {
  for (const { stdout, stderr } of outcomes) expect(stdout + stderr).not.toContain('canary')
  for (const name of readdirSync(sandbox.folder))
    if (name !== 'app.yaml' && name.endsWith('.yaml')) expect(sandbox.read(name)).not.toContain('canary')
}

async function vault(): Promise<{ server: VaultServer; key: string; env: Record<string, string> }> {
  const server = await new VaultServer([transit]).start()
  return { server, key: `${server.listening.address}/v1/${transit}`, env: { VAULT_TOKEN: server.token } }
}

async function aws(): Promise<AwsServer> {
  const server = await new AwsServer(arn).start()
  for (const [name, value] of Object.entries(server.credentials)) vi.stubEnv(name, value)
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', server.listening.address)
  return server
}

beforeEach(() => {
  vi.stubEnv('AWS_PROFILE', undefined)
  vi.stubEnv('HOME', '/nowhere')
})
afterEach(() => vi.unstubAllEnvs())

describe('a key of Vault', () => {
  it('seals, opens, edits and rotates a file', async () => {
    const { server, key, env } = await vault()
    const sandbox = new Sandbox({ 'app.yaml': plain, 'editor.sh': '#!/bin/sh\nsed -i s/canary-5/canary-6/ "$1"\n' })
    chmodSync(join(sandbox.folder, 'editor.sh'), 0o755)
    const sealing = await sandbox.call(`encrypt app.yaml -o s.yaml --key ${key}`, { env })
    expect(sealing).toMatchObject({ code: 0, stderr: '' })
    expectNoLeak(sandbox, sealing)
    expect(sandbox.read('s.yaml')).toContain('enc: vault:v1:')
    const allowed = { ...env, CONFIGMANAGE_ALLOW_KEYS: key, EDITOR: join(sandbox.folder, 'editor.sh') }
    expect(await sandbox.call(`decrypt s.yaml --allow-key ${key}`, { env })).toMatchObject({ code: 0, stdout: plain })
    expect(await sandbox.call('edit s.yaml', { env: allowed })).toMatchObject({ code: 0 })
    server.rotate(transit)
    expect(await sandbox.call(`rotate s.yaml --add ${testRecipient}`, { env: allowed })).toMatchObject({ code: 0 })
    expect(sandbox.read('s.yaml')).toContain('enc: vault:v2:')
    expect(await sandbox.call(`rotate s.yaml --remove ${key}`, { env: { SOPS_AGE_KEY: testIdentity } })).toMatchObject({
      code: 0,
    })
    expect(sandbox.read('s.yaml')).not.toContain('hc_vault')
    const adding = await sandbox.call(`rotate s.yaml --add ${key}`, { env: { ...env, SOPS_AGE_KEY: testIdentity } })
    expect(adding).toMatchObject({ code: 0 })
    expect((await sandbox.call('decrypt s.yaml', { env: allowed })).stdout).toBe(plain.replace('5', '6'))
  })

  it('is not asked for when only the file, or only a creation rule, names it', async () => {
    const { server, key, env } = await vault()
    const sandbox = new Sandbox({ 'app.yaml': plain })
    await sandbox.call(`encrypt app.yaml -o s.yaml --key ${key}`, { env })
    const before = server.listening.asked.length
    sandbox.write('.sops.yaml', `creation_rules:\n  - hc_vault_transit_uri: ${key}\n`)
    const refused = [
      await sandbox.call('decrypt s.yaml -o out.yaml', { env }),
      await sandbox.call('decrypt s.yaml --json', { env: { ...env, CONFIGMANAGE_ALLOW_KEYS: `${key}2` } }),
      await sandbox.call('rotate s.yaml', { env }),
      await sandbox.call('get db.pass --reveal --file s.yaml', { env }),
      await sandbox.call('encrypt app.yaml', { env }),
    ]
    for (const { code, stderr, stdout } of refused) {
      expect(code).toBe(4)
      expect(stderr + stdout).toContain(`--allow-key ${key}`)
    }
    expectNoLeak(sandbox, ...refused)
    expect(sandbox.has('out.yaml')).toBe(false)
    expect(server.listening.asked).toHaveLength(before)
    expect(await sandbox.call(`encrypt app.yaml --allow-key ${key}`, { env })).toMatchObject({ code: 0 })
  })

  it('is used by a program and by commands when the definition allows it', async () => {
    const { key, env } = await vault()
    const sandbox = new Sandbox({ 'app.yaml': plain })
    await sandbox.call(`encrypt app.yaml -o s.yaml --key ${key}`, { env })
    const manifest = (allow: string): string => `sources: [{ file: s.yaml }]\nkeys: { allow: ${allow} }\n`
    sandbox.write('configmanage.config.yaml', manifest(`["${key.replace(/app$/, '*')}"]`))
    expect(await sandbox.call('get db.pass --reveal', { env })).toMatchObject({ code: 0, stdout: 'canary-5\n' })
    const sources = [file(join(sandbox.folder, 's.yaml'))]
    const config = await createConfig({ sources, keys: { allow: [key] } }, { env })
    expect(config.get('db.pass')).toHaveProperty('reveal')
    expect(String(config.get('db.pass'))).not.toContain('canary')
    await expect(createConfig({ sources }, { env })).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
    sandbox.write('configmanage.config.yaml', manifest('yes'))
    expect(await sandbox.call('get db.pass', { env })).toMatchObject({ code: 3 })
    sandbox.write('configmanage.config.yaml', manifest('["https://*"]'))
    expect(await sandbox.call('get db.pass', { env })).toMatchObject({ code: 4, stdout: '' })
  })

  it.each([
    ['expired', { VAULT_TOKEN: 'canary-of-yesterday' }, 403],
    ['missing', {}, undefined],
  ])('stays shut with a token that is %s', async (_, env, status) => {
    const { server, key, env: right } = await vault()
    const sandbox = new Sandbox({ 'app.yaml': plain })
    await sandbox.call(`encrypt app.yaml -o s.yaml --key ${key}`, { env: right })
    const before = sandbox.read('s.yaml')
    const refused = [
      await sandbox.call(`decrypt s.yaml -o out.yaml --allow-key ${key}`, { env }),
      await sandbox.call(`rotate s.yaml --allow-key ${key} --json`, { env }),
      await sandbox.call(`edit s.yaml --allow-key ${key}`, { env: { ...env, EDITOR: 'false' } }),
      await sandbox.call(`encrypt app.yaml -o out.yaml --key ${key}`, { env }),
      await sandbox.call(`encrypt -i app.yaml --key ${nobody}/v1/${transit}`, { env: right }),
    ]
    for (const outcome of refused) expect(outcome.code).toBe(4)
    expectNoLeak(sandbox, ...refused)
    if (status !== undefined) expect(refused[0]?.stderr).toContain(`refused the request (HTTP ${status})`)
    expect([sandbox.has('out.yaml'), sandbox.read('s.yaml'), sandbox.read('app.yaml')]).toEqual([false, before, plain])
    expect(server.listening.asked.every(({ body }) => !body.includes('canary'))).toBe(true)
  })

  it('that a rotation adds has to be allowed again when it is resumed', async () => {
    const { server, key, env } = await vault()
    const sandbox = new Sandbox({ 'app.yaml': plain })
    await sandbox.call(`encrypt app.yaml -o s.yaml --age ${testRecipient}`)
    server.failures.push(403)
    const variables = { ...env, SOPS_AGE_KEY: testIdentity }
    const { code, stderr } = await sandbox.call(`rotate s.yaml --add ${key}`, { env: variables })
    expect(code).toBe(4)
    const resume = /configmanage (rotate --resume \S+) --allow-key '(\S+)'/.exec(stderr) ?? []
    expect(resume[2]).toBe(key)
    expect(await sandbox.call(resume[1] ?? '', { env: variables })).toMatchObject({ code: 4 })
    expect(await sandbox.call(`${resume[1]} --allow-key ${key}`, { env: variables })).toMatchObject({ code: 0 })
    expect(await sandbox.call(`decrypt s.yaml --allow-key ${key}`, { env })).toMatchObject({ code: 0, stdout: plain })
  })
})

describe('creation rules', () => {
  it('may ask for two of three groups: age, AWS KMS and Vault', async () => {
    await aws()
    const { key, env } = await vault()
    const rules = `creation_rules:
  - shamir_threshold: 2
    encrypted_regex: ^pass$
    key_groups:
      - age: [${testRecipient}, ${otherRecipient}]
      - kms: [{ arn: "${arn}", context: { App: shop } }]
      - hc_vault: ["${key}"]
`
    const sandbox = new Sandbox({ '.sops.yaml': rules, 'app.yaml': plain })
    const all = `${arn} ${key}`
    const sealing = await sandbox.call('encrypt app.yaml -o s.yaml', { env: { ...env, CONFIGMANAGE_ALLOW_KEYS: all } })
    expect(sealing).toMatchObject({ code: 0, stderr: '' })
    expect(sandbox.read('s.yaml')).toContain('shamir_threshold: 2')
    const opens = async (age: string, allow: string): Promise<number> => {
      const variables = { ...env, SOPS_AGE_KEY: age, CONFIGMANAGE_ALLOW_KEYS: allow }
      return (await sandbox.call('decrypt s.yaml', { env: variables })).code
    }
    expect(await opens(testIdentity, arn)).toBe(0)
    expect(await opens(otherIdentity, key)).toBe(0)
    expect(await opens('', all)).toBe(0)
    expect(await opens(testIdentity, '')).toBe(4)
    expect(await opens('', key)).toBe(4)
    const rotated = await sandbox.call('rotate s.yaml', { env: { ...env, CONFIGMANAGE_ALLOW_KEYS: all } })
    expect(rotated).toMatchObject({ code: 0 })
    expect(await opens(testIdentity, key)).toBe(0)
  })

  it('name keys of AWS, and variables of the sops command do', async () => {
    const server = await aws()
    const sandbox = new Sandbox({ '.sops.yaml': `creation_rules:\n  - kms: ${arn}\n`, 'app.yaml': plain })
    expect(await sandbox.call('encrypt app.yaml')).toMatchObject({ code: 4, stdout: '' })
    expect(server.listening.asked).toEqual([])
    expect(await sandbox.call(`encrypt app.yaml -o s.yaml --allow-key ${arn}`)).toMatchObject({ code: 0 })
    expect(await sandbox.call('encrypt app.yaml -o t.yaml', { env: { SOPS_KMS_ARN: arn } })).toMatchObject({ code: 0 })
    for (const name of ['s.yaml', 't.yaml'])
      expect(await sandbox.call(`decrypt ${name} --allow-key ${arn}`)).toMatchObject({ code: 0, stdout: plain })
    server.failures.push('ExpiredTokenException')
    const refused = await sandbox.call(`decrypt s.yaml --allow-key ${arn}`)
    expect(refused).toMatchObject({ code: 4, stdout: '' })
    expect(refused.stderr).toContain('did not accept the credentials (ExpiredTokenException)')
    expectNoLeak(sandbox, refused)
  })

  it('that need packages which are not installed say what installs them', async () => {
    const names = {
      gcp_kms: 'projects/p/locations/global/keyRings/r/cryptoKeys/k',
      azure_keyvault: 'https://name.vault.azure.net/keys/app',
    }
    for (const [name, key] of Object.entries(names)) {
      const sandbox = new Sandbox({ '.sops.yaml': `creation_rules:\n  - ${name}: ${key}\n`, 'app.yaml': plain })
      const refused = await sandbox.call(`encrypt app.yaml --allow-key ${key}`)
      expect(refused).toMatchObject({ code: 4, stdout: '' })
      expect(refused.stderr).toMatch(/npm install @(google-cloud\/kms|azure\/keyvault-keys)/)
    }
  })
})
