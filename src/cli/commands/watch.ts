import { constants } from 'node:os'
import type { Config } from '../../config/config.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { toPlainJson } from '../../export/plain-json.ts'
import { count } from '../../text/words.ts'
import { secretContents } from '../../values/secret-contents.ts'
import type { Value } from '../../values/value.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { openConfig } from '../open-config.ts'
import { writeIssues } from '../output.ts'
import { shownValue } from '../shown-value.ts'
import { usageError } from '../usage-error.ts'
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
  checkFlags(flags)
  await using opened = await openConfig(context, flags, { watch: true })
  const { config, name } = opened
  const lines = flags.format === 'ndjson' || flags.format === 'json'
  const shown = (value: Value): Value => shownValue(context, value, false)
  const tell = (happening: Happening): void => {
    if (lines) context.stdout.write(generationLine(config, happening, shown))
    else tellPeople(context, flags, happening, shown)
  }
  const program = new RestartedProgram(context)
  // From here on: a program of ours is not to outlive us.
  using ending = endOf(context, () => program.hurry())
  const restart = async (): Promise<void> => {
    if (flags.exec === undefined) return
    const environment = { CONFIGMANAGE_GENERATION: String(config.current.generation) }
    await program.restart({ command: flags.exec, environment, quietOutput: lines })
  }
  if (flags.check !== undefined) await addCheck(context, config, flags.check, { lines, shown, asked: ending.signal })
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
  if (!ending.signal.aborted) await restart()
  const signal = await ending.asked
  await program.stop()
  return 128 + constants.signals[signal]
}

/** Lines around an issue show no secret of what is in use or of what was refused, in whichever value it stands. */
function hideContents({ frames }: CliContext, { value, rejected }: Config): void {
  const trees = [value, rejected?.value].filter((tree) => tree !== undefined) as Value[] // a configuration holds values
  frames.hidden = { spans: [], texts: trees.flatMap(secretContents) }
}

/** An empty command is no command. */
function checkFlags({ exec, check }: WatchFlags): void {
  const empty = exec?.trim() === '' ? '--exec' : check?.trim() === '' ? '--check' : undefined
  if (empty !== undefined) throw usageError(`${empty} has no command`, `write ${empty} "node server.js", or leave it out`)
}

/**
 * A command may refuse a generation before it is used, the first one too: it gets the values as JSON, secrets hidden.
 * @throws ConfigError CHANGE_REFUSED
 */
async function addCheck(
  context: CliContext,
  config: Config,
  command: string,
  { lines, shown, asked }: CheckOptions,
): Promise<void> {
  const ask = async (next: unknown, signal: AbortSignal): Promise<string | undefined> => {
    const input = `${JSON.stringify(toPlainJson(shown(next as Value)))}\n` // a configuration holds values
    const code = await runToEnd(context, command, input, { quietOutput: lines, signal })
    return code === 0 ? undefined : `the check ended with code ${code}`
  }
  config.veto(({ next, signal }) => ask(next, signal))
  const message = await ask(config.value, asked)
  if (message !== undefined && !asked.aborted) throw new ConfigError({ code: 'CHANGE_REFUSED', severity: 'error', message })
}

interface CheckOptions {
  readonly lines: boolean
  readonly shown: (value: Value) => Value
  /** Aborted when we are asked to end. */
  readonly asked: AbortSignal
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

interface Ending extends Disposable {
  readonly asked: Promise<NodeJS.Signals>
  readonly signal: AbortSignal
}

/** The signal that asks us to end, whichever it is. `again` is called when there is another one. */
function endOf(context: CliContext, again: () => void): Ending {
  const { promise: asked, resolve } = Promise.withResolvers<NodeJS.Signals>()
  const ended = new AbortController()
  const end = (signal: NodeJS.Signals): void => {
    if (ended.signal.aborted) again()
    resolve(signal)
    ended.abort()
  }
  const taken = context.takeSignals(end)
  if (context.signal.aborted) end('SIGINT')
  else context.signal.addEventListener('abort', () => end('SIGINT'), { once: true })
  // Nothing else may keep the process alive: what watches files does not.
  const alive = setInterval(() => undefined, 2 ** 30)
  const dispose = (): void => {
    clearInterval(alive)
    taken[Symbol.dispose]()
  }
  return { asked, signal: ended.signal, [Symbol.dispose]: dispose }
}
