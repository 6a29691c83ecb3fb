import { ageProvider } from './age/age-provider.ts'
import type { KeyProvider, KeyTarget } from './keys/key-provider.ts'
import type { Keyring } from './keys/keyring.ts'
import { type OpenedFile, openSops } from './sops/open.ts'
import { defaultRule } from './sops/rules.ts'
import { type Sealing, sealSops } from './sops/seal.ts'
import { storeForFile } from './sops/stores/choose-store.ts'

/** A key for tests only. */
export const testIdentity = 'AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0'
export const testRecipient = 'age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef'
/** One more, of which nothing is sealed unless a test says so. */
export const otherIdentity = 'AGE-SECRET-KEY-16VJHKQZYJVPEUGR8W26ZVTSGVC5ESJGCJCJAMPCGX0DNFYPQDGMQZG323U'
export const otherRecipient = 'age1s7zcehxzqc5p2l4k5eefugpkl5jx4fr6m0phq5ylk7zadrug7yvqtwmw3z'

const age = { identities: [testIdentity], passphrases: [] }

/** Answers from memory for a data key that was opened before: tests open files a thousand times. */
function remembering(provider: KeyProvider): KeyProvider {
  const known = new Map<string, Promise<Uint8Array | undefined>>()
  return {
    ...provider,
    unwrap: (wrapped) => {
      const share = known.get(wrapped.enc) ?? provider.unwrap(wrapped)
      known.set(wrapped.enc, share)
      return share
    },
  }
}

export const testKeys: Keyring = { age, providers: [remembering(ageProvider(age))] }

export const forTest: KeyTarget = { kind: 'age', fields: { recipient: testRecipient } }

export function seal(text: string | Uint8Array, name: string, sealing: Partial<Sealing> = {}): Promise<string> {
  const whole: Sealing = { groups: [[forTest]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false, ...sealing }
  return sealSops(Buffer.from(text as string), storeForFile(name), name, whole, testKeys, Date.UTC(2026, 0, 2))
}

export function open(text: string, name: string, keys: Keyring = testKeys): Promise<OpenedFile> {
  return openSops(text, storeForFile(name), name, keys)
}
