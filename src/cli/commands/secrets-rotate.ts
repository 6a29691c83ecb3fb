import { generateSecret } from '../../secrets/generate.ts'
import { rotateSecret } from '../../secrets/rotate-secret.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import type { Command } from '../command.ts'
import { record } from '../secrets/audit.ts'
import { readDuration } from '../secrets/duration-flag.ts'
import { readNewValue } from '../secrets/new-value.ts'
import { reportChange } from '../secrets/report-change.ts'
import { missing, openStore, readName, type StoreFlags } from '../secrets/store.ts'
import { usageError } from '../usage-error.ts'

interface RotateFlags extends StoreFlags {
  readonly generate?: string
  readonly stdin?: boolean
  readonly overlap?: string
}

const usualLength = '32'

/** `secrets rotate <name>`: a new value, made here or read from standard input; the old one may stay good for a while. */
export const secretsRotate: Command<RotateFlags> = async (context, [text = ''], flags) => {
  const ref = readName(text)
  if (flags.stdin && flags.generate !== undefined)
    throw usageError('the value can be generated, or come from standard input', 'leave out --generate or --stdin')
  const overlapMs = readDuration('--overlap', flags.overlap) ?? 0
  const { store, file, call } = openStore(context, flags)
  const name = printSecretRef(ref)
  if ((await store.read({ name: ref.name }, call)) === undefined) throw missing(ref, file)
  // A flag with a slip in it is told before anything happens.
  const value = flags.stdin ? await readNewValue(context, name, flags) : generateSecret(flags.generate ?? usualLength)
  await record(context, { action: 'rotate', subject: name, place: file })
  const { version, previous } = await rotateSecret({ store, name, generate: () => value, overlapMs, context: call })
  const stays =
    previous !== undefined && overlapMs > 0
      ? `; version ${previous.version} stays good until ${new Date(previous.validUntil).toISOString()}`
      : ''
  return reportChange(context, flags, { kind: 'SecretRotated', verb: 'rotated', name, store: file, version, stays })
}
