import { execFile } from 'node:child_process'
import type { CliContext } from '../context.ts'
import { usageError } from '../usage-error.ts'
import type { NamedFile } from '../validate/named-files.ts'

/**
 * The files that git tracks below the working directory, without those that were deleted in it and links to others.
 * @throws ConfigError CLI_USAGE where there is no repository
 */
export async function filesOfGit(context: CliContext): Promise<readonly NamedFile[]> {
  const all = await list(context, ['--stage'])
  const deleted = new Set(await list(context, ['--deleted']))
  return all.flatMap((entry) => {
    // 100644 <hash> 0<tab>name
    const [facts = '', name = ''] = entry.split('\t', 2)
    return facts.startsWith('100') && !deleted.has(name) ? [{ name, found: true }] : []
  })
}

function list(context: CliContext, flags: readonly string[]): Promise<readonly string[]> {
  const env = { ...context.env, PATH: context.env['PATH'] ?? process.env['PATH'] }
  const options = { cwd: context.cwd, env, maxBuffer: 1_073_741_824, signal: context.signal }
  return new Promise((answer, fail) => {
    execFile('git', ['ls-files', '-z', ...flags], options, (error, output) => {
      if (error === null) answer(output.split('\0').filter((entry) => entry !== ''))
      else fail(usageError('this folder is in no repository of git', 'name the files to look at'))
    })
  })
}
