import type { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import { getAt } from '../../values/get.ts'
import { printPath } from '../../values/path.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { editFile } from '../edit-file.ts'
import { editJudge } from '../judge-edit.ts'
import { readKeyPath } from '../path-argument.ts'
import { standardInputName } from '../paths.ts'
import { reportEdit } from '../report-edit.ts'
import { isKnownSecret } from '../secret-path.ts'
import { readTyped, typeFor, type ValueType } from '../typed-value.ts'
import { usageError } from '../usage-error.ts'

interface SetFlags {
  readonly to?: string
  readonly type?: ValueType
  readonly stdin?: boolean
  readonly from?: string
  /** False after `--no-check`. */
  readonly check?: boolean
}

/** `set <path> [value] --to <file>`: changes or adds one value; every other byte of the file stays. */
export const set: Command<SetFlags> = async (context, [pathText = '', valueText], flags) => {
  const path = readKeyPath(pathText)
  const file = flags.to ?? missingTarget()
  if (valueText !== undefined && (await isKnownSecret(context, flags, path))) throw secretInSight(pathText, flags)
  const text = await newText(context, valueText, flags)
  const judge = flags.check === false ? undefined : await editJudge(context, flags, file)
  const outcome = await editFile(context, flags, {
    file,
    create: true,
    edits: (document, format) => {
      const type = flags.type ?? typeFor(getAt(document.value, path), format.textOnly, text)
      const value = readTyped(path, text, type, flags.type !== undefined)
      const refusal = judge?.(path, value, format.textOnly)
      if (refusal === undefined) return [{ kind: 'set', path, value }]
      // A type that was guessed by the look of the text gives way to the one that the schema wants.
      const isGuessed = flags.type === undefined && getAt(document.value, path) === undefined
      if (!isGuessed || judge?.(path, text, format.textOnly) !== undefined) throw refusal
      return [{ kind: 'set', path, value: text }]
    },
  })
  return reportEdit(context, flags, { kind: 'SetResult', verb: 'set', path: printPath(path), file, outcome })
}

/** Arguments are in the shell's history and in the list of processes. */
function secretInSight(path: string, { stdin }: SetFlags): ConfigError {
  const message = `${path} is a secret, which the command line would show to others`
  return usageError(message, stdin ? 'leave the value out: --stdin reads it' : 'use --stdin, and leave the value out')
}

function missingTarget(): never {
  throw usageError('which file should be changed?', 'name it: --to config/app.yaml')
}

async function newText(context: CliContext, value: string | undefined, flags: SetFlags & GlobalFlags): Promise<string> {
  if (flags.stdin) {
    if (value !== undefined) throw usageError('there is a value on the command line and --stdin', 'give one of them')
    // The last line end belongs to the `echo`, not to the value.
    return decode(await context.stdin.read(), standardInputName).replace(/\r?\n$/, '')
  }
  if (value !== undefined) return value
  if (flags.type === 'null') return 'null'
  throw usageError('the new value is missing', 'write it behind the path, or use --stdin')
}
