import type { Command } from '../command.ts'
import { reportFindings } from '../report-findings.ts'
import type { ReportFlags } from '../report-flags.ts'
import { usageError } from '../usage-error.ts'
import { checkFiles, checkStaged } from '../validate/check-files.ts'
import { checkManifest } from '../validate/check-manifest.ts'

interface ValidateFlags extends ReportFlags {
  readonly from?: string
  readonly schema?: string
  readonly allProfiles?: boolean
  readonly staged?: boolean
  readonly jobs?: string
}

/** `validate [files...]`: all issues of everything that was named, in one report on standard output. */
export const validate: Command<ValidateFlags> = (context, files, flags) => {
  const byFile = files.length > 0 || flags.staged === true
  if (byFile && flags.allProfiles)
    throw usageError('--all-profiles is for the manifest, not for single files', 'leave one of them out')
  if (!byFile && flags.schema !== undefined)
    throw usageError('--schema is for single files; the manifest has its own', 'name the files, or set "schema" in the manifest')
  if (flags.staged && flags.fix) throw usageError('--fix changes files, not what is staged', 'leave one of them out')
  if (flags.jobs !== undefined && (!byFile || flags.staged))
    throw usageError('--jobs is for files that are named', 'leave it out, or name the files')
  const check = flags.staged
    ? () => checkStaged(context, files, flags)
    : byFile
      ? () => checkFiles(context, files, flags)
      : () => checkManifest(context, flags)
  return reportFindings(context, flags, { kind: 'ValidateResult', check })
}
