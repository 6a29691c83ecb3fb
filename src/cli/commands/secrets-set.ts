import { askStore } from '../../secrets/ask-store.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import type { Command } from '../command.ts'
import { record } from '../secrets/audit.ts'
import { readDuration } from '../secrets/duration-flag.ts'
import { readNewValue } from '../secrets/new-value.ts'
import { reportChange } from '../secrets/report-change.ts'
import { openStore, readName, type StoreFlags, writable } from '../secrets/store.ts'
import { usageError } from '../usage-error.ts'

interface SetFlags extends StoreFlags {
  readonly stdin?: boolean
  readonly expires?: string
  readonly overlap?: string
}

/** `secrets set <name>`: a new version of a secret, from a hidden prompt or from standard input. */
export const secretsSet: Command<SetFlags> = async (context, [text = '', value], flags) => {
  if (value !== undefined)
    throw usageError(
      'secrets are not taken from arguments: they stay in the history of the shell, and others see them in the list of processes',
      'leave the value out to be asked for it, or use --stdin; if it was a real one, replace it',
    )
  readName(text)
  const expiresMs = readDuration('--expires', flags.expires)
  const overlapMs = readDuration('--overlap', flags.overlap)
  const opened = await openStore(context, flags, text)
  const { place, call } = opened
  const store = writable(opened)
  const ref = readName(opened.text)
  const secret = await readNewValue(context, printSecretRef(ref), flags)
  await record(context, { action: 'write', subject: printSecretRef(ref), place: opened.placeOnRecord })
  const more = {
    ...(expiresMs !== undefined && { expiresAt: context.now() + expiresMs }),
    ...(overlapMs !== undefined && { overlapMs }),
  }
  const version = await askStore(printSecretRef(ref), () => store.write(ref, secret, call, more))
  return reportChange(context, flags, { kind: 'SecretSet', verb: 'set', name: printSecretRef(ref), store: place, version })
}
