import { resolve } from 'node:path'
import type { CliContext } from './context.ts'

/** Standard input, as a file argument and in messages. */
export const standardInputName = '<stdin>'

/** The absolute path of a file named on the command line. */
export function pathOf(context: CliContext, file: string): string {
  return resolve(context.cwd, file)
}
