import type { Issue } from '../../errors/issue.ts'
import { inReadingOrder } from '../../errors/reading-order.ts'
import { countLine } from '../../errors/render-text.ts'
import { printable } from '../../text/printable.ts'
import { printPath } from '../../values/path.ts'
import type { Reporter } from './report.ts'

/** Lines of one code that are shown without `--all`: what comes after them is more of the same. */
const linesPerCode = 20

/** One line an issue, with what to do about it and nothing to look at: for programs that read text, and pay by its length. */
export const agent: Reporter = ({ issues }, { all }) => {
  if (issues.length === 0) return 'no problems\n'
  const shown = new Map<string, number>()
  const lines: string[] = []
  for (const issue of inReadingOrder(issues)) {
    const before = shown.get(issue.code) ?? 0
    shown.set(issue.code, before + 1)
    if (all || before < linesPerCode) lines.push(lineOf(issue))
  }
  for (const [code, amount] of shown) {
    if (!all && amount > linesPerCode) lines.push(`and ${amount - linesPerCode} more ${code} (--all)`)
  }
  return `${[...lines, countLine(issues)].join('\n')}\n`
}

function lineOf(issue: Issue): string {
  const { span, file, name, source, path } = issue
  const place = span ? `${span.file}:${span.start.line}:${span.start.column}` : (file ?? name ?? source)
  const at = path === undefined || path.length === 0 || issue.message.includes(printPath(path)) ? '' : `${printPath(path)}: `
  const hint = issue.hint === undefined ? '' : `; try: ${issue.hint}`
  const fix = issue.fix === undefined ? '' : `; --fix: ${issue.fix.description}`
  return printable(`${issue.severity} ${issue.code} ${place === undefined ? '' : `${place} `}${at}${issue.message}${hint}${fix}`)
}
