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

/** A stretch of changed lines: the same in the old text and in the new one, except between `from` and `to`. */
interface Hunk {
  /** Lines of the old text, from 1; `to` is behind the last. */
  readonly from: number
  readonly to: number
  /** How many lines longer the new text is here. */
  readonly grown: number
}

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
    shift += hunk.grown
    return lines
  })
  return [`--- a/${file}`, `+++ b/${file}`, ...drawn.flat(), ''].join('\n')
}

/** Changes whose surroundings meet share a hunk. */
function hunksOf(text: string, changes: readonly TextChange[]): readonly Hunk[] {
  const lines = new LineIndex(text)
  const hunks: Hunk[] = []
  for (const { span, text: inserted } of changes) {
    const from = lines.positionAt(span.start.offset).line
    const to = lines.positionAt(span.end.offset).line + 1
    const grown = lineEndsIn(inserted) - lineEndsIn(text.slice(span.start.offset, span.end.offset))
    const last = hunks.at(-1)
    if (last && from <= last.to + 2 * around)
      hunks[hunks.length - 1] = { from: last.from, to: Math.max(last.to, to), grown: last.grown + grown }
    else hunks.push({ from, to, grown })
  }
  return hunks
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

function drawHunk({ from, to, grown }: Hunk, shift: number, oldLines: LineIndex, newLines: LineIndex): readonly string[] {
  const first = Math.max(1, from - around)
  const last = Math.min(lastLine(oldLines), to - 1 + around)
  const newTo = to + shift + grown
  const rows: string[] = []
  for (let line = first; line < from; line++) rows.push(` ${oldLines.line(line)}`)
  for (let line = from; line < to && line <= lastLine(oldLines); line++) rows.push(`-${oldLines.line(line)}`)
  for (let line = from + shift; line < newTo && line <= lastLine(newLines); line++) rows.push(`+${newLines.line(line)}`)
  for (let line = to; line <= last; line++) rows.push(` ${oldLines.line(line)}`)
  const count = (signs: string): number => rows.filter((row) => signs.includes(row[0] as string)).length
  return [`@@ -${first},${count(' -')} +${first + shift},${count(' +')} @@`, ...rows]
}

/** Behind the last line end stands no line. */
function lastLine(lines: LineIndex): number {
  return lines.line(lines.lineCount) === '' ? lines.lineCount - 1 : lines.lineCount
}
