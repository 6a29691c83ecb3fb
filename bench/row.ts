import type { MeasureOptions, Ratio } from './measure.ts'

/** One line of the result: what was compared, the ratio, and whether a goal is met. */
export interface Row {
  /** `G6`, or `-` for a figure without a goal. */
  readonly goal: string
  readonly what: string
  readonly ratio: Ratio
  readonly unit: 'x' | 'us' | 'MB' | 'ms' | '%'
  /** What the median must be; absent for a figure that is only informative. */
  readonly target?: { readonly atLeast?: number; readonly atMost?: number } | undefined
}

/** How thorough to be. */
export interface Effort {
  readonly quick: boolean
  /** For calls that take micro- or milliseconds. */
  readonly calls: MeasureOptions
  /** Whole processes in each case. */
  readonly processes: number
  /** Numbers of keys. */
  readonly sizes: readonly number[]
}

export type Part = (effort: Effort) => readonly Row[] | Promise<readonly Row[]>

export function effortOf(quick: boolean): Effort {
  return quick
    ? { quick, calls: { rounds: 7, batchMs: 8 }, processes: 12, sizes: [1_000, 10_000] }
    : { quick, calls: { rounds: 15, batchMs: 25 }, processes: 60, sizes: [1_000, 10_000, 100_000] }
}

export function verdictOf({ ratio, target }: Row): 'met' | 'missed' | '' {
  if (target === undefined) return ''
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = target
  return ratio.median >= atLeast && ratio.median <= atMost ? 'met' : 'missed'
}

/** The rows as a table for people. */
export function printTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.goal,
    row.what,
    `${short(row.ratio.median)} ${row.unit}`,
    `[${short(row.ratio.low)}..${short(row.ratio.high)}]`,
    targetText(row),
    verdictOf(row),
  ])
  const all = [['goal', 'what', 'ratio', 'p10..p90', 'goal is', 'verdict'], ...lines]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? []
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function targetText({ target, unit }: Row): string {
  if (target?.atLeast !== undefined) return `>= ${target.atLeast} ${unit}`
  return target?.atMost === undefined ? '' : `<= ${target.atMost} ${unit}`
}

function short(value: number): string {
  if (!Number.isFinite(value)) return '-'
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}
