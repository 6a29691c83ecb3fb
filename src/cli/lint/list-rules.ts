import { docsLink } from '../../errors/docs-link.ts'
import { lintRules } from '../../lint/rules.ts'
import type { RuleSettings } from '../../lint/settings.ts'
import { alignColumns } from '../../text/columns.ts'
import { checkFormat } from '../check-format.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'

/** A table of all rules, with the severity that each has here. */
export function listRules(context: CliContext, flags: GlobalFlags, settings: RuleSettings): ExitCode {
  checkFormat(flags.format, ['pretty', 'json'])
  const rules = lintRules.map(({ code, title, severity, needs }) => {
    const setting = settings.get(code) ?? (severity === 'error' ? 'error' : 'warn')
    return { code, setting, needs, title, docs: docsLink(code) }
  })
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'LintRules', issues: [], data: { rules } })

  const paint = paintFor(context, flags, context.stdout)
  const rows = rules.map(({ code, setting, needs, title }) => [code, setting, needs, title])
  const lines = alignColumns([['rule', 'setting', 'needs', 'finds'], ...rows])
  context.stdout.write(`${lines.map((line, index) => (index === 0 ? paint.dim(line) : line)).join('\n')}\n`)
  return exitCodes.fine
}
