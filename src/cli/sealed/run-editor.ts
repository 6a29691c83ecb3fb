import { spawn } from 'node:child_process'
import { ConfigError } from '../../errors/config-error.ts'
import type { CliContext } from '../context.ts'

/**
 * Lets the user change a file and waits until the editor has ended. SOPS_EDITOR, VISUAL and EDITOR may have arguments.
 * @throws ConfigError CLI_USAGE without an editor, EDITOR_FAILED when it ends with a failure
 */
export function runEditor({ env }: CliContext, file: string): Promise<void> {
  const editor = env.SOPS_EDITOR || env.VISUAL || env.EDITOR || (process.platform === 'win32' ? 'notepad' : 'vi')
  const options = { stdio: 'inherit', env: { ...process.env, ...env } } as const
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { ...options, shell: true })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'edit', file], options)
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => reject(failed('could not be started', cause)))
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(failed(signal === null ? `ended with ${code}` : `was ended by ${signal}`, undefined))
    })
  })
}

function failed(what: string, cause: Error | undefined): ConfigError {
  return new ConfigError(
    {
      code: 'EDITOR_FAILED',
      severity: 'error',
      message: `the editor ${what}; the file stays as it was`,
      hint: 'name another in EDITOR',
    },
    { cause },
  )
}
