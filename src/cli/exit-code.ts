import type { Issue } from '../errors/issue.ts'

/** What a command tells the shell. 128 + N is a child that was killed by signal N. */
export type ExitCode = number

export const exitCodes = {
  fine: 0,
  /** Invalid configuration, differences, a key that is not there. */
  findings: 1,
  wrongUsage: 2,
  /** Missing, unreadable, malformed or unreachable. */
  couldNotLoad: 3,
  secretProblem: 4,
  /** Somebody else changed or holds it. */
  conflict: 5,
  ourFault: 70,
} as const

/** By the beginning of the code; the first that fits. */
const rules: readonly (readonly [RegExp, ExitCode])[] = [
  [/^(INTERNAL|CONFIG_CLOSED)$/, exitCodes.ourFault],
  [/^CLI_/, exitCodes.wrongUsage],
  [/^(SECRET|CRYPTO|AUDIT)_/, exitCodes.secretProblem],
  [/^(FILE_LOCKED|FILE_CHANGED|MERGE_CONFLICT|HISTORY_CONFLICT)$/, exitCodes.conflict],
  [/^(KEY|VALUE|LINT|SUPPRESSION|GENERATED|LAYOUT|PRIVATE_KEY|NODE)_|^(FORMAT_LOSS|CHANGE_REFUSED)$/, exitCodes.findings],
]

/** When several issues would give different codes, the first of these is taken. */
const weightiest: readonly ExitCode[] = [70, 2, 4, 5, 3, 1]

/** The exit code for what went wrong. Warnings alone are fine. */
export function exitCodeOf(issues: readonly Issue[]): ExitCode {
  const codes = new Set(issues.filter((issue) => issue.severity === 'error').map(codeOf))
  return weightiest.find((code) => codes.has(code)) ?? exitCodes.fine
}

function codeOf(issue: Issue): ExitCode {
  // An option or a name of a format that stands in no file stands on the command line.
  const onCommandLine = issue.file === undefined && issue.span === undefined
  if ((issue.code === 'OPTION_INVALID' || issue.code === 'FORMAT_UNKNOWN') && onCommandLine) return exitCodes.wrongUsage
  // A file that is no map at all has no values to find fault with.
  if (issue.code === 'VALUE_TYPE' && issue.file !== undefined && issue.path === undefined) return exitCodes.couldNotLoad
  return rules.find(([family]) => family.test(issue.code))?.[1] ?? exitCodes.couldNotLoad
}
