import type { Explanation, Origin, UsedOperand } from '../config/explain.ts'
import type { Paint } from '../text/color.ts'
import { alignColumns } from '../text/columns.ts'
import type { Span } from '../text/position.ts'
import { printable } from '../text/printable.ts'
import { printPath } from '../values/path.ts'
import { kindOf, type Value } from '../values/value.ts'
import { shownExpression, shownRung } from './shown-expression.ts'
import { shortText } from './shown-value.ts'

/** What the ladder needs to know beside the explanation itself. */
export interface LadderHelp {
  readonly paint: Paint
  /** Hides secrets. */
  readonly shown: (value: Value) => Value
}

/** The ladder of a value: what readers get, then each layer that has a say, highest first. */
export function explainText(explanation: Explanation, help: LadderHelp): string {
  const { paint, shown } = help
  const { path, value, secret, winner, shadowed } = explanation
  const show = (item: Value): string => printable(shortText(shown(item)))
  const showRung = (item: Value): string => printable(shortText(shownRung(item, secret, shown)))
  const kind = secret ? 'secret' : kindOf(value)
  const head = [
    [paint.strong(printPath(path) || '(everything)'), paint.dim(kind)],
    [paint.dim('value'), paint.good(show(value))],
  ]
  const rungs = [
    [' ', paint.dim('layer'), paint.dim('where'), paint.dim('value'), ''],
    ['●', ...rungOf(winner, showRung), paint.good('wins')],
    ...shadowed.map((origin) => ['○', ...rungOf(origin, showRung), '']),
  ]
  const lines = [
    ...alignColumns(head, 3),
    '',
    ...alignColumns(rungs).map((line) => `  ${line}`),
    ...notes(explanation, help, show),
  ]
  return `${lines.join('\n')}\n`
}

function rungOf(origin: Origin, show: (value: Value) => string): readonly [string, string, string] {
  return [layerWord(origin), printable(whereOf(origin)), show(origin.value)]
}

/** `file` of `file:config/app.yaml`, `environment` of `environment SHOP_*`. */
function layerWord({ source }: Origin): string {
  if (source === 'standard input') return 'stdin'
  return /^[\w-]+/.exec(source)?.[0] ?? source
}

function whereOf({ name, span, file, source, uri }: Origin): string {
  const place = span ? spanText(span) : file
  if (name !== undefined) return place === undefined ? name : `${name} (${place})`
  return place ?? (source.includes(':') ? uri : source)
}

function notes(explanation: Explanation, help: LadderHelp, show: (value: Value) => string): readonly string[] {
  const { profile, profileReason, derivation, coercedFrom, secret, winner } = explanation
  const { paint } = help
  const rows: string[][] = []
  if (coercedFrom !== undefined && !secret) rows.push([paint.dim('from text'), printable(JSON.stringify(coercedFrom))])
  if (derivation) rows.push([paint.dim('computed'), printable(shownExpression(derivation.expression, secret))])
  if (winner.importedBy.length > 0)
    rows.push([paint.dim('imported'), printable(winner.importedBy.map((span) => `by ${spanText(span)}`).join(', '))])
  if (profile.length > 0) rows.push([paint.dim('profile'), [profile.join(' < '), chosenBy(profileReason, paint)].join('')])
  const uses = derivation?.uses.map((use) => useRow(use, explanation, help, show)) ?? []
  return [
    ...(rows.length > 0 ? ['', ...alignColumns(rows, 3)] : []),
    ...(uses.length > 0 ? ['', ...alignColumns(uses).map((line) => `  ${line}`)] : []),
  ]
}

/** Nothing for a profile that the command line asks for: whoever typed it knows. */
function chosenBy(reason: string | undefined, paint: Paint): string {
  return reason === undefined || reason === 'asked for by name' ? '' : paint.dim(`   by ${reason}`)
}

function spanText({ file, start }: Span): string {
  return `${file}:${start.line}:${start.column}`
}

/** `${db.host}`, what it was at that moment, and where that came from. */
function useRow(
  use: UsedOperand,
  { secret }: Explanation,
  { paint }: LadderHelp,
  show: (value: Value) => string,
): readonly string[] {
  const written = printable(shownExpression(use.expression, secret))
  if (use.fallback) return [written, paint.dim('nothing there'), 'the default was taken']
  return [written, use.value === undefined ? '' : show(use.value), printable(whereUsed(use))]
}

function whereUsed({ path, origin, answeredBy }: UsedOperand): string {
  if (answeredBy !== undefined) return `store ${answeredBy.store}, version ${answeredBy.version}`
  if (origin === undefined) return ''
  if (path !== undefined || origin.name === undefined) return whereOf(origin)
  return `variable ${origin.name}${origin.source === 'profile in use' ? ' of the profile' : ''}`
}
