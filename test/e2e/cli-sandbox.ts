import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CliContext, CliOutput } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'

/** What a command line did. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CallOptions {
  /** A text, or what reading it does. */
  readonly stdin?: string | (() => Promise<Uint8Array>)
  readonly env?: Readonly<Record<string, string>>
  /** Standard output and standard error are a terminal of this many cells. */
  readonly terminal?: number
  /** Aborted when Ctrl-C is pressed. */
  readonly signal?: AbortSignal
}

/** A folder with files, in which command lines are called as functions. Removed when the test ends. */
export class Sandbox {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'configmanage-e2e-'))

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text)
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true })
    writeFileSync(join(this.folder, name), text)
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  readBytes(name: string): Uint8Array {
    return readFileSync(join(this.folder, name))
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name))
  }

  /** Words are parted at spaces; give a list where a word holds one. */
  async call(line: string | readonly string[], options: CallOptions = {}): Promise<Outcome> {
    const written = { stdout: '', stderr: '' }
    const output = (name: 'stdout' | 'stderr'): CliOutput => ({
      isTTY: options.terminal !== undefined,
      columns: options.terminal,
      write: (content) => {
        written[name] += typeof content === 'string' ? content : Buffer.from(content).toString()
      },
    })
    const context: CliContext = {
      stdin: { isTTY: false, read: inputOf(options.stdin) },
      stdout: output('stdout'),
      stderr: output('stderr'),
      env: options.env ?? {},
      cwd: this.folder,
      now: () => 0,
      signal: options.signal ?? new AbortController().signal,
      takeSignals: () => ({ [Symbol.dispose]: () => undefined }),
      frames: { texts: new Map(), root: undefined },
    }
    const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line
    const code = await run(words, context)
    return { code, ...written }
  }
}

function inputOf(stdin: CallOptions['stdin']): () => Promise<Uint8Array> {
  return typeof stdin === 'function' ? stdin : async () => new TextEncoder().encode(stdin ?? '')
}
