import { spawnSync } from 'node:child_process'
import { ConfigError } from '../../errors/config-error.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { pathOf } from '../paths.ts'

interface GitSetupFlags {
  readonly write?: boolean
}

/**
 * What git runs. Opened text is never cached: git would keep it in the repository. Where two branches have several common
 * ancestors, git merges these first; `binary` has it keep what lies below a conflict among them. Our side of it would look as if
 * nobody but the other branch had changed the value since.
 */
const settings: readonly (readonly [name: string, value: string])[] = [
  ['merge.configmanage-sealed.name', 'merge of sealed values'],
  ['merge.configmanage-sealed.driver', 'configmanage git-merge %O %A %B %P'],
  ['merge.configmanage-sealed.recursive', 'binary'],
  ['diff.configmanage-sealed.textconv', 'configmanage git-textconv'],
  ['diff.configmanage-sealed.cachetextconv', 'false'],
]

/** `git-setup [patterns...]`: what lets git diff and merge sealed files; shown, or done with `--write`. */
export const gitSetup: Command<GitSetupFlags> = async (context, patterns, { write, quiet }) => {
  const lines = (patterns.length === 0 ? ['secrets.*'] : patterns).map(
    (pattern) => `${quoted(pattern)} diff=configmanage-sealed merge=configmanage-sealed`,
  )
  if (!write) {
    const commands = settings.map(([name, value]) => `git config ${name} "${value}"`)
    context.stdout.write(['# .gitattributes', ...lines, '', '# once on every machine', ...commands, ''].join('\n'))
    return exitCodes.fine
  }
  for (const [name, value] of settings) configure(context.cwd, name, value)
  const path = pathOf(context, '.gitattributes')
  const known = readFileBytes(path, { file: '.gitattributes' })
  const text = known === undefined ? '' : Buffer.from(known.bytes).toString('utf8')
  const missing = lines.filter((line) => !text.split(/\r?\n/).includes(line))
  const head = text === '' || text.endsWith('\n') ? text : `${text}\n`
  if (missing.length > 0)
    writeFileAtomically(path, Buffer.from(`${head}${missing.join('\n')}\n`), { file: '.gitattributes', expected: known?.version })
  if (!quiet) context.stderr.write('git diffs and merges sealed files in this repository\n')
  return exitCodes.fine
}

/** Blanks end a pattern of git; a quote or a hash at its start would not be taken as a part of it either. */
function quoted(pattern: string): string {
  return /[\s"]|^#/.test(pattern) ? JSON.stringify(pattern) : pattern
}

function configure(cwd: string, name: string, value: string): void {
  const { status, error } = spawnSync('git', ['config', name, value], { cwd, stdio: 'ignore' })
  if (status === 0) return
  throw new ConfigError(
    {
      code: 'GIT_FAILED',
      severity: 'error',
      message: 'git could not be configured',
      hint: 'run this inside of a git repository, with git installed',
    },
    { cause: error },
  )
}
