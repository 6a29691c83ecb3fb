import { candidatesFor } from '../candidates.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'

/** `__complete -- <words>`: candidates for the last word, one a line. Nobody reads an error here, so there is none. */
export const complete: Command = async (context, words) => {
  const candidates = await candidatesFor(context, words)
  context.stdout.write(candidates.map(({ text, meaning }) => (meaning === '' ? `${text}\n` : `${text}\t${meaning}\n`)).join(''))
  return exitCodes.fine
}
