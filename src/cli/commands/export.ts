import { ConfigError } from '../../errors/config-error.ts'
import { selectOnly } from '../../export/select.ts'
import { hasSecrets } from '../../values/mask.ts'
import type { Value } from '../../values/value.ts'
import { askStrictly } from '../ask-strictly.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { exportTo } from '../export-formats.ts'
import { openConfig } from '../open-config.ts'
import { writeIssues, writeWarnings } from '../output.ts'
import { readPath } from '../path-argument.ts'
import { recordReveal } from '../secrets/reveal.ts'
import { shownValue } from '../shown-value.ts'

interface ExportFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly only?: readonly string[]
  readonly reveal?: boolean
}

const advice = 'configmanage export shows every key'

/** `export [path]`: the effective configuration in some form; YAML when none is named. */
export const exportValues: Command<ExportFlags> = async (context, [text = ''], flags) => {
  readPath(text)
  await using opened = await openConfig(context, flags)
  const { config } = opened
  // `get` of the strict kind gives the error with the names nearby. The configuration is plain data.
  const value =
    text === '' ? (config.value as Value) : askStrictly(config, text, advice, () => config.get(text as never) as Value)
  const selected = flags.only === undefined ? value : select(value, flags.only)

  if (flags.reveal) await recordReveal(context, 'export', [text, selected])
  const { text: printed, losses } = await exportTo(
    flags.format ?? 'yaml',
    shownValue(context, selected, flags.reveal),
    opened.name,
  )
  context.stdout.write(printed)
  writeWarnings(context, flags, config.current.warnings)
  if (losses.length > 0 && !flags.quiet) writeIssues(context, flags, losses)
  if (!flags.quiet && !flags.reveal && hasSecrets(selected)) context.stderr.write('secrets are masked; --reveal shows them\n')
  return exitCodes.fine
}

function select(value: Value, patterns: readonly string[]): Value {
  const selected = selectOnly(value, patterns)
  if (selected !== undefined) return selected
  throw new ConfigError({
    code: 'KEY_MISSING',
    severity: 'error',
    message: `no key fits ${patterns.map((pattern) => JSON.stringify(pattern)).join(' or ')}`,
    hint: '"*" stands for one step, "**" for any number: server.*, **.port',
  })
}
