import type { Issue } from '../errors/issue.ts'
import { undefinedAt } from './dialect.ts'
import type { Instrumented } from './instrument.ts'
import type { Piece } from './scan.ts'
import type { TemplateFile, TemplateFiles } from './template-files.ts'
import { RuntimeError } from './web-assembly.ts'

/** Why a rendering ended early, as far as one pass tells. */
export type Failure =
  /** We stopped it ourselves. */
  | { readonly why: 'known'; readonly issue: Issue }
  | { readonly why: 'time' }
  /** One of our filters refused what it got. */
  | { readonly why: 'filter' }
  /** The engine came to an end that it has no words for: no memory. */
  | { readonly why: 'trap' }
  | EngineFailure

/** What the engine said. */
export interface EngineFailure {
  readonly why: 'engine'
  /** `undefined value`, `invalid operation`. */
  readonly kind: string
  /** May hold values: only what is known not to is shown to people. */
  readonly detail: string
  readonly line: number | undefined
  readonly column: number | undefined
  readonly length: number | undefined
  readonly place: FailurePlace | undefined
}

export interface FailurePlace {
  readonly file: TemplateFile
  readonly piece: Piece
  readonly offset: number
}

/** Width of the numbers before the lines that the engine prints. */
const margin = 7

export function failureOf(
  error: unknown,
  files: TemplateFiles | undefined,
  instrumented: ReadonlyMap<string, Instrumented>,
): Failure {
  if (!(error instanceof Error)) throw error
  if ([RuntimeError, RangeError].some((kind) => error instanceof kind)) return { why: 'trap' }
  const { message } = error
  const [, kind = '', rest = ''] = /^([^:\n(]+?)(?::\s|\s\(in |\n|$)(.*)/s.exec(message) ?? []
  const [, id, line] = /\(in (\w+?)(?:n\d+)?:(\d+)\)/.exec(message) ?? []
  const carets = /^\s+i (\s*)(\^+)/m.exec(message)
  const where = {
    line: line === undefined ? undefined : Number(line),
    column: carets === null ? undefined : carets[0].length - (carets[2]?.length ?? 0) - margin + 1,
    length: carets?.[2]?.length,
  }
  const detail = rest.replace(/\s*\(in \w+:\d+\).*$/s, '')
  const place = placeOf(id, where, files, instrumented)
  const offset = undefinedAt(detail)
  return { why: 'engine', kind, detail, ...where, place: place && (offset === undefined ? place : { ...place, offset }) }
}

function placeOf(
  id: string | undefined,
  { line, column = 1 }: { readonly line: number | undefined; readonly column: number | undefined },
  files: TemplateFiles | undefined,
  instrumented: ReadonlyMap<string, Instrumented>,
): FailurePlace | undefined {
  const file = id === undefined ? undefined : files?.byId(id)
  const text = id === undefined ? undefined : instrumented.get(id)
  if (file === undefined || text === undefined || line === undefined) return undefined
  const found = text.placeOf(offsetIn(text.text, line, column))
  return found && { file, ...found }
}

/** The engine counts characters, and ends lines at LF only. */
export function offsetIn(text: string, line: number, column: number): number {
  let start = 0
  for (let count = 1; count < line; count++) start = text.indexOf('\n', start) + 1
  return start + [...text.slice(start, start + 2 * column)].slice(0, column - 1).join('').length
}
