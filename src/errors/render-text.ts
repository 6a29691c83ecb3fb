import { codeFrame } from '../text/code-frame.ts'
import { type Paint, plainPaint } from '../text/color.ts'
import { alignColumns } from '../text/columns.ts'
import { LineIndex, type Span } from '../text/position.ts'
import { printable } from '../text/printable.ts'
import { count } from '../text/words.ts'
import { printPath } from '../values/path.ts'
import { docsLink } from './docs-link.ts'
import type { Issue, RelatedPlace } from './issue.ts'
import { fileOf, inReadingOrder } from './reading-order.ts'

/** How issues are written for people. */
export interface RenderOptions {
  /** The text of a file, for the frames; `undefined` when it cannot be had. Asked once a file. */
  readonly textOf?: ((file: string) => string | undefined) | undefined
  readonly paint?: Paint | undefined
  /** Cells of a line. Default: 100. */
  readonly width?: number | undefined
  /** Full pictures of one code; further ones take one line each. Default: 5. */
  readonly framesPerCode?: number | undefined
  /** What becomes of further ones: a line each, or one line for all of a code. Default: `lines`. */
  readonly further?: 'lines' | 'count' | undefined
  /** Draw the other places too, where their lines are not seen yet. Default: they are named. */
  readonly frameRelated?: boolean | undefined
  /** True where `--fix` can be said to somebody who wants the fix. */
  readonly canFix?: boolean | undefined
  /** Written at the end instead of the count. */
  readonly closing?: string | undefined
}

/** Issues for a terminal: grouped by file, sorted by line, with a closing count. Ends with a line end. */
export function renderIssues(issues: readonly Issue[], options: RenderOptions = {}): string {
  if (issues.length === 0) return ''
  const painter = new IssuePainter(options)
  const blocks = inReadingOrder(issues).flatMap((issue) => painter.draw(issue) ?? [])
  const closing = options.closing ?? `${countLine(issues)}\n`
  return `${joinBlocks([...blocks, ...painter.rest()])}\n\n${closing}`
}

/** `2 errors, 1 warning in 3 files`. */
export function countLine(issues: readonly Issue[]): string {
  const errors = issues.filter((issue) => issue.severity === 'error').length
  const warnings = issues.length - errors
  const files = new Set(issues.map(fileOf).filter((file) => file !== undefined)).size
  const parts = [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : ''].filter(
    (part) => part !== '',
  )
  return parts.join(', ') + (files > 0 ? ` in ${count(files, 'file')}` : '')
}

interface Block {
  readonly lines: readonly string[]
  readonly short: boolean
}

/** An empty line between pictures, none between one-liners. */
function joinBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block, index) => (index === 0 ? '' : block.short && blocks[index - 1]?.short ? '\n' : '\n\n') + block.lines.join('\n'))
    .join('')
}

class IssuePainter {
  readonly #paint: Paint
  readonly #options: RenderOptions
  readonly #files = new Map<string, LineIndex | undefined>()
  readonly #drawn = new Map<string, number>()

  constructor(options: RenderOptions) {
    this.#options = options
    this.#paint = options.paint ?? plainPaint
  }

  /** The picture of an issue; `undefined` where it is only counted. */
  draw(issue: Issue): Block | undefined {
    const before = this.#drawn.get(issue.code) ?? 0
    this.#drawn.set(issue.code, before + 1)
    const isFurther = before >= this.#framesPerCode
    if (isFurther && this.#options.further === 'count') return undefined
    const heading = this.#heading(issue)
    if (isFurther) {
      const place = placeOf(issue)
      return { lines: [place === undefined ? heading : `${heading}  ${this.#paint.dim(place)}`], short: true }
    }
    const frame = this.#frame(issue)
    const others = this.#otherFrames(issue)
    const facts = this.#facts(issue, before === 0, others.rows)
    const parts = [[heading], frame, ...others.frames, facts].filter((part) => part.length > 0)
    return { lines: parts.flatMap((part, index) => (index === 0 ? part : ['', ...part])), short: parts.length === 1 }
  }

  /** `and 37 more VALUE_TYPE like these (--all)`. */
  rest(): readonly Block[] {
    if (this.#options.further !== 'count') return []
    const lines = [...this.#drawn].flatMap(([code, amount]) => {
      const more = amount - this.#framesPerCode
      return more > 0 ? [`and ${more} more ${code} like these (--all)`] : []
    })
    return lines.length === 0 ? [] : [{ lines, short: false }]
  }

  get #framesPerCode(): number {
    return this.#options.framesPerCode ?? 5
  }

  #heading(issue: Issue): string {
    const tone = this.#paint[issue.severity]
    return `${tone(`${issue.severity} ${issue.code}`)}${this.#paint.strong(`: ${printable(issue.message)}`)}`
  }

  /** The place, and the lines of the file around it where there is a file. */
  #frame(issue: Issue): readonly string[] {
    const place = placeOf(issue)
    if (place === undefined) return []
    const lines = issue.span && this.#linesOf(issue.span)
    const label = issue.received === undefined ? undefined : `received ${issue.received}`
    const picture =
      issue.span && lines
        ? codeFrame(lines, issue.span, {
            width: (this.#options.width ?? 100) - 2,
            label,
            paint: this.#paint,
            tone: issue.severity,
          })
        : []
    return [place, ...picture].map((line, index) => `  ${index === 0 ? this.#paint.accent(line) : line}`)
  }

  /** Pictures of the other places. A line that stands in the first picture is only named. */
  #otherFrames({ span, related = [] }: Issue): {
    readonly frames: readonly (readonly string[])[]
    readonly rows: readonly RelatedPlace[]
  } {
    const frames: (readonly string[])[] = []
    const rows: RelatedPlace[] = []
    for (const place of related) {
      const lines = this.#options.frameRelated ? this.#linesOf(place.span) : undefined
      if (lines === undefined || isInPicture(place.span, span)) rows.push(place)
      else frames.push(this.#otherFrame(lines, place))
    }
    return { frames, rows }
  }

  #otherFrame(lines: LineIndex, { span, message }: RelatedPlace): readonly string[] {
    const picture = codeFrame(lines, span, {
      width: (this.#options.width ?? 100) - 2,
      before: 0,
      label: message,
      paint: this.#paint,
      tone: 'warning',
    })
    return [this.#paint.accent(printSpan(span)), ...picture].map((line) => `  ${line}`)
  }

  #linesOf(span: Span): LineIndex | undefined {
    if (!this.#files.has(span.file)) {
      const text = this.#options.textOf?.(span.file)
      this.#files.set(span.file, text === undefined ? undefined : new LineIndex(text))
    }
    const lines = this.#files.get(span.file)
    return lines !== undefined && span.start.line <= lines.lineCount ? lines : undefined
  }

  /** Everything else that is known, one line each. The link stands at the first issue of its code only. */
  #facts(issue: Issue, withLink: boolean, related: readonly RelatedPlace[]): readonly string[] {
    const rows: (readonly [string, string])[] = []
    const path = issue.path && issue.path.length > 0 ? printPath(issue.path) : undefined
    if (path !== undefined && !issue.message.includes(path)) rows.push(['path', path])
    if (issue.expected !== undefined && !issue.message.includes(issue.expected)) rows.push(['expected', issue.expected])
    if (issue.received !== undefined && !issue.span) rows.push(['received', issue.received])
    for (const { message, span } of related) rows.push(['see', `${printSpan(span)}  ${message}`])
    if (issue.rule !== undefined) rows.push(['rule', issue.rule])
    const toTry = issue.hint ?? issue.fix?.description
    if (toTry !== undefined) rows.push(['try', issue.fix && this.#options.canFix ? `${toTry} (--fix does it)` : toTry])
    if (withLink) rows.push(['docs', docsLink(issue.code)])
    return alignColumns(
      rows.map(([label, text]) => [`  ${this.#paint.dim(label.padEnd(9))}`, printable(text)]),
      3,
    )
  }
}

/** The first picture shows the marked line and the one above. */
function isInPicture(span: Span, first: Span | undefined): boolean {
  if (first === undefined || span.file !== first.file) return false
  return span.start.line === first.start.line || span.start.line === first.start.line - 1
}

/** File and line; else the name that people know: a variable, a source. */
function placeOf(issue: Issue): string | undefined {
  if (issue.span) return printSpan(issue.span)
  if (issue.file !== undefined) return printable(issue.file)
  const known = [issue.name, issue.source].filter((name) => name !== undefined)
  if (known.length === 0) return undefined
  return printable(known.length === 2 ? `${known[0]} (${known[1]})` : String(known[0]))
}

function printSpan(span: Span): string {
  return `${printable(span.file)}:${span.start.line}:${span.start.column}`
}
