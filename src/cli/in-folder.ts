import { statSync } from 'node:fs'
import type { CliContext } from './context.ts'
import { pathOf } from './paths.ts'
import { usageError } from './usage-error.ts'

/** The same context in another folder: `--cwd`. */
export function inFolder(context: CliContext, folder: string): CliContext {
  const cwd = pathOf(context, folder)
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw usageError(`there is no folder ${JSON.stringify(folder)}`, 'correct --cwd')
  return { ...context, cwd }
}
