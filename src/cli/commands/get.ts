import { isList, isMap } from '../../values/value.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { openConfig } from '../open-config.ts'
import { writeWarnings } from '../output.ts'
import { readPath } from '../path-argument.ts'
import { formatFor } from '../read-input.ts'
import { shownValue } from '../shown-value.ts'

interface GetFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly default?: string
  readonly reveal?: boolean
}

/** `get <path>`: one value, raw for scripts; maps and lists as JSON. */
export const get: Command<GetFlags> = async (context, [text = ''], flags) => {
  readPath(text)
  await using opened = await openConfig(context, flags)
  const { config } = opened
  writeWarnings(context, flags, config.current.warnings)
  const found = config.current.find(text)
  if (found === undefined && flags.default !== undefined) {
    context.stdout.write(flags.format === 'json' ? `${JSON.stringify(flags.default)}\n` : `${flags.default}\n`)
    return exitCodes.fine
  }
  // Asking the strict way gives the error with the names nearby; the paths of this shape are not known to the compiler.
  const value = shownValue(context, found ?? (config.get(text as never) as never), flags.reveal)

  if (flags.format === undefined && !isMap(value) && !isList(value)) {
    context.stdout.write(`${String(value)}\n`)
    return exitCodes.fine
  }
  const format = await formatFor(`value.${flags.format ?? 'json'}`, flags.format ?? 'json')
  const printed = format.print(value)
  context.stdout.write(printed.endsWith('\n') ? printed : `${printed}\n`)
  return exitCodes.fine
}
