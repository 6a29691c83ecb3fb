import { once } from 'node:events'
import type { Config } from '../../config/config.ts'
import { toPlainJson } from '../../export/plain-json.ts'
import { count } from '../../text/words.ts'
import { secretContents } from '../../values/secret-contents.ts'
import type { Value } from '../../values/value.ts'
import type { Command, GlobalFlags } from '../command.ts'
import { type CliContext, interruptedExitCode } from '../context.ts'
import { openConfig } from '../open-config.ts'
import { writeIssues } from '../output.ts'
import { shownValue } from '../shown-value.ts'
import { changeText } from '../watch/change-text.ts'
import { RestartedProgram, runToEnd } from '../watch/child-process.ts'
import { generationLine, type Happening } from '../watch/generation-line.ts'

interface WatchFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly exec?: string
  readonly check?: string
}

/** `watch`: a line for each generation, refused ones too, until it is interrupted; with a program that is started anew. */
export const watch: Command<WatchFlags> = async (context, _, flags) => {
  await using opened = await openConfig(context, flags, { watch: true })
  const { config, name } = opened
  const lines = flags.format === 'ndjson' || flags.format === 'json'
  const shown = (value: Value): Value => shownValue(context, value, false)
  const tell = (happening: Happening): void => {
    if (lines) context.stdout.write(generationLine(config, happening, shown))
    else tellPeople(context, flags, happening, shown)
  }
  const program = new RestartedProgram(context)
  const restart = async (): Promise<void> => {
    if (flags.exec === undefined) return
    const environment = { CONFIGMANAGE_GENERATION: String(config.current.generation) }
    await program.restart({ command: flags.exec, environment, quietOutput: lines })
  }
  if (flags.check !== undefined) addCheck(context, config, flags.check, { lines, shown })
  config.on('rejected', ({ generation, issues }) => {
    hideContents(context, config)
    tell({ ok: false, generation, issues, changes: config.rejected?.changes ?? [] })
  })
  config.on('changed', ({ generation, changes }) => {
    tell({ ok: true, generation, changes, issues: config.current.warnings })
    void restart() // one after the other; it never rejects
  })

  if (!lines) context.stderr.write(`watching ${name}; Ctrl-C ends it\n`)
  tell({ ok: true, generation: config.current.generation, changes: [], issues: config.current.warnings })
  await restart()
  await interrupted(context)
  await program.stop()
  return interruptedExitCode
}

/** Lines around an issue show no secret of what is in use or of what was refused, in whichever value it stands. */
function hideContents({ frames }: CliContext, { value, rejected }: Config): void {
  const trees = [value, rejected?.value].filter((tree) => tree !== undefined) as Value[] // a configuration holds values
  frames.hidden = { spans: [], texts: trees.flatMap(secretContents) }
}

/** A command may refuse a generation before it is used: it gets the values as JSON, secrets hidden. */
function addCheck(
  context: CliContext,
  config: Config,
  command: string,
  { lines, shown }: { readonly lines: boolean; readonly shown: (value: Value) => Value },
): void {
  config.veto(async ({ next }) => {
    const input = `${JSON.stringify(toPlainJson(shown(next as Value)))}\n` // a configuration holds values
    const code = await runToEnd(context, command, input, lines)
    return code === 0 ? undefined : `the check ended with code ${code}`
  })
}

function tellPeople(
  context: CliContext,
  flags: GlobalFlags,
  { ok, generation, changes, issues }: Happening,
  shown: (value: Value) => Value,
): void {
  const what = ok ? `generation ${generation}` : `refused; generation ${generation} stays in use`
  const how = changes.length === 0 ? '' : `: ${count(changes.length, 'change')}`
  context.stdout.write(
    `${new Date(context.now()).toISOString()}  ${what}${ok ? how : ''}\n${ok ? changeText(changes, shown) : ''}`,
  )
  if (!ok || flags.verbose) writeIssues(context, flags, issues)
}

/** A program of ours is not to outlive us, so being asked to end is like Ctrl-C. */
async function interrupted({ signal }: CliContext): Promise<void> {
  const asked = new AbortController()
  const end = (): void => asked.abort()
  process.once('SIGTERM', end)
  // Nothing else may keep the process alive: what watches files does not.
  const alive = setInterval(() => undefined, 2 ** 30)
  const either = AbortSignal.any([signal, asked.signal])
  if (!either.aborted) await once(either, 'abort')
  clearInterval(alive)
  process.off('SIGTERM', end)
}
