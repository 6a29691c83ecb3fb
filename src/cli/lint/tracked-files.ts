import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { CliContext } from '../context.ts'

/** Whether git tracks a file; `undefined` where there is no repository or no git. */
export type IsTracked = (path: string) => boolean | undefined

/** Names on one command line; systems allow far more. */
const mostNames = 500

/** Asks git once for each folder that has files. */
export async function trackedFiles(context: CliContext, paths: readonly string[]): Promise<IsTracked> {
  const byFolder = Map.groupBy(paths, (path) => dirname(path))
  const answers = new Map<string, boolean>()
  for (const [folder, files] of byFolder) {
    for (let start = 0; start < files.length; start += mostNames) {
      const names = files.slice(start, start + mostNames)
      const tracked = await listTracked(context, folder, names)
      if (tracked === undefined) break
      for (const path of names) answers.set(path, tracked.has(relative(folder, path)))
    }
  }
  return (path) => answers.get(path)
}

function listTracked(context: CliContext, folder: string, paths: readonly string[]): Promise<ReadonlySet<string> | undefined> {
  const names = paths.map((path) => relative(folder, path))
  const args = ['-C', realpathSync(folder), '--literal-pathspecs', 'ls-files', '-z', '--', ...names]
  // Inside a hook, the environment says which repository and which index.
  const env = { ...context.env, PATH: context.env['PATH'] ?? process.env['PATH'] }
  return new Promise((answer) => {
    execFile('git', args, { env, maxBuffer: 16_777_216, signal: context.signal }, (error, output) => {
      answer(error === null ? new Set(output.split('\0')) : undefined)
    })
  })
}
