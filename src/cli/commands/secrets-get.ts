import { askStore } from '../../secrets/ask-store.ts'
import { refuseEnded } from '../../secrets/ended-lease.ts'
import { contentOf } from '../../secrets/secret-field.ts'
import type { SecretReading } from '../../secrets/secret-provider.ts'
import { printSecretRef, type SecretRef } from '../../secrets/secret-ref.ts'
import { maskedText } from '../../values/mask.ts'
import { Secret } from '../../values/secret.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { fingerprinter } from '../fingerprint.ts'
import { writeEnvelope } from '../output.ts'
import { record } from '../secrets/audit.ts'
import { missing, openStore, readName, type StoreFlags } from '../secrets/store.ts'

interface GetFlags extends StoreFlags {
  readonly reveal?: boolean
}

/** `secrets get <name>`: a fingerprint; the secret itself with --reveal, after that was written down. */
export const secretsGet: Command<GetFlags> = async (context, [text = ''], flags) => {
  readName(text)
  const opened = await openStore(context, flags, text)
  const { store, place, call } = opened
  const ref = readName(opened.text)
  const reading = await askStore(printSecretRef(ref), () => store.read(ref, call))
  const secret = reading && partOf(reading, ref)
  if (reading === undefined || secret === undefined) throw missing(ref, opened)
  refuseEnded(reading, ref, place, call.clock.now())
  const { version } = reading
  const action = flags.reveal ? 'reveal' : 'read'
  await record(context, { action, subject: printSecretRef(ref), place: opened.placeOnRecord, version })
  const shown = flags.reveal ? secret.reveal() : maskedText(secret, fingerprinter(context.env))
  if (flags.format === 'json')
    return writeEnvelope(context, {
      kind: 'SecretResult',
      issues: [],
      data: { store: place, name: printSecretRef(ref), version, value: shown },
    })
  context.stdout.write(`${shown}\n`)
  return exitCodes.fine
}

/** Of a secret with several fields, all are one text: JSON. */
function partOf(reading: SecretReading, ref: SecretRef): Secret<string> | undefined {
  const content = reading.value.reveal()
  if (ref.field !== undefined || typeof content === 'string') return contentOf(reading, ref)
  return new Secret(JSON.stringify(content, undefined, 2))
}
