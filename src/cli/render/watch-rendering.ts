import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { issueToJson } from '../../errors/render-json.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { count } from '../../text/words.ts'
import { fileWatcher } from '../../watch/file-watcher.ts'
import type { Watcher, WatchTarget } from '../../watch/watcher.ts'
import type { GlobalFlags } from '../command.ts'
import { type CliContext, interruptedExitCode } from '../context.ts'
import { writeIssues } from '../output.ts'
import { pathOf } from '../paths.ts'
import { usageError } from '../usage-error.ts'
import { renderAll, type WrittenFile, writeAll } from './render-all.ts'
import type { RenderFlags } from './render-targets.ts'

type Flags = GlobalFlags & RenderFlags & { readonly check?: boolean }

/** One rendering: what was written, or why nothing was. */
interface Round {
  readonly files: readonly WrittenFile[]
  readonly issues: readonly Issue[]
}

/**
 * Writes the files again whenever the template changes, or something that it was made of, until it is interrupted. One
 * line each time. What cannot be rendered is reported, and what was written last stays.
 * @throws ConfigError CLI_USAGE
 */
export async function watchRendering(
  context: CliContext,
  template: string,
  flags: Flags,
  watcher: Watcher = fileWatcher({ keepAlive: true }),
): Promise<typeof interruptedExitCode> {
  if (flags.out === undefined) throw usageError('where should each rendering go?', 'name a file: -o <file> --watch')
  if (flags.check) throw usageError('--check and --watch contradict each other', 'leave out one of them')
  const { signal } = context
  const watched = new WatchedFiles(context, template, flags)
  const { clock, logger } = nodeRuntime({ env: context.env, cwd: context.cwd, args: [] })
  let changed = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => changed.resolve(), { once: true })
  // Watched before the first rendering, so that no change falls between the two.
  await using watching = await watcher.watch(watched.targets(), () => changed.resolve(), { clock, logger, signal })
  if (!isForMachines(flags)) context.stderr.write(`watching ${template}; Ctrl-C ends it\n`)
  let told: Round | undefined
  let isRepeated = false
  while (!signal.aborted) {
    changed = Promise.withResolvers<void>()
    const before = watched.targets().length
    const round = await renderOnce(context, template, flags, watched, told === undefined)
    if (isNews(round, told, isRepeated)) tell(context, flags, round)
    told = round
    watching.retarget(watched.targets())
    // What was found only now was read before it was watched: it may have changed between the two.
    isRepeated = watched.targets().length > before
    if (!isRepeated) await changed.promise
  }
  return interruptedExitCode
}

async function renderOnce(
  context: CliContext,
  template: string,
  flags: Flags,
  watched: WatchedFiles,
  isFirst: boolean,
): Promise<Round> {
  try {
    const { texts, files } = await renderAll(context, template, flags)
    watched.succeeded(files)
    return { files: writeAll(context, texts), issues: [] }
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    // No change of a file mends the command line; what was right at first, a change of the manifest made wrong.
    if (isFirst && error.code === 'CLI_USAGE') throw error
    watched.failed(error.issues)
    return { files: [], issues: error.issues }
  }
}

/** A change may be noticed twice, and the second time there is nothing to tell. */
function isNews(round: Round, before: Round | undefined, isRepeated: boolean): boolean {
  if (before === undefined || round.files.some(({ written }) => written)) return true
  if (isFine(round)) return !isFine(before)
  return !isRepeated || messageOf(round) !== messageOf(before)
}

function messageOf({ issues }: Round): string {
  return JSON.stringify(issues.map(issueToJson))
}

function isFine({ issues }: Round): boolean {
  return issues.length === 0
}

function isForMachines({ format }: GlobalFlags): boolean {
  return format === 'json' || format === 'ndjson'
}

function tell(context: CliContext, flags: Flags, { files, issues }: Round): void {
  const ok = isFine({ files, issues })
  if (isForMachines(flags)) {
    context.stdout.write(`${JSON.stringify({ ok, files, issues: issues.map(issueToJson) })}\n`)
    return
  }
  const written = files.filter((each) => each.written).map(({ file }) => file)
  const shown = written.length > 3 ? count(written.length, 'file') : written.join(', ')
  const what = written.length > 0 ? `wrote ${shown}` : 'nothing changed'
  const line = ok ? what : `${count(issues.length, 'error')}; what was written before stays`
  context.stdout.write(`${new Date(context.now()).toISOString()}  ${line}\n`)
  if (!ok) writeIssues(context, flags, issues)
}

/** What the next rendering depends on, as far as the last ones tell. */
class WatchedFiles {
  /** Known from the command line. */
  readonly #given: readonly string[]
  #found: readonly string[] = []
  #hasFailed = false

  constructor(context: CliContext, template: string, { data = [], config }: Flags) {
    const manifest = config === undefined ? findManifest(context.cwd) : pathOf(context, config)
    const named = [template, ...data].map((file) => pathOf(context, file))
    this.#given = manifest === undefined ? named : [...named, manifest]
  }

  succeeded(files: readonly string[]): void {
    this.#found = files
    this.#hasFailed = false
  }

  /** What mends it may be a file that nobody has seen yet. */
  failed(issues: readonly Issue[]): void {
    this.#hasFailed = issues.length > 0
  }

  targets(): readonly WatchTarget[] {
    const files = [...new Set([...this.#given, ...this.#found])]
    const targets: readonly WatchTarget[] = files.map((path) => ({ kind: 'file', path }))
    if (!this.#hasFailed) return targets
    const folders = [...new Set(files.map((file) => dirname(file)))]
    const list = () => ({ files: folders.flatMap(filesIn), folders })
    return [...targets, { kind: 'group', name: `folders of ${files.join(' ')}`, list }]
  }
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(folder, name))
}
