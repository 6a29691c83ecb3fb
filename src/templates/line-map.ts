import { LineIndex, type Span } from '../text/position.ts'
import { type Job, run } from './run.ts'
import type { TemplateFile } from './template-files.ts'

/** From a place of rendered text back to the template it came from. */
export interface LineMap {
  /** `undefined` where nothing is known of the place. */
  origin(span: Span): Span | undefined
}

/** Where a stretch of rendered text comes from. */
interface Mark {
  readonly file: TemplateFile
  readonly start: number
  readonly end: number
  /** Text stands in the result letter by letter; of an output, only its own place is known. */
  readonly literal: boolean
}

interface PlacedMark extends Mark {
  /** Where it begins in the result. */
  readonly at: number
}

/** Letters of a plane that is for private use: no space, no capital, nothing that a filter changes. */
const open = 0x10fffd
const digit = 0x10ff00
const close = 0x10fffc
const marks = /\u{10FFFD}([\u{10FF00}-\u{10FF09}]+)\u{10FFFC}/gu
const anyMark = /[\u{10FF00}-\u{10FF09}\u{10FFFC}\u{10FFFD}]/u

/**
 * Renders again with marks before each stretch of text and each output. Without them the result must be the very same,
 * or the marks were in the way of something, such as `| length`: then less is marked, and at last nothing is known.
 */
export function makeLineMap(job: Job, rendered: string): LineMap | undefined {
  if (anyMark.test(rendered)) return undefined
  return markedWhere(job, rendered, true) ?? markedWhere(job, rendered, false)
}

function markedWhere(job: Job, rendered: string, inValues: boolean): LineMap | undefined {
  const table: Mark[] = []
  const add = (mark: Mark): string => `${letter(open)}${digits(table.push(mark) - 1)}${letter(close)}`
  const outcome = run(job, {
    additions: {
      text: (file, start, end, isInValue) => (inValues || !isInValue ? add({ file, start, end, literal: true }) : ''),
      output: (file, piece) =>
        inValues || !piece.isInValue ? add({ file, start: piece.start, end: piece.end, literal: false }) : '',
    },
    fuel: undefined,
  })
  if (outcome.kind === 'failed') return undefined
  const placed = placesOf(outcome.text, table)
  return placed.text === rendered ? mapOf(placed.marks, rendered) : undefined
}

function letter(code: number): string {
  return String.fromCodePoint(code)
}

function digits(number: number): string {
  return [...String(number)].map((figure) => letter(digit + Number(figure))).join('')
}

function placesOf(text: string, table: readonly Mark[]): { readonly text: string; readonly marks: readonly PlacedMark[] } {
  const placed: PlacedMark[] = []
  let removed = 0
  const clean = text.replace(marks, (found, figures: string, at: number) => {
    const number = Number([...figures].map((figure) => (figure.codePointAt(0) ?? digit) - digit).join(''))
    const mark = table[number]
    if (mark !== undefined) placed.push({ ...mark, at: at - removed })
    removed += found.length
    return ''
  })
  return { text: clean, marks: placed }
}

function mapOf(placed: readonly PlacedMark[], rendered: string): LineMap {
  const lines = new LineIndex(rendered)
  return {
    origin(span) {
      const first = markAt(placed, lines, span.start.offset)
      if (first === undefined) return undefined
      const { start, end } = stretchOf(first, span.start.offset)
      const last = markAt(placed, lines, Math.max(span.start.offset, span.end.offset - 1)) ?? first
      const until = last.file === first.file ? stretchOf(last, span.end.offset).end : end
      return first.file.lines.span(first.file.file, start, Math.max(until, start))
    },
  }
}

/** The mark before the offset; at the spaces of a line that has none yet, the first one of that line. */
function markAt(placed: readonly PlacedMark[], lines: LineIndex, offset: number): PlacedMark | undefined {
  let low = 0
  let high = placed.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((placed[middle] as PlacedMark).at <= offset) low = middle + 1
    else high = middle
  }
  const [before, after] = [placed[low - 1], placed[low]]
  const { line } = lines.positionAt(offset)
  const isOn = (mark: PlacedMark | undefined): boolean => mark !== undefined && lines.positionAt(mark.at).line === line
  return !isOn(before) && isOn(after) ? after : (before ?? after)
}

/** What part of the mark's stretch an offset of the result belongs to. */
function stretchOf({ at, start, end, literal }: PlacedMark, offset: number): { readonly start: number; readonly end: number } {
  const place = Math.min(Math.max(start + offset - at, start), end)
  return literal ? { start: place, end: place } : { start, end }
}
