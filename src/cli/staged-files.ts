import { execFile } from 'node:child_process'
import { ConfigError } from '../errors/config-error.ts'
import type { CliContext } from './context.ts'

/** A file as it would be committed. */
export interface StagedFile {
  /** Relative to the working directory. */
  readonly file: string
  readonly bytes: Uint8Array
}

/** Git's answer may hold all staged files at once. */
const mostBytes = 512 * 1024 * 1024

/**
 * The files below the working directory that the next commit changes or adds, with the content it would have: that of
 * the index, which need not be what stands in the folder. Links and submodules are left out.
 * @param wanted chooses by name, before anything is read
 * @throws ConfigError GIT_FAILED
 */
export async function stagedFiles(context: CliContext, wanted: (file: string) => boolean): Promise<readonly StagedFile[]> {
  // Outside of a repository, "diff" would compare two files.
  await git(context, ['rev-parse', '--git-dir'])
  const listed = await git(context, [
    'diff',
    '--cached',
    '--raw',
    '-z',
    '--relative',
    '--no-abbrev',
    '--no-renames',
    '--diff-filter=AM',
  ])
  const entries = readRaw(listed.toString('utf8')).filter(({ file }) => wanted(file))
  if (entries.length === 0) return []
  const contents = await git(context, ['cat-file', '--batch'], `${entries.map(({ blob }) => blob).join('\n')}\n`)
  return readBatch(contents, entries)
}

interface StagedEntry {
  readonly file: string
  readonly blob: string
}

/** `:100644 100644 <old> <new> M`, NUL, the name, NUL, for each file. */
function readRaw(text: string): readonly StagedEntry[] {
  const fields = text.split('\0')
  const entries: StagedEntry[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode, , blob] = (fields[at] as string).split(' ')
    const file = fields[at + 1] as string
    if (blob !== undefined && mode?.startsWith('100')) entries.push({ file, blob })
  }
  return entries
}

/** `<name> blob <size>`, a line end, the content, a line end, for each object. */
function readBatch(answer: Buffer, entries: readonly StagedEntry[]): readonly StagedFile[] {
  let at = 0
  return entries.map(({ file }) => {
    const end = answer.indexOf(0x0a, at)
    const size = Number(answer.toString('latin1', at, end).split(' ')[2])
    if (end < 0 || Number.isNaN(size)) throw failed('git does not have the staged content', 'stage the files again', undefined)
    const bytes = answer.subarray(end + 1, end + 1 + size)
    at = end + 1 + size + 1
    return { file, bytes }
  })
}

/** Without a shell, so that no name of a file is a command. */
function git(context: CliContext, args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // In English, so that its answer can be understood. Inside a hook, the environment says which index is meant.
    const env = { ...context.env, PATH: context.env['PATH'] ?? process.env['PATH'], LC_ALL: 'C' }
    const options = { cwd: context.cwd, env, encoding: 'buffer', maxBuffer: mostBytes, signal: context.signal } as const
    const child = execFile('git', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(whyNot(error, stderr.toString('utf8')))
    })
    // Git may end before it has read everything; what it answers then says why.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

function whyNot(error: Error, said: string): ConfigError {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return failed('there is no git command', 'install git, or name the files instead of --staged', error)
  if (/not a git repository/i.test(said))
    return failed('this folder is in no git repository', 'name the files instead of --staged', error)
  const line = said.split('\n')[0] ?? ''
  return failed(line === '' ? 'git failed' : `git failed: ${JSON.stringify(line)}`, 'see what "git status" says', error)
}

function failed(message: string, hint: string, cause: unknown): ConfigError {
  return new ConfigError({ code: 'GIT_FAILED', severity: 'error', message, hint }, { cause })
}
