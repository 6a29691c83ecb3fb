import { askStore } from '../../secrets/ask-store.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import type { Command } from '../command.ts'
import { record } from '../secrets/audit.ts'
import { reportChange } from '../secrets/report-change.ts'
import { missing, openStore, readName, type StoreFlags, writable } from '../secrets/store.ts'
import { usageError } from '../usage-error.ts'

/** `secrets rm <name>`: a secret with all its versions, or one version of it. */
export const secretsRm: Command<StoreFlags> = async (context, [text = ''], flags) => {
  readName(text)
  const opened = await openStore(context, flags, text)
  const { place, call } = opened
  const store = writable(opened)
  const ref = readName(opened.text)
  if (ref.field !== undefined) throw usageError('a field cannot be removed by itself', 'remove the secret, or set the field anew')
  await record(context, { action: 'remove', subject: printSecretRef(ref), place: opened.placeOnRecord })
  const wasThere = await askStore(printSecretRef(ref), () => store.remove(ref, call))
  if (!wasThere) throw missing(ref, opened)
  return reportChange(context, flags, { kind: 'SecretRemoved', verb: 'removed', name: printSecretRef(ref), store: place })
}
