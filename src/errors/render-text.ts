import { codeFrame } from '../text/code-frame.ts'
import { type Paint, plainPaint } from '../text/color.ts'
import { alignColumns } from '../text/columns.ts'
import { LineIndex, type Span } from '../text/position.ts'
import { printable } from '../text/printable.ts'
import { count } from '../text/words.ts'
import { printPath } from '../values/path.ts'
import { docsLink } from './docs-link.ts'
import type { Issue } from './issue.ts'

/** How issues are written for people. */
export interface RenderOptions {
  /** The text of a file, for the frames; `undefined` when it cannot be had. Asked once a file. */
  readonly textOf?: ((file: string) => string | undefined) | undefined
  readonly paint?: Paint | undefined
  /** Cells of a line. Default: 100. */
  readonly width?: number | undefined
  /** Full pictures of one code; further ones take one line each. Default: 5. */
  readonly framesPerCode?: number | undefined
}

/** Issues for a terminal: grouped by file, sorted by line, with a closing count. Ends with a line end. */
export function renderIssues(issues: readonly Issue[], options: RenderOptions = {}): string {
  if (issues.length === 0) return ''
  const painter = new IssuePainter(options)
  const blocks = inReadingOrder(issues).map((issue) => painter.draw(issue))
  return `${joinBlocks(blocks)}\n\n${countLine(issues)}\n`
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

/** Files in the order in which they first appear; in a file, from top to bottom. Stable otherwise. */
function inReadingOrder(issues: readonly Issue[]): readonly Issue[] {
  const rank = new Map<string | undefined, number>()
  for (const issue of issues) if (!rank.has(fileOf(issue))) rank.set(fileOf(issue), rank.size)
  const rankOf = (issue: Issue): number => rank.get(fileOf(issue)) ?? 0
  return issues.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.span?.start.offset ?? -1) - (b.span?.start.offset ?? -1))
}

function fileOf(issue: Issue): string | undefined {
  return issue.span?.file ?? issue.file
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

  draw(issue: Issue): Block {
    const before = this.#drawn.get(issue.code) ?? 0
    this.#drawn.set(issue.code, before + 1)
    const heading = this.#heading(issue)
    if (before >= (this.#options.framesPerCode ?? 5)) {
      const place = placeOf(issue)
      return { lines: [place === undefined ? heading : `${heading}  ${this.#paint.dim(place)}`], short: true }
    }
    const frame = this.#frame(issue)
    const facts = this.#facts(issue, before === 0)
    const parts = [[heading], frame, facts].filter((part) => part.length > 0)
    return { lines: parts.flatMap((part, index) => (index === 0 ? part : ['', ...part])), short: parts.length === 1 }
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

  #linesOf(span: Span): LineIndex | undefined {
    if (!this.#files.has(span.file)) {
      const text = this.#options.textOf?.(span.file)
      this.#files.set(span.file, text === undefined ? undefined : new LineIndex(text))
    }
    const lines = this.#files.get(span.file)
    return lines !== undefined && span.start.line <= lines.lineCount ? lines : undefined
  }

  /** Everything else that is known, one line each. The link stands at the first issue of its code only. */
  #facts(issue: Issue, withLink: boolean): readonly string[] {
    const rows: (readonly [string, string])[] = []
    const path = issue.path && issue.path.length > 0 ? printPath(issue.path) : undefined
    if (path !== undefined && !issue.message.includes(path)) rows.push(['path', path])
    if (issue.expected !== undefined && !issue.message.includes(issue.expected)) rows.push(['expected', issue.expected])
    if (issue.received !== undefined && !issue.span) rows.push(['received', issue.received])
    for (const { message, span } of issue.related ?? []) rows.push(['see', `${printSpan(span)}  ${message}`])
    if (issue.hint !== undefined) rows.push(['try', issue.hint])
    if (withLink) rows.push(['docs', docsLink(issue.code)])
    return alignColumns(
      rows.map(([label, text]) => [`  ${this.#paint.dim(label.padEnd(9))}`, printable(text)]),
      3,
    )
  }
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
