import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { open } from '../sealed.fixture.ts'
import { defaultRule } from '../sops/rules.ts'
import { sealSops } from '../sops/seal.ts'
import { storeForFile } from '../sops/stores/choose-store.ts'
import { askService } from './ask-service.ts'
import { awsKms } from './aws-kms.ts'
import { azureKeyVault } from './azure-key-vault.ts'
import { gcpKms } from './gcp-kms.ts'
import type { KeyProvider, KeyTarget } from './key-provider.ts'
import { findServices, type Keyring, wrappingKeys } from './keyring.ts'
import { parseTarget } from './parse-target.ts'
import { AwsServer } from './servers/aws.fixture.ts'
import { AzureServer } from './servers/azure.fixture.ts'
import { certificate } from './servers/certificate.fixture.ts'
import { GcpServer } from './servers/gcp.fixture.ts'
import { type Listening, listen, nobody } from './servers/listen.fixture.ts'
import { VaultServer } from './servers/vault.fixture.ts'
import { vaultTransit } from './vault-transit.ts'

const arn = 'arn:aws:kms:eu-west-1:123456789012:key/abc'
const resource = 'projects/p/locations/global/keyRings/r/cryptoKeys/k'
const azureName = 'https://name.vault.azure.net/keys/app'

const ring = (...providers: KeyProvider[]): Keyring => ({ age: { identities: [], passphrases: [] }, providers })

function sealFor(target: KeyTarget, ...providers: KeyProvider[]): Promise<string> {
  const sealing = { groups: [[target]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false }
  return sealSops(Buffer.from('a: canary-5\n'), storeForFile('a.yaml'), 'a.yaml', sealing, ring(...providers), 0)
}

async function plainOf(sealed: string, ...providers: KeyProvider[]): Promise<string> {
  const { values } = await open(sealed, 'a.yaml', ring(...providers))
  return Buffer.from(values[0]?.scalar.bytes ?? []).toString()
}

/** A refusal, after it was made sure that nothing in it tells what nobody should know. */
async function refusalOf(work: Promise<unknown>): Promise<ConfigError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toContain('canary')
  if (!ConfigError.is(error)) throw error
  return error
}

interface Service {
  readonly target: KeyTarget
  readonly provider: KeyProvider
  readonly listening: Listening
  /** The next question fails in this way. */
  readonly failNext: (as: 'denied' | 'expired' | 'busy') => void
  /** With credentials that are not accepted. */
  readonly stranger: () => KeyProvider
  readonly unreachable: () => KeyProvider
}

const services = {
  'AWS KMS': async () => {
    const server = await new AwsServer(arn).start()
    for (const [name, value] of Object.entries(server.credentials)) vi.stubEnv(name, value)
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', server.listening.address)
    const provider = awsKms({ allow: [arn] })
    const failures = {
      denied: 'AccessDeniedException',
      expired: 'ExpiredTokenException',
      busy: 'KMSInternalException',
    }
    return {
      target: { ...parseTarget(arn), context: { App: 'shop' } },
      provider,
      listening: server.listening,
      failNext: (as) => server.failures.push(...Array(as === 'busy' ? 3 : 1).fill(failures[as])),
      stranger: () => {
        vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-of-a-stranger')
        return awsKms({ allow: [arn] })
      },
      unreachable: () => {
        vi.stubEnv('AWS_ENDPOINT_URL_KMS', nobody)
        return awsKms({ allow: [arn] })
      },
    }
  },
  'GCP KMS': async () => {
    const server = await new GcpServer(resource).start()
    const failing = { denied: 7, expired: 16, busy: 14 }
    return {
      target: parseTarget(resource),
      provider: gcpKms({ client: server.client(), allow: [resource] }),
      listening: server.listening,
      failNext: (as) => server.failures.push(failing[as]),
      stranger: () => gcpKms({ client: () => server.client('canary-of-a-stranger'), allow: [resource] }),
      unreachable: () => {
        const nowhere = new GcpServer(resource)
        nowhere.listening = { address: nobody, asked: [] }
        return gcpKms({ client: nowhere.client(), allow: [resource] })
      },
    }
  },
  'Azure Key Vault': async () => {
    const server = await new AzureServer('app').start()
    return {
      target: parseTarget(azureName),
      provider: azureKeyVault({ client: (id) => server.client(id), allow: [azureName] }),
      listening: server.listening,
      failNext: (as) => server.failures.push({ denied: 403, expired: 401, busy: 503 }[as]),
      stranger: () => azureKeyVault({ client: (id) => server.client(id, 'canary-of-a-stranger'), allow: [azureName] }),
      unreachable: () => {
        const nowhere = new AzureServer('app')
        nowhere.listening = { address: nobody, asked: [] }
        return azureKeyVault({ client: (id) => nowhere.client(id), allow: [azureName] })
      },
    }
  },
  Vault: async () => {
    const server = await new VaultServer(['team/transit/keys/app']).start()
    const { address } = server.listening
    return {
      target: parseTarget(`${address}/v1/team/transit/keys/app`),
      provider: vaultTransit({ address, token: server.token }),
      listening: server.listening,
      failNext: (as) => server.failures.push(...Array(as === 'busy' ? 3 : 1).fill({ denied: 403, expired: 401, busy: 503 }[as])),
      stranger: () => vaultTransit({ address, token: 'canary-of-a-stranger' }),
      unreachable: () => ({
        ...vaultTransit({ address: nobody, token: server.token }),
        unwrap: (wrapped) =>
          vaultTransit({ address: nobody, token: server.token }).unwrap({
            ...wrapped,
            fields: { ...wrapped.fields, vault_address: nobody },
          }),
      }),
    }
  },
} satisfies Record<string, () => Promise<Service>>

// What is set on this machine must not be used by the clients.
beforeEach(() => {
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'VAULT_TOKEN', 'VAULT_NAMESPACE', 'VAULT_CACERT']) vi.stubEnv(name, undefined)
  vi.stubEnv('HOME', '/nowhere')
})
afterEach(() => vi.unstubAllEnvs())

describe.each(Object.entries(services))('a key in %s', (name, start) => {
  it('wraps the data key over the wire, and gives it back', async () => {
    const { target, provider, listening } = await start()
    const sealed = await sealFor(target, provider)
    expect(sealed).not.toContain('canary')
    expect(await plainOf(sealed, provider)).toBe('canary-5')
    expect(listening.asked.length).toBeGreaterThanOrEqual(2)
    expect(listening.asked.some(({ body }) => body.includes('canary'))).toBe(false)
  })

  it('opens no data key that was altered', async () => {
    const { target, provider } = await start()
    const wrapped = await provider.wrap(target, Buffer.alloc(32, 7))
    const at = wrapped.enc.length - 10
    const altered = wrapped.enc.slice(0, at) + (wrapped.enc[at] === 'A' ? 'B' : 'A') + wrapped.enc.slice(at + 1)
    const error = await refusalOf(provider.unwrap({ ...wrapped, enc: altered }))
    expect(error.code).toBe('CRYPTO_KEY_SERVICE')
    expect(error.message).toContain('did not accept the sealed data key')
  })

  it('is not used with credentials that are wrong', async () => {
    const { target, provider, stranger } = await start()
    const sealed = await sealFor(target, provider)
    const error = await refusalOf(open(sealed, 'a.yaml', ring(stranger())))
    expect(error.code).toBe('CRYPTO_NO_KEY')
    expect(error.message).toMatch(/did not accept the credentials|refused the request/)
  })

  it.each([
    ['denied', 'refused the request'],
    ['expired', 'did not accept the credentials'],
    ['busy', name === 'GCP KMS' ? 'could not be reached' : 'cannot answer now'],
  ] as const)('says of a request that is %s that it %s', async (as, words) => {
    const { target, provider, failNext } = await start()
    const sealed = await sealFor(target, provider)
    failNext(as)
    const error = await refusalOf(open(sealed, 'a.yaml', ring(provider)))
    expect(error.code).toBe('CRYPTO_NO_KEY')
    expect(error.message).toContain(words)
    expect(error.issues[0].hint).not.toContain('SOPS_AGE_KEY')
    failNext(as)
    expect(await refusalOf(sealFor(target, provider))).toMatchObject({ code: 'CRYPTO_KEY_SERVICE' })
    expect(await plainOf(sealed, provider)).toBe('canary-5')
  })

  it('is told to be out of reach', async () => {
    const { target, provider, unreachable } = await start()
    const error = await refusalOf(open(await sealFor(target, provider), 'a.yaml', ring(unreachable())))
    expect(error).toMatchObject({ code: 'CRYPTO_NO_KEY' })
    expect(error.message).toContain('could not be reached (ECONNREFUSED)')
  })

  it('is not asked for when the list does not have it', async () => {
    const { target, provider, listening } = await start()
    const sealed = await sealFor(target, provider)
    const before = listening.asked.length
    const error = await refusalOf(open(sealed, 'a.yaml', ring(...findServices({ VAULT_TOKEN: 'canary' }))))
    expect(error).toMatchObject({ code: 'CRYPTO_NO_KEY', issues: [{ hint: expect.stringContaining('--allow-key') }] })
    expect(error.message).toContain('is not on the list of keys that may be used')
    expect(await refusalOf(sealFor(target, ...findServices({ VAULT_TOKEN: 'canary' })))).toMatchObject({
      code: 'CRYPTO_KEY_SERVICE',
    })
    expect(listening.asked).toHaveLength(before)
  })
})

describe('AWS KMS', () => {
  it('binds the data key to the encryption context', async () => {
    const { target, provider } = await services['AWS KMS']()
    const wrapped = await provider.wrap(target, Buffer.alloc(32, 7))
    expect(await refusalOf(provider.unwrap({ ...wrapped, context: { App: 'other' } }))).toMatchObject({
      issues: [{ message: `AWS KMS ${arn} did not accept the sealed data key (InvalidCiphertextException)` }],
    })
  })

  it('assumes only roles that are allowed, and asks no host that a region smuggles in', async () => {
    const role = 'arn:aws:iam::123456789012:role/app'
    const provider = awsKms({ allow: [arn, 'arn:aws:kms:evil*'] })
    const wrapped = { kind: 'kms', fields: { arn, role }, enc: 'AAAA' } as const
    const error = await refusalOf(provider.unwrap(wrapped))
    expect(error.message).toContain(`the role ${role} of AWS KMS ${arn} is not on the list`)
    const smuggled = { ...wrapped, fields: { arn: 'arn:aws:kms:evil.test/#:1:key/a' } }
    expect((await refusalOf(provider.unwrap(smuggled))).message).toContain('does not name a region')
  })
})

describe('Azure Key Vault', () => {
  it('opens old files after the key has a new version', async () => {
    const server = await new AzureServer('app').start()
    const provider = azureKeyVault({ client: (id) => server.client(id), allow: ['https://name.vault.azure.net/keys/*'] })
    const old = await provider.wrap(parseTarget(azureName), Buffer.alloc(32, 1))
    expect(old.fields.version).toBe(server.versions[0])
    server.rotate()
    expect(Buffer.from((await provider.unwrap(old)) ?? [])).toEqual(Buffer.alloc(32, 1))
    expect((await provider.wrap(parseTarget(azureName), Buffer.alloc(32, 2))).fields.version).toBe(server.versions[1])
  })

  it('writes no file that does not name the version', async () => {
    const client = () => ({
      encrypt: async () => ({ result: new Uint8Array(256), keyID: azureName }),
      decrypt: async () => ({ result: new Uint8Array(32) }),
    })
    const provider = azureKeyVault({ client, allow: [azureName] })
    expect((await refusalOf(provider.wrap(parseTarget(azureName), new Uint8Array(32)))).message).toContain('version')
  })
})

describe('Vault', () => {
  const key = 'team/transit/keys/app'

  it('opens old files after the key was rotated, until old versions are shut off', async () => {
    const server = await new VaultServer([key]).start()
    const { address } = server.listening
    const provider = vaultTransit({ address, token: async () => server.token })
    const old = await provider.wrap(parseTarget(`${address}/v1/${key}`), Buffer.alloc(32, 1))
    server.rotate(key)
    expect(old.enc).toMatch(/^vault:v1:/)
    expect((await provider.wrap(parseTarget(`${address}/v1/${key}`), Buffer.alloc(32, 1))).enc).toMatch(/^vault:v2:/)
    expect(Buffer.from((await provider.unwrap(old)) ?? [])).toEqual(Buffer.alloc(32, 1))
    server.minDecryptionVersion = 2
    expect((await refusalOf(provider.unwrap(old))).message).toContain('did not accept the sealed data key (HTTP 400)')
  })

  it('takes token and namespace from the environment, and asks again when a server changes its leader', async () => {
    const server = await new VaultServer([key], 'team').start()
    const name = `${server.listening.address}/v1/${key}`
    const keys = wrappingKeys({ VAULT_TOKEN: server.token, VAULT_NAMESPACE: 'team', CONFIGMANAGE_ALLOW_KEYS: name })
    server.failures.push(503, 472)
    const sealed = await sealFor(parseTarget(name), ...keys.providers)
    expect(server.listening.asked).toHaveLength(3)
    expect(await plainOf(sealed, ...keys.providers)).toBe('canary-5')
  })

  it('needs a token', async () => {
    const address = nobody
    for (const token of ['', 'with\nbreak']) {
      const provider = vaultTransit({ address, token })
      const error = await refusalOf(provider.wrap(parseTarget(`${address}/v1/${key}`), new Uint8Array(32)))
      expect(error.message).toContain('token for Vault is empty, or no token')
    }
    const error = await refusalOf(vaultTransit({ address }).wrap(parseTarget(`${address}/v1/${key}`), new Uint8Array(32)))
    expect(error.message).toContain('there is no token for Vault')
  })

  it('is asked over TLS, with certificates that VAULT_CACERT names, and with the token of "vault login"', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'configmanage-vault-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const server = await new VaultServer([key]).start(true)
    writeFileSync(join(folder, 'ca.pem'), certificate)
    writeFileSync(join(folder, '.vault-token'), `${server.token}\n`)
    const name = `${server.listening.address}/v1/${key}`
    const from = (file: string): readonly KeyProvider[] =>
      findServices({ HOME: folder, VAULT_CACERT: join(folder, file) }, { allow: [name] })
    const sealed = await sealFor(parseTarget(name), ...from('ca.pem'))
    expect(await plainOf(sealed, ...from('ca.pem'))).toBe('canary-5')
    expect((await refusalOf(sealFor(parseTarget(name), ...from('none.pem')))).message).toContain('certificates for Vault')
    const strict = findServices({ USERPROFILE: folder }, { allow: [name] })
    expect((await refusalOf(sealFor(parseTarget(name), ...strict))).message).toContain(
      'could not be reached (DEPTH_ZERO_SELF_SIGNED_CERT)',
    )
  })

  it('follows no redirection, and believes no answer that is none', async () => {
    const thief = await listen(() => ({ status: 200, json: { data: { ciphertext: 'vault:v1:x' } } }))
    for (const answer of [
      { status: 307, headers: { location: thief.address }, json: {} },
      { status: 200, json: { data: {} } },
      { status: 200, json: { data: { ciphertext: 'x'.repeat(100_000) } } },
      { status: 200, json: 'text' },
    ]) {
      const { address } = await listen(() => answer)
      const provider = vaultTransit({ address, token: 'canary' })
      expect(await refusalOf(provider.wrap(parseTarget(`${address}/v1/${key}`), new Uint8Array(32)))).toMatchObject({
        code: 'CRYPTO_KEY_SERVICE',
      })
    }
    expect(thief.asked).toEqual([])
  })

  it('is not led to other paths by a name in a file', async () => {
    const server = await new VaultServer([key]).start()
    const { address } = server.listening
    for (const [engine, name] of [
      ['transit', '../../sys/seal'],
      ['..', 'app'],
      ['transit/../../sys', 'app'],
      ['transit', 'app?x=1'],
      ['transit', ''],
    ]) {
      const fields = { vault_address: address, engine_path: engine ?? '', key_name: name ?? '' }
      const provider = vaultTransit({ address, token: server.token })
      expect(await refusalOf(provider.unwrap({ kind: 'hc_vault', fields, enc: 'vault:v1:x' }))).toMatchObject({
        code: 'CRYPTO_KEY_SERVICE',
      })
    }
    expect(server.listening.asked).toEqual([])
  })
})

describe('asking a service', () => {
  const key = parseTarget(resource)

  it('ends when it takes too long', async () => {
    let isEnded = false
    const waiting = askService(key, (signal) => new Promise(() => signal.addEventListener('abort', () => (isEnded = true))), 20)
    expect((await refusalOf(waiting)).message).toContain('did not answer in time')
    expect(isEnded).toBe(true)
  })

  it.each<[unknown, string]>([
    ['canary', 'failed with string'],
    [new Error('canary'), 'failed with Error'],
    [Object.assign(new Error('canary'), { status: 418 }), 'failed with HTTP 418'],
    [Object.assign(new Error('canary'), { name: 'canary words' }), 'failed with object'],
    [Object.assign(new Error('canary'), { code: 9 }), 'is disabled or about to be deleted'],
    [Object.assign(new Error('canary'), { name: 'DisabledException', $metadata: { httpStatusCode: 400 } }), 'is disabled'],
    [new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'could not be reached (ENOTFOUND)'],
  ])('tells of a failure what it is, not what it says: %s', async (failure, words) => {
    expect((await refusalOf(askService(key, () => Promise.reject(failure)))).message).toContain(words)
  })

  it('hands on what is known better', async () => {
    const known = new ConfigError({ code: 'CRYPTO_KEY_SERVICE', severity: 'error', message: 'known' })
    expect(await refusalOf(askService(key, () => Promise.reject(known)))).toBe(known)
  })
})

describe('the list of keys', () => {
  it.each([
    arn,
    'arn:aws:kms:eu-west-1:123456789012:*',
    'arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/app',
    'arn:aws:iam::123456789012:role/app',
    resource,
    'projects/p/locations/*',
    azureName,
    'https://name.vault.azure.net/keys/*',
    'https://vault.test:8200/v1/transit/keys/*',
    'http://127.0.0.1:8200/v1/t*',
  ])('takes %s', (entry) => expect(() => findServices({}, { allow: [entry] })).not.toThrow())

  it.each([
    '*',
    'arn:*',
    'arn:aws:kms:*',
    'arn:aws:kms:eu-west-1:*',
    'arn:aws:iam::123456789012:role/*',
    'arn:aws:kms:eu-west-1:123456789012:key/*/x',
    'projects/*',
    'https://name.vault.azure.net*',
    'https://*.vault.azure.net/keys/a',
    'https://vault.test:8200*',
    'https://vault.test:8200@evil.test/v1/transit/keys/*',
    'http://name.vault.azure.net/keys/a',
    'age1x',
    '',
  ])('refuses %j, which does not say where credentials go', (entry) => {
    expect(() => findServices({}, { allow: [entry] })).toThrow(expect.objectContaining({ code: 'CRYPTO_KEY_INVALID' }))
  })

  it('leaves a kind of key to the provider of the caller', () => {
    const own = gcpKms({ client: new GcpServer(resource).client(), allow: [resource] })
    const kinds = (list: readonly string[]): readonly string[] =>
      findServices({ CONFIGMANAGE_ALLOW_KEYS: list.join(' , ') }, { providers: [own] }).map(({ kind }) => kind)
    expect(kinds([])).toEqual(['gcp_kms', 'kms', 'azure_kv', 'hc_vault'])
    expect(kinds([arn, resource])).toEqual(['gcp_kms', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault'])
  })
})
