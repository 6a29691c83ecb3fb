import { recipientOf } from '../../crypto/age/age-keys.ts'
import { cryptoError } from '../../crypto/failures.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { writeEnvelope } from '../output.ts'
import { type IdentityFlags, keysFor } from '../sealed/keys.ts'

/** `keys show`: the public halves of the keys that would be used, for others to seal for. */
export const keysShow: Command<IdentityFlags> = async (context, _args, flags) => {
  const { age } = await keysFor(context, flags)
  const recipients = await Promise.all(age.identities.map((identity) => recipientOf(identity)))
  if (recipients.length === 0)
    throw cryptoError('CRYPTO_NO_KEY', 'there is no key', { hint: 'make one: "configmanage keys generate --out key.txt"' })
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'KeyList', issues: [], data: { recipients } })
  context.stdout.write(recipients.map((recipient) => `${recipient}\n`).join(''))
  return exitCodes.fine
}
