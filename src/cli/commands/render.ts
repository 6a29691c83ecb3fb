import { plainPaint } from '../../text/color.ts'
import { checkFormat } from '../check-format.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope, writeIssues } from '../output.ts'
import { lineDiff } from '../render/line-diff.ts'
import { staleOutput, textOfOutput } from '../render/output-file.ts'
import { renderAll, type Texts, writeAll } from '../render/render-all.ts'
import type { RenderFlags } from '../render/render-targets.ts'
import { usageError } from '../usage-error.ts'

interface Flags extends RenderFlags {
  readonly check?: boolean
  readonly watch?: boolean
}

/** `render <template>`: the text that a template gives, for one profile or for all. */
export const render: Command<Flags> = async (context, [template = ''], flags) => {
  if (template === '-') throw usageError('a template needs a place, to which its includes are relative', 'name a file')
  if (flags.check && flags.out === undefined) throw usageError('which file should be checked?', 'name it: -o <file> --check')
  if (flags.watch) {
    const { watchRendering } = await import('../render/watch-rendering.ts')
    return watchRendering(context, template, flags)
  }
  checkFormat(flags.format)
  const { texts } = await renderAll(context, template, flags)
  if (flags.out === undefined) return printTexts(context, flags, texts)
  return flags.check ? checkFiles(context, flags, texts, template) : writeFiles(context, flags, texts)
}

function printTexts(context: CliContext, flags: GlobalFlags, texts: Texts): ExitCode {
  if (flags.format === 'json') {
    const data = { files: texts.map(({ target, text }) => ({ profile: target.profile ?? null, text })) }
    return writeEnvelope(context, { kind: 'RenderResult', issues: [], data })
  }
  for (const { text } of texts) context.stdout.write(text)
  return exitCodes.fine
}

function writeFiles(context: CliContext, flags: GlobalFlags, texts: Texts): ExitCode {
  const files = writeAll(context, texts)
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'RenderResult', issues: [], data: { files } })
  if (!flags.quiet)
    for (const { file, written } of files) context.stderr.write(written ? `wrote ${file}\n` : `${file} is up to date\n`)
  return exitCodes.fine
}

function checkFiles(context: CliContext, flags: GlobalFlags, texts: Texts, template: string): ExitCode {
  const compared = texts.map(({ target: { profile, out = '' }, text }) => {
    const before = textOfOutput(context, out)
    return { profile: profile ?? null, file: out, current: before === text, before, text }
  })
  const stale = compared.filter(({ current }) => !current)
  const issues = stale.map(({ file }) => staleOutput(file, template))
  if (flags.format === 'json') {
    const files = compared.map(({ profile, file, current }) => ({ profile, file, current }))
    return writeEnvelope(context, { kind: 'RenderResult', issues, data: { files } })
  }
  const paint = context.stdout.isTTY ? paintFor(context, flags, context.stdout) : plainPaint
  for (const { file, before, text } of stale) context.stdout.write(lineDiff(file, before ?? '', text, paint))
  if (stale.length > 0) writeIssues(context, flags, issues)
  else if (!flags.quiet)
    context.stderr.write(
      compared.length === 1 ? `${compared[0]?.file} is up to date\n` : `all ${compared.length} files are up to date\n`,
    )
  return stale.length > 0 ? exitCodes.findings : exitCodes.fine
}
