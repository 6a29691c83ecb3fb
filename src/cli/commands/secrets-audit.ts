import { linesCutShort, readAuditLog, verifyAuditLog } from '../../secrets/audit-log.ts'
import type { AuditRecord } from '../../secrets/audit-record.ts'
import { alignColumns } from '../../text/columns.ts'
import { printable } from '../../text/printable.ts'
import { count } from '../../text/words.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { auditFile, auditKey } from '../secrets/audit.ts'
import { usageError } from '../usage-error.ts'

interface AuditFlags {
  readonly verify?: boolean
  readonly expect?: string
}

/** `secrets audit`: who did what with which secret; with --verify, whether anybody changed the log. */
export const secretsAudit: Command<AuditFlags> = async (context, _args, flags) => {
  const { expect } = flags
  if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect))
    throw usageError('--expect takes the hash of a record: 64 hexadecimal digits', 'secrets audit --verify prints the last one')
  const file = auditFile(context)
  const isVerified = flags.verify === true || expect !== undefined
  const records = isVerified ? verifyAuditLog(file, auditKey(context), expect) : readAuditLog(file)
  if (flags.format === 'json')
    return writeEnvelope(context, {
      kind: 'AuditLog',
      issues: [],
      data: { file, verified: isVerified, lastHash: records.at(-1)?.hash ?? null, records },
    })
  if (isVerified) {
    const last = records.at(-1)?.hash
    context.stdout.write(`${count(records.length, 'record')}, unbroken${last === undefined ? '' : `; the last is ${last}`}\n`)
    const cut = linesCutShort(file)
    if (cut > 0)
      context.stderr.write(`${count(cut, 'line')} cut short: a writer was killed, or the end was cut; --expect <hash> tells\n`)
    return exitCodes.fine
  }
  const paint = paintFor(context, flags, context.stdout)
  for (const line of alignColumns(records.map((record) => rowOf(record, paint.dim)))) context.stdout.write(`${line}\n`)
  if (records.length === 0 && !flags.quiet) context.stderr.write(`nothing is recorded in ${file}\n`)
  return exitCodes.fine
}

/** Names may hold anything, also what moves the cursor. */
function rowOf({ at, by, action, subject, place = '', version }: AuditRecord, dim: (text: string) => string): readonly string[] {
  const name = version === undefined ? subject : `${subject}@${version}`
  return [dim(at), action, printable(name), printable(place), dim(printable(by))]
}
