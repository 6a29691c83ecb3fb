import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { errnoOf } from '../../runtime/file-errors.ts'
import type { Redactor } from '../../secrets/redactor.ts'
import type { CliContext, CliOutput } from '../context.ts'
import type { ExitCode } from '../exit-code.ts'
import { usageError } from '../usage-error.ts'

export interface ChildOptions {
  readonly words: readonly [command: string, ...args: string[]]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Takes secrets out of what the child writes to a pipe, and to a terminal when `pipes` says so. */
  readonly redactor: Redactor
  /** Give the child pipes where it would have a terminal: nothing is shown unseen then, and it sees no terminal. */
  readonly pipes: boolean
}

/** Node's own names, for a person at a shell. */
const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such program', EACCES: 'it may not be executed' }

/**
 * Runs a program to its end and answers with its exit code: 128 and the signal's number if a signal ended it. Signals
 * that we get go to the child, which decides what they mean.
 * @throws ConfigError CLI_USAGE if it cannot be started
 */
export async function runChild(context: CliContext, { words, env, redactor, pipes }: ChildOptions): Promise<ExitCode> {
  const [command, ...args] = words
  const direct = (output: CliOutput): 'inherit' | 'pipe' => (output.isTTY && !pipes ? 'inherit' : 'pipe')
  const child = spawn(command, args, {
    cwd: context.cwd,
    env: { ...env },
    stdio: ['inherit', direct(context.stdout), direct(context.stderr)],
  })
  using _ = context.takeSignals((signal) => child.kill(signal))
  const outputs = [pass(child.stdout, context.stdout, redactor), pass(child.stderr, context.stderr, redactor)]
  const code = await ending(child, command)
  await Promise.all(outputs)
  return code
}

function ending(child: ChildProcess, command: string): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const reason = reasons[errnoOf(error) ?? ''] ?? error.message
      reject(usageError(`${JSON.stringify(command)} cannot be started: ${reason}`, 'correct the name, or the PATH'))
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]))
  })
}

async function pass(stream: Readable | null, output: CliOutput, redactor: Redactor): Promise<void> {
  if (stream === null) return
  const pieces = redactor.pieces()
  // A child's pipe gives buffers.
  for await (const piece of stream) output.write(pieces.push(piece as Uint8Array))
  output.write(pieces.end())
}
