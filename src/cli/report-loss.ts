import type { Issue } from '../errors/issue.ts'
import { writeFailure } from '../runtime/file-errors.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'

/** Tells that the answer could not be written, and answers with an exit code that no part of an answer has. */
export function reportLoss(error: unknown, tell: (text: string) => void): ExitCode {
  const { message, hint } = writeFailure(error, 'standard output').issues[0] as Issue
  tell(`error FILE_WRITE: standard output ${message}\n\n  try         ${hint}\n`)
  return exitCodes.couldNotLoad
}
