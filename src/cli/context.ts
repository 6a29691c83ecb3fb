import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'

/** 128 + the number of SIGINT, as shells have it. */
export const interruptedExitCode = 130

/** What ends a program that says nothing else. */
const endingSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/** Everything a command takes from the process it runs in, so that a test is a function call. */
export interface CliContext {
  readonly stdin: CliInput
  readonly stdout: CliOutput
  readonly stderr: CliOutput
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly cwd: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Aborted when the user presses Ctrl-C. */
  readonly signal: AbortSignal
  /** Hands signals that would end the process to `listener` instead, until disposed of: for a command that waits for a child. */
  readonly takeSignals: (listener: (signal: NodeJS.Signals) => void) => Disposable
  readonly frames: FrameFiles
}

/** Where the lines around an issue are found. Filled by whoever reads. */
export interface FrameFiles {
  /** Texts that are in no file, by the name that messages use: standard input. */
  readonly texts: Map<string, string>
  /** The folder of the manifest, to which its files are relative. */
  root: string | undefined
  /** Paths that the manifest's schema calls secret. Their values are not shown. */
  secrets?: readonly Path[]
  /** Every value is, but for those of creation rules. */
  hidesContents?: boolean
  /** Files that are schemas: what they say of a secret is not the secret. */
  schemas?: Set<string>
  /** Where secrets stand in files that could be read. */
  hidden?: Hidden
}

/** What lines must not show. */
export interface Hidden {
  readonly spans: readonly Span[]
  /** Contents of secrets, which may also be a part of other values. */
  readonly texts: readonly string[]
}

/** Standard input. */
export interface CliInput {
  readonly isTTY: boolean
  /** All of it, to its end. May be called more than once. */
  readonly read: () => Promise<Uint8Array>
  /** Asks the person at the terminal for a line that is not shown. Absent where there is no terminal. */
  readonly readHidden?: (prompt: string, write: (text: string) => void) => Promise<string>
}

/** Standard output or standard error. */
export interface CliOutput {
  readonly isTTY: boolean
  /** Cells of a line, where that is known. */
  readonly columns: number | undefined
  readonly write: (content: string | Uint8Array) => void
}

/** The real process. Ends quietly when a reader such as `head` closes the pipe. */
export function processContext(): CliContext {
  const interrupted = new AbortController()
  let takers = 0
  process.on('SIGINT', () => {
    if (takers > 0) return
    interrupted.abort()
    // Something may wait that cannot be told, such as a read of standard input.
    setTimeout(() => process.exit(interruptedExitCode), 500).unref()
  })
  return {
    stdin: { ...inputOf(process.stdin), ...(process.stdin.isTTY && { readHidden }) },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => Date.now(),
    signal: interrupted.signal,
    takeSignals: (listener) => {
      takers++
      for (const signal of endingSignals) process.on(signal, listener)
      return {
        [Symbol.dispose]: () => {
          takers--
          for (const signal of endingSignals) process.off(signal, listener)
        },
      }
    },
    frames: { texts: new Map(), root: undefined },
  }
}

/** What is used of a stream that is written to. */
interface WrittenStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(content: string | Uint8Array): boolean
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
}

export function outputOf(stream: WrittenStream): CliOutput {
  stream.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit()
    else void endWith(error, stream)
  })
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns,
    write: (content) => void stream.write(content),
  }
}

/** An answer that is cut off must not look like one. Of standard error, nobody can be told. */
async function endWith(error: NodeJS.ErrnoException, stream: WrittenStream): Promise<never> {
  const { reportLoss } = await import('./report-loss.ts')
  process.exit(reportLoss(error, (text) => stream === process.stderr || process.stderr.write(text)))
}

export function inputOf(stream: AsyncIterable<unknown> & { readonly isTTY?: boolean | undefined }): CliInput {
  let content: Promise<Uint8Array> | undefined
  return {
    isTTY: stream.isTTY === true,
    read: () => {
      content ??= readAll(stream)
      return content
    },
  }
}

async function readHidden(prompt: string, write: (text: string) => void): Promise<string> {
  const { readHiddenLine } = await import('./secrets/hidden-line.ts')
  // A terminal in raw mode makes no signal of Ctrl-C. Nothing has been begun that would have to be ended.
  return readHiddenLine(process.stdin, prompt, write, () => process.exit(interruptedExitCode))
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  // Without an encoding set, a stream of the process gives buffers.
  for await (const chunk of stream) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
