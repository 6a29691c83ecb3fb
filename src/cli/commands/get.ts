import { convertTo } from '../../export/convert.ts'
import { isList, isMap } from '../../values/value.ts'
import { askStrictly } from '../ask-strictly.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { namedFormat } from '../file-format.ts'
import { openConfig } from '../open-config.ts'
import { writeIssues, writeWarnings } from '../output.ts'
import { readPath } from '../path-argument.ts'
import { recordReveal } from '../secrets/reveal.ts'
import { shownValue } from '../shown-value.ts'

interface GetFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly default?: string
  readonly reveal?: boolean
}

const advice = 'name a value for this case with --default; configmanage export shows every key'

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
  const there = found ?? askStrictly(config, text, advice, () => config.get(text as never) as never)
  if (flags.reveal) await recordReveal(context, 'get', [text, there])
  const value = shownValue(context, there, flags.reveal)

  if (flags.format === undefined && !isMap(value) && !isList(value)) {
    context.stdout.write(`${String(value)}\n`)
    return exitCodes.fine
  }
  const format = await namedFormat(flags.format ?? 'json')
  const { value: adapted, losses } = convertTo(format.name, value)
  const printed = format.print(adapted)
  context.stdout.write(printed.endsWith('\n') ? printed : `${printed}\n`)
  if (losses.length > 0 && !flags.quiet) writeIssues(context, flags, losses)
  return exitCodes.fine
}
