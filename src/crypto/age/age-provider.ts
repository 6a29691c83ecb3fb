import type { KeyProvider } from '../keys/key-provider.ts'
import { sealAge, tryAge } from './age-file.ts'
import type { AgeKeys } from './age-keys.ts'

/** age as a provider of keys: the wrapped share is a small armored file of age. */
export function ageProvider(keys: AgeKeys): KeyProvider {
  return {
    kind: 'age',
    unwrap: async ({ enc, fields }) =>
      keys.identities.length === 0 ? undefined : tryAge(Buffer.from(enc.trim()), keys, `the key for ${fields.recipient}`),
    wrap: async ({ kind, fields, context }, share) => {
      const sealed = await sealAge(share, { recipients: [fields.recipient ?? ''] }, true)
      return { kind, fields, context, enc: Buffer.from(sealed).toString('latin1') }
    },
  }
}
