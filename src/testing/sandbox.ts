import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkOptions } from '../errors/check-options.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { type RecordingLogger, recordingLogger } from './recording-logger.ts'

/** A throw-away folder with files in it, and a world of its own around it. Removed at the end of `using`. */
export interface Sandbox extends Disposable {
  /** Absolute, without links. */
  readonly folder: string
  /** Hand it to `createConfig` as options: environment, arguments, clock and logger are the sandbox's own. */
  readonly runtime: Runtime & { readonly clock: FakeClock; readonly logger: RecordingLogger }
  /** The absolute path of a file in the folder. */
  path(file: string): string
  /** Writes a file, and the folders it needs. */
  write(file: string, content: string | Uint8Array): void
  read(file: string): string
}

export interface SandboxOptions {
  /** Files to begin with: `{ 'config/base.yaml': 'port: 1' }`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** The whole environment. Default: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The arguments behind the program's name. Default: none. */
  readonly args?: readonly string[]
  /** Standard input. Default: empty. */
  readonly stdin?: string
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  checkOptions(options, ['files', 'env', 'args', 'stdin'], 'createSandbox')
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'configmanage-')))
  const path = (file: string): string => join(folder, file)
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(path(file)), { recursive: true })
    writeFileSync(path(file), content)
  }
  for (const [file, content] of Object.entries(options.files ?? {})) write(file, content)

  return {
    folder,
    path,
    write,
    read: (file) => readFileSync(path(file), 'utf8'),
    runtime: {
      env: { ...options.env },
      cwd: folder,
      args: options.args ?? [],
      stdin: async () => new TextEncoder().encode(options.stdin ?? ''),
      clock: fakeClock(),
      logger: recordingLogger(),
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
