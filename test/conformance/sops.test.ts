import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { KeyProvider } from '../../src/crypto/keys/key-provider.ts'
import type { Keyring } from '../../src/crypto/keys/keyring.ts'
import { type OpenedFile, openSops, plainContent } from '../../src/crypto/sops/open.ts'
import { resealSops } from '../../src/crypto/sops/seal.ts'
import { storeForFile } from '../../src/crypto/sops/stores/choose-store.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import { describeSuite } from './suites.ts'

interface SopsCase {
  readonly id: string
  readonly in: string
  readonly plain?: Readonly<Record<string, unknown>>
}

/**
 * Data keys of the published examples. They are sealed with the published PGP key of the project's functional tests, which
 * gpg opened once: this library knows no PGP.
 */
const dataKeys = JSON.parse(readFileSync(new URL('./sops-data-keys.json', import.meta.url), 'utf8')) as Record<string, string>

function open(example: SopsCase): Promise<OpenedFile> {
  const hex = dataKeys[example.id] ?? ''
  const share = async (): Promise<Uint8Array> => Buffer.from(hex, 'hex')
  const provider = (kind: KeyProvider['kind']): KeyProvider => ({
    kind,
    unwrap: share,
    wrap: () => Promise.reject(new Error('not asked')),
  })
  const keys: Keyring = { age: { identities: [], passphrases: [] }, providers: [provider('pgp')] }
  return openSops(example.in, storeForFile(example.id), example.id, keys)
}

describeSuite<SopsCase>('sops-examples', (cases) => {
  const named = (id: string): SopsCase => cases.find((example) => example.id === id) as SopsCase
  const sealed = cases.filter(({ id }) => id in dataKeys && !id.endsWith('no_mac.yaml'))

  it.each(sealed.map((example) => [example.id, example] as const))('opens %s and verifies its code', async (_, example) => {
    const opened = await open(example)
    const plain = Buffer.from(plainContent(opened))
    expect(plain.includes('ENC[AES256_GCM')).toBe(false)
    if (example.plain !== undefined) expect(yaml().parse(plain.toString(), example.id).value).toEqual(example.plain)
  })

  it.each(sealed.map((example) => [example.id, example] as const))(
    'changes three lines of %s for one value',
    async (_, example) => {
      const opened = await open(example)
      const plain = Buffer.from(plainContent(opened)).toString()
      const changed = plain.replace(/([a-z])(\W*)$/i, '$1x$2')
      expect(changed).not.toBe(plain)
      const sealed = resealSops(opened, Buffer.from(changed), 0)
      expect(Buffer.from(plainContent(await open({ ...example, in: sealed }))).toString()).toBe(changed)
      // Old writers left comments plain; they are sealed with the next change.
      if (!example.id.includes('unencrypted_comments')) expect(changedLines(example.in, sealed)).toBe(3)
    },
  )

  it('refuses the example without a code', async () => {
    await expect(open(named('functional-tests/res/no_mac.yaml'))).rejects.toMatchObject({ code: 'CRYPTO_TAMPERED' })
  })

  it('says of PGP what to do instead', async () => {
    const example = named('functional-tests/res/format.enc.yaml')
    const failure = openSops(example.in, storeForFile(example.id), example.id, {
      age: { identities: [], passphrases: [] },
      providers: [],
    })
    await expect(failure).rejects.toSatisfy(
      (error) =>
        ConfigError.is(error) && error.code === 'CRYPTO_NO_KEY' && /PGP keys are not supported/.test(error.issues[0].hint ?? ''),
    )
  })
})

function changedLines(before: string, after: string): number {
  const old = before.split('\n')
  return after.split('\n').filter((line, index) => line !== old[index]).length
}
