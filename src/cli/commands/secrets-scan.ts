import type { Command } from '../command.ts'
import { reportFindings } from '../report-findings.ts'
import type { ReportFlags } from '../report-flags.ts'
import { scanFiles } from '../secrets/scan-files.ts'
import { usageError } from '../usage-error.ts'

/** `secrets scan [files...]`: secrets in plain text, in files of any kind. */
export const secretsScan: Command<ReportFlags> = (context, names, flags) => {
  if (names.includes('-')) throw usageError('standard input cannot be scanned', 'name files')
  return reportFindings(context, flags, { kind: 'SecretScan', check: () => scanFiles(context, names, flags) })
}
