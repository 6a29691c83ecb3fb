import { askStore } from '../../secrets/ask-store.ts'
import { generateSecret } from '../../secrets/generate.ts'
import { rotateSecret } from '../../secrets/rotate-secret.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import type { Command } from '../command.ts'
import { record } from '../secrets/audit.ts'
import { readDuration } from '../secrets/duration-flag.ts'
import { readNewValue } from '../secrets/new-value.ts'
import { reportChange } from '../secrets/report-change.ts'
import { missing, openStore, readName, type StoreFlags, writable } from '../secrets/store.ts'
import { usageError } from '../usage-error.ts'

interface RotateFlags extends StoreFlags {
  readonly generate?: string
  readonly stdin?: boolean
  readonly overlap?: string
}

const usualLength = '32'

/** `secrets rotate <name>`: a new value, made here or read from standard input; the old one may stay good for a while. */
export const secretsRotate: Command<RotateFlags> = async (context, [text = ''], flags) => {
  readName(text)
  if (flags.stdin && flags.generate !== undefined)
    throw usageError('the value can be generated, or come from standard input', 'leave out --generate or --stdin')
  const overlapMs = readDuration('--overlap', flags.overlap) ?? 0
  const opened = await openStore(context, flags, text)
  const { place, call } = opened
  const store = writable(opened)
  const ref = readName(opened.text)
  const name = printSecretRef(ref)
  const before = await askStore(name, () => store.read({ name: ref.name }, call))
  if (before === undefined) throw missing(ref, opened)
  // A flag with a slip in it is told before anything happens.
  const value = flags.stdin ? await readNewValue(context, name, flags) : generateSecret(flags.generate ?? usualLength)
  await record(context, { action: 'rotate', subject: name, place: opened.placeOnRecord })
  const work = () => rotateSecret({ store, name, generate: () => value, overlapMs, context: call })
  const { version, previous } = await askStore(name, work)
  const stays =
    previous !== undefined && overlapMs > 0
      ? `; version ${previous.version} stays good until ${new Date(previous.validUntil).toISOString()}`
      : ''
  return reportChange(context, flags, { kind: 'SecretRotated', verb: 'rotated', name, store: place, version, stays })
}
