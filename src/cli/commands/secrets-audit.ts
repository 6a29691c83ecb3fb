import { resolve } from 'node:path'
import { linesCutShort, readAuditLog, verifyAuditLog } from '../../secrets/audit-log.ts'
import type { AuditRecord } from '../../secrets/audit-record.ts'
import { alignColumns } from '../../text/columns.ts'
import { printable } from '../../text/printable.ts'
import { count } from '../../text/words.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { auditFile, auditKey } from '../secrets/audit.ts'
import { usageError } from '../usage-error.ts'

interface AuditFlags {
  /** The log of the program instead of that of the command. */
  readonly program?: boolean
  readonly verify?: boolean
  readonly expect?: string
}

/** `secrets audit`: who did what with which secret; with --verify, whether anybody changed the log. */
export const secretsAudit: Command<AuditFlags> = async (context, _args, flags) => {
  const { expect } = flags
  if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect))
    throw usageError('--expect takes the hash of a record: 64 hexadecimal digits', 'secrets audit --verify prints the last one')
  const { file, key } = flags.program ? await programLog(context, flags) : { file: auditFile(context), key: auditKey(context) }
  const isVerified = flags.verify === true || expect !== undefined
  const records = isVerified ? verifyAuditLog(file, key, expect) : readAuditLog(file)
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

/** What `secretAudit` of the manifest names. @throws ConfigError CLI_USAGE, MANIFEST_MISSING */
async function programLog(context: CliContext, flags: GlobalFlags): Promise<{ file: string; key: string | undefined }> {
  const { secretAudit, root = context.cwd } = await findDefinition(context, flags)
  if (secretAudit !== undefined) return { file: resolve(root, secretAudit.file), key: secretAudit.key ?? auditKey(context) }
  throw usageError('the manifest names no log for the program', 'add one: secretAudit: { file: audit.ndjson }')
}

/** Names may hold anything, also what moves the cursor. */
function rowOf({ at, by, action, subject, place = '', version }: AuditRecord, dim: (text: string) => string): readonly string[] {
  const name = version === undefined ? subject : `${subject}@${version}`
  return [dim(at), action, printable(name), printable(place), dim(printable(by))]
}
