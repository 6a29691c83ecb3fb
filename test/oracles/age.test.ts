import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAge, sealAge } from '../../src/crypto/age/age-file.ts'
import { newIdentity, parseIdentities, readIdentities, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { findKeys } from '../../src/crypto/keys/keyring.ts'
import { oracle } from './install-oracles.ts'

const age = oracle('age')
const required = process.env.REQUIRE_SERVICES === '1'
const title = `the age command ${age === undefined ? '(not installed: apt-get install age)' : ''}`

const contents: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['a line', Buffer.from('a: s3cr3t\n')],
  ['every byte', Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))],
  ['a full chunk', Buffer.alloc(65_536, 7)],
  ['more than a chunk', Buffer.alloc(200_000, 7)],
]

describe.skipIf(age === undefined && !required)(title, () => {
  let folder = ''
  let identity = ''
  let recipient = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'age-oracle-'))
    identity = await newIdentity(false)
    recipient = await recipientOf(identity)
    writeFileSync(join(folder, 'key.txt'), `# a key\n${identity}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const call = (args: readonly string[], input: Uint8Array): Buffer => {
    const { status, stdout, stderr, error } = spawnSync(age as string, args, { cwd: folder, input, maxBuffer: 10_000_000 })
    if (status !== 0) throw new Error(`age ${args.join(' ')}: ${error?.message ?? stderr.toString()}`)
    return stdout
  }

  it.each(contents)('opens %s that was sealed here', async (_, content) => {
    for (const armored of [false, true]) {
      const sealed = await sealAge(content, { recipients: [recipient] }, armored)
      expect(call(['--decrypt', '--identity', 'key.txt'], sealed)).toEqual(content)
    }
  })

  it.each(contents)('seals %s so that it is opened here', async (_, content) => {
    for (const flags of [[], ['--armor']]) {
      const sealed = call(['--recipient', recipient, ...flags], content)
      expect(Buffer.from(await openAge(sealed, { identities: [identity], passphrases: [] }, 'x.age'))).toEqual(content)
    }
  })

  it('makes a key file that is read here', async () => {
    const made = spawnSync((age as string).replace(/age$/, 'age-keygen'), [], { cwd: folder, encoding: 'utf8' })
    if (made.error !== undefined) return
    const [found] = parseIdentities(made.stdout, 'keys.txt')
    expect(made.stdout).toContain(await recipientOf(found as string))
  })

  it('sees a file that was cut short', async () => {
    const sealed = call(['--recipient', recipient], Buffer.alloc(100_000))
    const cut = openAge(sealed.subarray(0, 80_000), { identities: [identity], passphrases: [] }, 'x.age')
    await expect(cut).rejects.toMatchObject({ code: 'CRYPTO_TAMPERED' })
  })

  it('has no part in opening a key file that is sealed with a passphrase', async () => {
    const file = join(folder, 'sealed-key.txt')
    writeFileSync(file, await sealAge(readFileSync(join(folder, 'key.txt')), { passphrase: 'long enough' }, true))
    expect(await readIdentities(readFileSync(file), 'sealed-key.txt', ['long enough'])).toEqual([identity])
    await expect(readIdentities(readFileSync(file), 'sealed-key.txt', ['wrong'])).rejects.toMatchObject({ code: 'CRYPTO_NO_KEY' })
    expect((await findKeys({ SOPS_AGE_KEY_FILE: file, AGE_PASSPHRASE: 'long enough' }, folder)).age.identities).toEqual([
      identity,
    ])
  })
})
