import { printSecretRef } from '../../secrets/secret-ref.ts'
import type { Command } from '../command.ts'
import { record } from '../secrets/audit.ts'
import { reportChange } from '../secrets/report-change.ts'
import { missing, openStore, readName, type StoreFlags } from '../secrets/store.ts'
import { usageError } from '../usage-error.ts'

/** `secrets rm <name>`: a secret with all its versions, or one version of it. */
export const secretsRm: Command<StoreFlags> = async (context, [text = ''], flags) => {
  const ref = readName(text)
  if (ref.field !== undefined) throw usageError('a field cannot be removed by itself', 'remove the secret, or set the field anew')
  const { store, file, call } = openStore(context, flags)
  await record(context, { action: 'remove', subject: printSecretRef(ref), place: file })
  if (!(await store.remove(ref, call))) throw missing(ref, file)
  return reportChange(context, flags, { kind: 'SecretRemoved', verb: 'removed', name: printSecretRef(ref), store: file })
}
