import { listOf } from '../../text/words.ts'
import type { Command } from '../command.ts'
import { completionScripts, shells } from '../completion-scripts.ts'
import { exitCodes } from '../exit-code.ts'
import { usageError } from '../usage-error.ts'

/** `completion <shell>`: a script that asks `configmanage __complete` for candidates. */
export const completion: Command = async (context, [shell = '']) => {
  const script = Object.hasOwn(completionScripts, shell) ? completionScripts[shell] : undefined
  if (script === undefined) throw usageError(`there is no completion for ${JSON.stringify(shell)}`, `use ${listOf(shells, 'or')}`)
  context.stdout.write(script)
  return exitCodes.fine
}
