import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError } from '../errors/config-error.ts'
import { decode } from '../formats/decode.ts'
import { writeFileAtomically } from '../runtime/atomic-write.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { plainPaint } from '../text/color.ts'
import { LineIndex } from '../text/position.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { frameText } from './frame-text.ts'
import { paintFor } from './output.ts'
import type { ReportPlan } from './report-plan.ts'
import type { Report, Reporter, ReporterWorld } from './reporters/report.ts'
import { loadReporter } from './reporters/table.ts'

/**
 * A report in every form that was asked for: on standard output, and in files.
 * @throws ConfigError FILE_WRITE
 */
export async function writeReport(
  context: CliContext,
  flags: GlobalFlags,
  plan: ReportPlan,
  report: Report,
  { onStandardOutput = true, pretty }: { readonly onStandardOutput?: boolean; readonly pretty?: Reporter | undefined } = {},
): Promise<void> {
  const world = worldFor(context, flags, plan, report)
  const forFiles = { ...world, paint: plainPaint, width: undefined, quiet: false }
  const draw = async (name: ReportPlan['format'], how: ReporterWorld): Promise<string> =>
    (name === 'pretty' && pretty !== undefined ? pretty : await loadReporter(name))(report, how)

  if (onStandardOutput) context.stdout.write(await draw(plan.format, world))
  if (plan.annotate) context.stdout.write(await draw('github', world))
  for (const { name, file, path } of plan.files) {
    const text = await draw(name, forFiles)
    makeFolderOf(path, file)
    writeFileAtomically(path, text, { file })
  }
  const summary = context.env['GITHUB_STEP_SUMMARY']
  const isForGithub = plan.format === 'github' || plan.annotate
  if (summary && isForGithub) appendSummary(context, summary, await draw('markdown', { ...forFiles, all: false }))
}

function makeFolderOf(path: string, file: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    const message = 'the folder of the report could not be made'
    throw new ConfigError({ code: 'FILE_WRITE', severity: 'error', message, file, hint: 'correct --reporter-file' }, { cause })
  }
}

/** An extra: a report that was printed is not taken back because of it. */
function appendSummary(context: CliContext, path: string, text: string): void {
  try {
    appendFileSync(path, `${text}\n`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    context.stderr.write(`the summary of the step could not be written${code}\n`)
  }
}

function worldFor(context: CliContext, flags: GlobalFlags, plan: ReportPlan, report: Report): ReporterWorld {
  const lines = new Map<string, LineIndex | undefined>()
  return {
    textOf: (file) => frameText(context, file),
    bytesBefore: (file, line, column) => {
      if (!lines.has(file)) lines.set(file, linesOf(context, report, file))
      const before = lines
        .get(file)
        ?.line(line)
        .slice(0, column - 1)
      return before === undefined ? column - 1 : Buffer.byteLength(before) + Math.max(0, column - 1 - before.length)
    },
    paint: paintFor(context, flags, context.stdout),
    width: context.stdout.columns,
    quiet: flags.quiet === true,
    all: plan.all,
  }
}

/** Without the text, bytes are counted as characters: that is right for most lines. */
function linesOf(context: CliContext, { root }: Report, file: string): LineIndex | undefined {
  const known = context.frames.texts.get(file)
  if (known !== undefined) return new LineIndex(known)
  try {
    const content = readFileBytes(resolve(root, file), { file })
    return content && new LineIndex(decode(content.bytes, file))
  } catch {
    return undefined
  }
}
