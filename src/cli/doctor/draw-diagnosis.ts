import type { Found } from '../../doctor/found.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import type { Paint } from '../../text/color.ts'
import { alignColumns } from '../../text/columns.ts'
import { count } from '../../text/words.ts'
import type { Report, Reporter } from '../reporters/report.ts'
import type { Diagnosis, SourceLine } from './diagnosis.ts'

const mostNames = 4
const mostOfACode = 5

/** For people: what is there, what is wrong with it in a line each, and what to do next. */
export function drawDiagnosis(diagnosis: Diagnosis, versions: string): Reporter {
  return (report, { paint, quiet, all }) => {
    const shown = quiet ? report.issues.filter(({ severity }) => severity === 'error') : report.issues
    const lines = [
      `${versions} · ${diagnosis.manifest ?? 'no manifest, using conventions'}`,
      ...foundLines(diagnosis.found, paint),
      ...sourceLines(diagnosis.sources, paint),
      ...generatedLines(diagnosis, paint),
      ...issueLines(shown, paint, all),
      ...agreementLines(diagnosis.found, paint),
      closing(report, diagnosis, paint),
      ...diagnosis.next.map((command, index) => `${index === 0 ? paint.dim('next') : '    '}  configmanage ${command}`),
    ]
    return `${lines.join('\n')}\n`
  }
}

function foundLines(found: readonly Found[], paint: Paint): readonly string[] {
  const rows = found.map(({ tool, files, keys }) => ['  found', tool, namesOf(files.map(({ file }) => file)), count(keys, 'key')])
  const notes = found.flatMap(({ notes: own }) => own.map((note) => paint.dim(`          ${note}`)))
  return [...alignColumns(rows), ...notes]
}

function namesOf(files: readonly string[]): string {
  const shown = files.slice(0, mostNames).join(', ')
  return files.length > mostNames ? `${shown} and ${files.length - mostNames} more` : shown
}

function sourceLines(sources: readonly SourceLine[], paint: Paint): readonly string[] {
  return alignColumns(sources.map((source) => [`  ${sourceMark(source, paint)}`, source.name, sourceState(source)]))
}

function sourceMark({ state, keys, files }: SourceLine, paint: Paint): string {
  if (state === 'failed') return paint.error('✖')
  return keys > 0 || files.length > 0 ? paint.good('✔') : paint.dim('○')
}

function sourceState({ state, keys, files, optional }: SourceLine): string {
  if (state === 'failed') return 'cannot be used'
  if (keys > 0 || files.length > 0) return count(keys, 'key')
  if (state === 'not read') return 'not read, because of what is wrong below'
  return optional ? 'nothing there, which is allowed' : 'nothing'
}

function generatedLines({ generated }: Diagnosis, paint: Paint): readonly string[] {
  return generated.filter(({ current }) => current).map(({ file }) => `  ${paint.good('✔')}  ${file} is what the schema says`)
}

function issueLines(issues: readonly Issue[], paint: Paint, all: boolean): readonly string[] {
  const shown: (readonly string[])[] = []
  const hints: string[] = []
  for (const [code, own] of Map.groupBy(inReadingOrder(issues), (issue) => issue.code)) {
    const first = all ? own : own.slice(0, mostOfACode)
    for (const issue of first) {
      shown.push([markOf(issue, paint), code, placeOf(issue), issue.message])
      hints.push(issue.hint ?? '')
    }
    if (first.length < own.length) {
      shown.push(['  ', '', '', `and ${own.length - first.length} more like this (--all)`])
      hints.push('')
    }
  }
  return alignColumns(shown).flatMap((line, index) =>
    hints[index] === '' ? [line] : [line, paint.dim(`       ${hints[index]}`)],
  )
}

function markOf({ severity }: Issue, paint: Paint): string {
  return severity === 'error' ? `  ${paint.error('✖')}` : `  ${paint.warning('▲')}`
}

function placeOf(issue: Issue): string {
  const file = fileOf(issue)
  if (file === undefined) return issue.name ?? ''
  return issue.span === undefined ? file : `${file}:${issue.span.start.line}`
}

function agreementLines(found: readonly Found[], paint: Paint): readonly string[] {
  return found.flatMap(({ tool, agreement, profiles }) => {
    if (agreement === undefined || agreement.of === 0 || profiles.length === 0) return []
    const mark = agreement.agree === agreement.of ? paint.good('✔') : paint.warning('▲')
    return [
      `  ${mark}  ${tool}: ${agreement.agree} of ${count(agreement.of, 'key')} agree across ${count(profiles.length, 'profile')}`,
    ]
  })
}

function closing({ issues, suppressed }: Report, { found, sources }: Diagnosis, paint: Paint): string {
  const left = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`
  if (found.length === 0 && sources.length === 0) return `nothing that is known here${left}`
  if (issues.length === 0) return `${paint.good('fine')}: no findings${left}`
  const errors = issues.filter(({ severity }) => severity === 'error').length
  return `${count(errors, 'error')}, ${count(issues.length - errors, 'warning')}${left}`
}
