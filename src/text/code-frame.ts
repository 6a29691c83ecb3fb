import { type Paint, plainPaint } from './color.ts'
import type { LineIndex, Span } from './position.ts'
import { printable } from './printable.ts'
import { cellsOf } from './width.ts'

/** How a frame is drawn. */
export interface FrameOptions {
  /** Cells of a line, gutter included. Default: 100. */
  readonly width?: number | undefined
  /** Lines shown above the marked one. Default: 1. */
  readonly before?: number | undefined
  /** Written behind the marks. */
  readonly label?: string | undefined
  readonly paint?: Paint | undefined
  /** Which paint the marks have. Default: error. */
  readonly tone?: 'error' | 'warning' | undefined
}

/**
 * The line of a span with marks under it, and the lines above:
 *
 * ```text
 *  11 | server:
 *  12 |   port: 80800
 *     |         ^^^^^ received 80800
 * ```
 * Tabs are expanded, and a long line is cut to a window around the marks.
 */
export function codeFrame(lines: LineIndex, span: Span, options: FrameOptions = {}): readonly string[] {
  const paint = options.paint ?? plainPaint
  const last = span.start.line
  const first = Math.max(1, last - (options.before ?? 1))
  const gutter = String(last).length + 1
  const room = Math.max(20, (options.width ?? 100) - gutter - 3)

  const drawn: string[] = []
  for (let number = first; number <= last; number++) {
    const raw = lines.line(number)
    const window = windowOf(raw, number === last ? markOf(raw, span) : { start: 0, end: 0 }, room)
    drawn.push(`${paint.dim(`${String(number).padStart(gutter)} |`)} ${window.text}`.trimEnd())
    if (number === last) drawn.push(markLine(window, gutter, options, paint))
  }
  return drawn
}

function markLine(window: Window, gutter: number, options: FrameOptions, paint: Paint): string {
  const marks = '^'.repeat(window.markCells)
  const label = options.label === undefined ? '' : ` ${printable(options.label)}`
  return `${paint.dim(`${' '.repeat(gutter)} |`)} ${' '.repeat(window.markAt)}${paint[options.tone ?? 'error'](marks + label)}`
}

interface Mark {
  readonly start: number
  readonly end: number
}

/** The units of the line that are marked: at least one, and to the end of the line when the span goes on. */
function markOf(line: string, span: Span): Mark {
  const start = Math.min(Math.max(0, span.start.column - 1), line.length)
  const end = span.end.line > span.start.line ? line.length : Math.min(span.end.column - 1, line.length)
  return { start, end: Math.max(start, end) }
}

interface Window {
  readonly text: string
  readonly markAt: number
  readonly markCells: number
}

/** Cuts what does not fit, so that the mark is visible with what stands before it. */
function windowOf(line: string, mark: Mark, room: number): Window {
  const fits = line.length <= room && drawCells(line, mark).cells <= room
  if (fits) return drawCells(line, mark)

  const from = safeCut(line, Math.max(0, Math.min(mark.start - Math.floor(room / 3), line.length - Math.floor(room / 2))))
  const before = from > 0 ? '…' : ''
  const piece = takeCells(line.slice(from, from + room), room - before.length - 1)
  const after = from + piece.length < line.length ? '…' : ''
  const shift = before.length - from
  const end = Math.min(mark.end, from + piece.length)
  return drawCells(before + piece + after, { start: mark.start + shift, end: Math.max(mark.start, end) + shift })
}

/** A cut never divides a pair of surrogates. */
function safeCut(line: string, at: number): number {
  const code = line.charCodeAt(at)
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

const tabStop = 4

function takeCells(text: string, room: number): string {
  let cells = 0
  let end = 0
  for (const character of text) {
    cells += cellsAt(character, cells)
    if (cells > room) break
    end += character.length
  }
  return text.slice(0, end)
}

function cellsAt(character: string, at: number): number {
  return character === '\t' ? tabStop - (at % tabStop) : cellsOf(character)
}

function drawCells(line: string, mark: Mark): Window & { readonly cells: number } {
  let text = ''
  let cells = 0
  let unit = 0
  let markAt: number | undefined
  let markEnd: number | undefined
  for (const character of printable(line)) {
    if (unit >= mark.start) markAt ??= cells
    if (unit >= mark.end) markEnd ??= cells
    const wide = cellsAt(character, cells)
    text += character === '\t' ? ' '.repeat(wide) : character
    cells += wide
    unit += character.length
  }
  markAt ??= cells
  return { text, cells, markAt, markCells: Math.max(1, (markEnd ?? cells) - markAt) }
}
