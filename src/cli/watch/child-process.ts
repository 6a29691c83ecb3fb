import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { CliContext } from '../context.ts'

/** So long a program may take to end when it is asked to. */
const patienceMs = 5_000

/** Beside what a program prints itself, standard output may carry lines for machines. */
export interface ChildOptions {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  /** Standard output is ours, so the program's goes to standard error. */
  readonly quietOutput: boolean
}

/** A program that is started anew with every generation of a configuration. */
export class RestartedProgram {
  readonly #context: CliContext
  #running: ChildProcess | undefined
  #queue: Promise<void> = Promise.resolve()

  constructor(context: CliContext) {
    this.#context = context
  }

  /** Ends the one that runs, and starts another. Calls come one after the other. */
  restart(options: ChildOptions): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.#end()
      if (!this.#context.signal.aborted) this.#start(options)
    })
    return this.#queue
  }

  stop(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#end())
    return this.#queue
  }

  #start({ command, environment, quietOutput }: ChildOptions): void {
    const child = spawn(command, { ...shellOptions(this.#context, environment), stdio: outputs('ignore', quietOutput) })
    this.#running = child
    child.once('error', ({ message }) => this.#context.stderr.write(`${command} could not be started: ${message}\n`))
    child.once('exit', (code, signal) => {
      if (this.#running !== child) return
      this.#running = undefined
      this.#context.stderr.write(`${command} ended by itself (${signal ?? `code ${code}`}); the next change starts it again\n`)
    })
  }

  async #end(): Promise<void> {
    const child = this.#running
    this.#running = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    kill(child, 'SIGTERM')
    const timer = setTimeout(() => kill(child, 'SIGKILL'), patienceMs)
    await ended
    clearTimeout(timer)
  }
}

/** Runs a command to its end, with a text on its standard input, and answers with its exit code. */
export async function runToEnd(context: CliContext, command: string, input: string, quietOutput: boolean): Promise<number> {
  const child = spawn(command, { ...shellOptions(context, {}), stdio: outputs('pipe', quietOutput) })
  // A command that does not read its input may be gone before all of it is written.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
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

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch {
    // It ended between our look and the signal.
  }
}
