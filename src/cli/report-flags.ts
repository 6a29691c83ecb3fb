import type { FlagEntry } from './command.ts'

/** What the flags of commands that report say. */
export interface ReportFlags {
  readonly maxWarnings?: string
  readonly reporterFile?: readonly string[]
  readonly all?: boolean
  readonly baseline?: string
  readonly writeBaseline?: boolean
  readonly fix?: boolean
  readonly dryRun?: boolean
}

/** Commands that have it can write their report in any form. */
export const reporterFileFlag: FlagEntry = {
  flags: '--reporter-file <name=path>',
  meaning: 'write the report in another form to a file (repeatable)',
  repeat: true,
}

/** The flags of {@link ReportFlags}, as the help shows them. */
export const reportFlags: readonly FlagEntry[] = [
  { flags: '--max-warnings <n>', meaning: 'fail when there are more warnings' },
  { flags: '--fix', meaning: 'mend what can be mended, and say what is left' },
  { flags: '--dry-run', meaning: 'with --fix: show the changes, and make none' },
  { flags: '--baseline <file>', meaning: 'issues listed in this file do not count' },
  { flags: '--write-baseline', meaning: 'list the issues of today in the baseline' },
  reporterFileFlag,
  { flags: '--all', meaning: 'show every issue in full, however many are alike' },
]
