import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { CliContext } from '../context.ts'
import { isGroupAlive, signalGroup } from './process-group.ts'

/** So long a program may take to end when it is asked to. */
const patienceMs = 5_000

/** What was killed needs a moment to disappear. */
const killedMs = 1_000

const lookEveryMs = 20

/** Beside what a program prints itself, standard output may carry lines for machines. */
export interface ChildOptions {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  /** Standard output is ours, so the program's goes to standard error. */
  readonly quietOutput: boolean
}

export interface CheckOptions {
  readonly quietOutput: boolean
  readonly signal: AbortSignal
}

/** A program that is started anew with every generation of a configuration. */
export class RestartedProgram {
  readonly #context: CliContext
  #running: ChildProcess | undefined
  #queue: Promise<void> = Promise.resolve()
  #isStopped = false
  #isHurried = false

  constructor(context: CliContext) {
    this.#context = context
  }

  /** Ends the one that runs, and starts another. Calls come one after the other. */
  restart(options: ChildOptions): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.#end()
      if (!this.#isStopped) this.#start(options)
    })
    return this.#queue
  }

  stop(): Promise<void> {
    this.#isStopped = true
    this.#queue = this.#queue.then(() => this.#end())
    return this.#queue
  }

  /** From now on nobody waits until a program has ended in good order. */
  hurry(): void {
    this.#isHurried = true
  }

  #start({ command, environment, quietOutput }: ChildOptions): void {
    const child = spawn(command, { ...shellOptions(this.#context, environment), stdio: outputs('ignore', quietOutput) })
    this.#running = child
    child.once('error', ({ message }) => this.#context.stderr.write(`${command} could not be started: ${message}\n`))
    child.once('exit', (code, signal) => {
      // What the shell has left running in the background is ended with the next change.
      if (this.#running !== child || isGroupAlive(child)) return
      this.#running = undefined
      this.#context.stderr.write(`${command} ended by itself (${signal ?? `code ${code}`}); the next change starts it again\n`)
    })
  }

  /** Two of them at a time would compete for ports and files, so all of it has to be gone. */
  async #end(): Promise<void> {
    const child = this.#running
    this.#running = undefined
    if (child === undefined || !isGroupAlive(child)) return
    signalGroup(child, 'SIGTERM')
    await this.#gone(child, patienceMs, true)
    if (!isGroupAlive(child)) return
    signalGroup(child, 'SIGKILL')
    await this.#gone(child, killedMs, false)
  }

  async #gone(child: ChildProcess, patience: number, mayHurry: boolean): Promise<void> {
    for (let waited = 0; waited < patience && isGroupAlive(child); waited += lookEveryMs) {
      if (mayHurry && this.#isHurried) return
      await pause(lookEveryMs)
    }
  }
}

/**
 * Runs a command to its end, with a text on its standard input, and answers with its exit code. The signal ends it: nobody
 * wants to know any more.
 */
export async function runToEnd(context: CliContext, command: string, input: string, options: CheckOptions): Promise<number> {
  const child = spawn(command, { ...shellOptions(context, {}), stdio: outputs('pipe', options.quietOutput) })
  const end = (): void => signalGroup(child, 'SIGKILL')
  if (options.signal.aborted) end()
  options.signal.addEventListener('abort', end, { once: true })
  // A command that does not read its input may be gone before all of it is written.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? 1
  } finally {
    options.signal.removeEventListener('abort', end)
  }
}

/** A group of its own: the shell between us and the program would not pass signals on. */
function shellOptions(context: CliContext, environment: Readonly<Record<string, string>>) {
  return {
    shell: true,
    cwd: context.cwd,
    env: { ...context.env, ...environment },
    detached: process.platform !== 'win32',
  } as const
}

function outputs(input: 'ignore' | 'pipe', quietOutput: boolean): StdioOptions {
  return [input, quietOutput ? 2 : 'inherit', 'inherit']
}
