import type { TextChange } from '../errors/issue.ts'
import { LineIndex } from '../text/position.ts'

/** A text with changes made in it. They are in order and do not overlap. New lines end as those of the text do. */
export function changeText(text: string, changes: readonly TextChange[]): string {
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n'
  let changed = ''
  let done = 0
  for (const { span, text: inserted } of changes) {
    changed += text.slice(done, span.start.offset) + inserted.replace(/\r?\n/g, lineEnd)
    done = span.end.offset
  }
  return changed + text.slice(done)
}

/** Lines around a change that are shown. */
const around = 2

/** A stretch of changed lines: those of the old text from `from`, counted from 1, to in front of `to`. */
interface ChangedLines {
  readonly from: number
  readonly to: number
  /** How many lines longer the new text is here. */
  readonly grown: number
}

/** Stretches that are shown together, with what stands between them. */
type Hunk = readonly [ChangedLines, ...ChangedLines[]]

/**
 * What changes make of a text, as a unified diff. `shown` are the two texts as they may be shown, with the same lines:
 * a diff ends up in build logs.
 */
export function unifiedDiff(
  file: string,
  { before, changes }: { readonly before: string; readonly changes: readonly TextChange[] },
  shown: { readonly before: string; readonly after: string },
): string {
  const oldLines = new LineIndex(shown.before)
  const newLines = new LineIndex(shown.after)
  let shift = 0
  const drawn = hunksOf(before, changes).map((hunk) => {
    const lines = drawHunk(hunk, shift, oldLines, newLines)
    for (const { grown } of hunk) shift += grown
    return lines
  })
  return [`--- a/${file}`, `+++ b/${file}`, ...drawn.flat(), ''].join('\n')
}

/** Changes whose surroundings meet share a hunk. */
function hunksOf(text: string, changes: readonly TextChange[]): readonly Hunk[] {
  const hunks: Hunk[] = []
  for (const stretch of stretchesOf(text, changes)) {
    const last = hunks.at(-1)
    if (last && stretch.from <= (last.at(-1) as ChangedLines).to + 2 * around) hunks[hunks.length - 1] = [...last, stretch]
    else hunks.push([stretch])
  }
  return hunks
}

/** Changes in the same lines are one stretch. */
function stretchesOf(text: string, changes: readonly TextChange[]): readonly ChangedLines[] {
  const lines = new LineIndex(text)
  const stretches: ChangedLines[] = []
  for (const { span, text: inserted } of changes) {
    const start = lines.positionAt(span.start.offset)
    const end = lines.positionAt(span.end.offset)
    // Whole lines that are taken away leave the one behind them as it is.
    const isWhole = inserted === '' && start.column === 1 && end.column === 1 && end.line > start.line
    const to = isWhole ? end.line : end.line + 1
    const grown = lineEndsIn(inserted) - lineEndsIn(text.slice(span.start.offset, span.end.offset))
    const last = stretches.at(-1)
    if (last && start.line < last.to)
      stretches[stretches.length - 1] = { from: last.from, to: Math.max(last.to, to), grown: last.grown + grown }
    else stretches.push({ from: start.line, to, grown })
  }
  return stretches
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

function drawHunk(hunk: Hunk, shift: number, oldLines: LineIndex, newLines: LineIndex): readonly string[] {
  const first = Math.max(1, hunk[0].from - around)
  const rows: string[] = []
  const draw = (sign: string, lines: LineIndex, from: number, to: number): void => {
    for (let line = from; line < to && line <= lastLine(lines); line++) rows.push(`${sign}${lines.line(line)}`)
  }
  let moved = shift
  let next = first
  for (const { from, to, grown } of hunk) {
    draw(' ', oldLines, next, from)
    draw('-', oldLines, from, to)
    draw('+', newLines, from + moved, to + moved + grown)
    moved += grown
    next = to
  }
  draw(' ', oldLines, next, next + around)
  const count = (signs: string): number => rows.filter((row) => signs.includes(row[0] as string)).length
  return [`@@ -${first},${count(' -')} +${first + shift},${count(' +')} @@`, ...rows]
}

/** Behind the last line end stands no line. */
function lastLine(lines: LineIndex): number {
  return lines.line(lines.lineCount) === '' ? lines.lineCount - 1 : lines.lineCount
}
