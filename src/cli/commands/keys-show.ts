import { recipientOf } from '../../crypto/age/age-keys.ts'
import { cryptoError } from '../../crypto/failures.ts'
import { identitiesOf } from '../../crypto/keys/keyring.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { writeEnvelope } from '../output.ts'
import { type IdentityFlags, keysFor } from '../sealed/keys.ts'

/**
 * `keys show`: the public halves of keys, for others to seal for. Of named files only theirs: it is written into commands
 * and rules, where the recipients of who calls it would open files that are meant for others.
 */
export const keysShow: Command<IdentityFlags> = async (context, _args, flags) => {
  const { identity: files = [] } = flags
  const identities =
    files.length > 0 ? await identitiesOf(files, context.env, context.cwd) : (await keysFor(context, flags)).age.identities
  const recipients = await Promise.all(identities.map((identity) => recipientOf(identity)))
  if (recipients.length === 0)
    throw cryptoError('CRYPTO_NO_KEY', 'there is no key', { hint: 'make one: "configmanage keys generate --out key.txt"' })
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'KeyList', issues: [], data: { recipients } })
  context.stdout.write(recipients.map((recipient) => `${recipient}\n`).join(''))
  return exitCodes.fine
}
