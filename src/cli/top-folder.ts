import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import type { CliContext } from './context.ts'

/**
 * The folder that other programs know files by: what continuous integration says it is, else the nearest one above
 * with a `.git` in it, else `folder` itself.
 */
export function topFolder(context: CliContext, folder: string): string {
  const told = [context.env['GITHUB_WORKSPACE'], context.env['CI_PROJECT_DIR']].find((each) => each && isInside(each, folder))
  return told ?? withRepository(folder) ?? folder
}

function isInside(top: string, folder: string): boolean {
  const inside = relative(top, folder)
  return isAbsolute(top) && !inside.startsWith('..') && !isAbsolute(inside)
}

function withRepository(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}
