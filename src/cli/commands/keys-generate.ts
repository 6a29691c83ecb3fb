import { existsSync } from 'node:fs'
import { newIdentity, recipientOf } from '../../crypto/age/age-keys.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { pathOf } from '../paths.ts'
import { usageError } from '../usage-error.ts'

interface GenerateFlags {
  readonly out?: string
  readonly postQuantum?: boolean
}

/** `keys generate [--out file]`: a new age key; of one that goes into a file, only the public half is shown. */
export const keysGenerate: Command<GenerateFlags> = async (context, _args, flags) => {
  if (flags.out !== undefined && existsSync(pathOf(context, flags.out)))
    throw usageError(
      `${flags.out} is there already`,
      'a key that is overwritten is lost, with all that is sealed for it: name another file',
    )
  const identity = await newIdentity(flags.postQuantum === true)
  const recipient = await recipientOf(identity)
  const created = new Date(context.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  const text = `# created: ${created}\n# public key: ${recipient}\n${identity}\n`
  if (flags.out === undefined) {
    context.stdout.write(text)
    if (!flags.quiet) context.stderr.write(`Public key: ${recipient}\n`)
    return exitCodes.fine
  }
  writeFileAtomically(pathOf(context, flags.out), text, { file: flags.out, mode: 0o600, expected: 'absent' })
  context.stdout.write(`${recipient}\n`)
  return exitCodes.fine
}
