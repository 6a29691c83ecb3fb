import { ConfigError } from '../../errors/config-error.ts'
import { hasSecrets } from '../../values/mask.ts'
import type { Value } from '../../values/value.ts'
import { askStrictly } from '../ask-strictly.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { explanationToJson } from '../explain-json.ts'
import { explainText } from '../explain-text.ts'
import { findDefinition } from '../find-definition.ts'
import { openConfig } from '../open-config.ts'
import { paintFor, writeEnvelope, writeWarnings } from '../output.ts'
import { readPath } from '../path-argument.ts'
import { record } from '../secrets/audit.ts'
import { shownValue } from '../shown-value.ts'
import { explainCode, isCode, looksLikeCode } from './explain-code.ts'

interface ExplainFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly reveal?: boolean
}

/** What to do about a key that is not there; in other letters it may be a code. */
function adviceFor(text: string): string {
  const code = text.toUpperCase().replaceAll('-', '_')
  return isCode(code) ? `for the code, write configmanage explain ${code}` : 'configmanage export shows every key'
}

/** `explain <path|CODE>`: the ladder of a value, or the page of an error code. */
export const explain: Command<ExplainFlags> = async (context, [text = ''], flags) => {
  if (isCode(text)) return explainCode(context, flags, text)
  readPath(text)
  // Without any configuration, what looks like a code can only be meant as one.
  if (looksLikeCode(text) && (await hasNoManifest(context, flags))) return explainCode(context, flags, text)
  await using opened = await openConfig(context, flags)
  const { config } = opened
  // A flat file of variables has keys that look like codes; they come first.
  if (looksLikeCode(text) && !config.has(text)) return explainCode(context, flags, text)

  const explanation = askStrictly(config, text, adviceFor(text), () => config.explain(text))
  // Which layers hold secrets shows when they are put into words; nothing is told before it is written down.
  let reveals = false
  const shown = (value: Value): Value => {
    reveals ||= flags.reveal === true && hasSecrets(value)
    return shownValue(context, value, flags.reveal)
  }
  const recorded = (): Promise<void> =>
    record(context, ...(reveals ? [{ action: 'reveal', subject: text, place: 'explain' } as const] : []))
  if (flags.format === 'json') {
    const data = explanationToJson(explanation, shown)
    await recorded()
    return writeEnvelope(context, { kind: 'Explanation', issues: config.current.warnings, data })
  }
  const ladder = explainText(explanation, {
    paint: paintFor(context, flags, context.stdout),
    shown,
  })
  await recorded()
  context.stdout.write(ladder)
  writeWarnings(context, flags, config.current.warnings)
  return exitCodes.fine
}

async function hasNoManifest(context: CliContext, flags: GlobalFlags & ExplainFlags): Promise<boolean> {
  if (flags.file !== undefined) return false
  try {
    await findDefinition(context, flags)
    return false
  } catch (error) {
    return ConfigError.is(error) && error.code === 'MANIFEST_MISSING'
  }
}
