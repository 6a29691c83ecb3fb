import type { Config } from '../../config/config.ts'
import type { Origin } from '../../config/explain.ts'
import { toPlainJson } from '../../export/plain-json.ts'
import { diffPaths, type TreeChange } from '../../merge/diff-paths.ts'
import type { Paint } from '../../text/color.ts'
import { alignColumns } from '../../text/columns.ts'
import { printable } from '../../text/printable.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { openConfig } from '../open-config.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { recordReveal } from '../secrets/reveal.ts'
import { shortText, shownValue } from '../shown-value.ts'
import { usageError } from '../usage-error.ts'

interface DiffFlags {
  readonly reveal?: boolean
}

type Shown = (value: Value) => Value

/** `diff <a> <b>`: what is different in the effective values of two profiles or files. */
export const diff: Command<DiffFlags> = async (context, [a = '', b = ''], flags) => {
  await using before = await openSide(context, a, flags)
  await using after = await openSide(context, b, flags)
  // Configurations are plain data.
  const changes = diffPaths(before.config.value as Value, after.config.value as Value)
  if (flags.reveal) await recordReveal(context, 'diff', ...changes.flatMap(valuesOf))
  const exitCode: ExitCode = changes.length === 0 ? exitCodes.fine : exitCodes.findings
  const shown: Shown = (value) => shownValue(context, value, flags.reveal)
  if (flags.format === 'json') {
    const data = { changes: changes.map((change) => changeToJson(change, before.config, after.config, shown)) }
    return writeEnvelope(context, { kind: 'DiffResult', issues: [], data, exitCode })
  }
  const paint = paintFor(context, flags, context.stdout)
  const rows = changes.flatMap((change) => rowsOf(change, before.config, after.config, shown, paint))
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  return exitCode
}

/** `profile:prod`, or a file. */
function openSide(context: CliContext, side: string, flags: GlobalFlags): ReturnType<typeof openConfig> {
  if (side.startsWith('profile:')) {
    const profile = side.slice('profile:'.length)
    if (profile === '') throw usageError('"profile:" names no profile', 'write for example profile:prod')
    return openConfig(context, { ...flags, profile })
  }
  if (/^(rev|https?):/.test(side))
    throw usageError(`${JSON.stringify(side)} cannot be compared`, 'name profiles, such as profile:prod, or files')
  return openConfig(context, { ...flags, file: [side] })
}

function sidesOf(change: TreeChange): { readonly before?: Value; readonly after?: Value } {
  if (change.kind === 'added') return { after: change.after }
  return change.kind === 'removed' ? { before: change.before } : { before: change.before, after: change.after }
}

function valuesOf(change: TreeChange): readonly (readonly [string, Value])[] {
  return Object.values(sidesOf(change)).map((value) => [printPath(change.path), value])
}

function rowsOf(change: TreeChange, a: Config, b: Config, shown: Shown, paint: Paint): readonly (readonly string[])[] {
  const { before, after } = sidesOf(change)
  const path = printPath(change.path)
  const row = (sign: string, name: string, value: Value, config: Config): readonly string[] => [
    sign,
    name,
    printable(shortText(shown(value))),
    paint.dim(printable(placeOf(originOf(config, change.path)))),
  ]
  return [
    ...(before === undefined ? [] : [row(paint.error('-'), path, before, a)]),
    ...(after === undefined ? [] : [row(paint.good('+'), before === undefined ? path : '', after, b)]),
  ]
}

function originOf(config: Config, path: Path): Origin | undefined {
  return config.current.explain(path)?.winner
}

function placeOf(origin: Origin | undefined): string {
  if (origin?.name !== undefined) return origin.name
  const { span, file, source } = origin ?? {}
  return span === undefined ? (file ?? source ?? '') : `${span.file}:${span.start.line}:${span.start.column}`
}

function changeToJson(change: TreeChange, a: Config, b: Config, shown: Shown): Readonly<Record<string, unknown>> {
  const { before, after } = sidesOf(change)
  return {
    kind: change.kind,
    path: printPath(change.path),
    ...(before !== undefined && { before: toPlainJson(shown(before)) }),
    ...(after !== undefined && { after: toPlainJson(shown(after)) }),
    ...(before !== undefined && { beforeOrigin: originToJson(originOf(a, change.path)) }),
    ...(after !== undefined && { afterOrigin: originToJson(originOf(b, change.path)) }),
  }
}

function originToJson(origin: Origin | undefined): Readonly<Record<string, unknown>> | null {
  if (origin === undefined) return null
  const { source, span, file, name } = origin
  if (name !== undefined) return { source, name }
  return span === undefined
    ? { source, ...(file !== undefined && { file }) }
    : { source, file: span.file, line: span.start.line, column: span.start.column }
}
