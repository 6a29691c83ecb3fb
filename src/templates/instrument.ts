import { translate } from './dialect.ts'
import { includeNameOf } from './include-name.ts'
import type { CodePiece, Piece, TextPiece } from './scan.ts'
import type { TemplateFile } from './template-files.ts'

/** What is put into a template before the engine gets it. */
export interface Additions {
  /** Before a piece of text or an output: shows where what follows comes from. */
  text?(file: TemplateFile, start: number, end: number, isInValue: boolean): string
  output?(file: TemplateFile, piece: CodePiece): string
  /** A condition that is computed when a tag or output is reached. It must be false. */
  condition?(file: TemplateFile, piece: CodePiece): string | undefined
}

/** The template as the engine gets it. */
export interface Instrumented {
  readonly text: string
  /** The piece, and the offset in the file, of an offset in `text`. */
  placeOf(offset: number): { readonly piece: Piece; readonly offset: number } | undefined
}

/** Filters that the additions call. */
export const enterFilter = '__enter'
export const leaveFilter = '__leave'

/**
 * Names of other templates are handed to us, because they are relative to the file they stand in; the end of a file
 * is reported, so that we know which files are being rendered.
 */
export function instrument(file: TemplateFile, additions: Additions = {}, { isReported = true } = {}): Instrumented {
  const parts: string[] = []
  const starts: number[] = []
  let length = 0
  const push = (part: string): void => {
    parts.push(part)
    length += part.length
  }
  for (const piece of file.pieces) {
    if (piece.kind === 'output' || piece.kind === 'tag') push(before(file, piece, additions))
    starts.push(length)
    push(contentOf(file, piece, additions))
  }
  if (isReported) push(`{% if "${file.id}"|${leaveFilter} %}{% endif %}`)
  return { text: parts.join(''), placeOf: (offset) => placeOf(file, starts, offset) }
}

function placeOf({ pieces }: TemplateFile, starts: readonly number[], offset: number): ReturnType<Instrumented['placeOf']> {
  const next = starts.findIndex((start) => start > offset)
  const index = (next < 0 ? starts.length : next) - 1
  const piece = pieces[index]
  if (piece === undefined) return undefined
  return { piece, offset: Math.min(piece.start + offset - (starts[index] as number), piece.end) }
}

function before(file: TemplateFile, piece: CodePiece, additions: Additions): string {
  const mark = piece.kind === 'output' ? additions.output?.(file, piece) : undefined
  if (mark !== undefined) return file.source[piece.start + 2] === '-' ? `{{-"${mark}"}}` : mark
  if (piece.name === 'elif' || !isReached(piece)) return ''
  const condition = additions.condition?.(file, piece)
  return condition === undefined ? '' : `{% if ${condition} %}{% endif %}`
}

/** Before the others, nothing may stand, or it would belong to something else. */
function isReached({ kind, name }: CodePiece): boolean {
  return kind === 'output' || !(name === 'else' || name.startsWith('end'))
}

function contentOf(file: TemplateFile, piece: Piece, additions: Additions): string {
  const { source } = file
  const text = source.slice(piece.start, piece.end)
  if (piece.kind === 'text') return additions.text === undefined ? text : marked(file, piece, additions.text)
  if (piece.kind === 'output') return translate(source, piece)
  if (piece.kind === 'comment') return text
  const condition = piece.name === 'elif' ? additions.condition?.(file, piece) : undefined
  if (condition !== undefined) {
    return translate(source, piece)
      .replace(/elif/, `elif ${condition} or (`)
      .replace(/[-+]?%\}$/, ')$&')
  }
  const name = includeNameOf(source, piece)
  if (name === undefined) return translate(source, piece)
  const { line } = file.lines.positionAt(piece.start)
  const asked = `(${source.slice(name.from, name.to)})|${enterFilter}("${file.id}",${line},${piece.start})`
  return `${source.slice(piece.start, name.from)}${asked}${source.slice(name.to, piece.end)}`
}

/** Spaces stay at the edge, where the signs of whitespace control look for them. */
function marked(file: TemplateFile, { start, end, isInValue }: TextPiece, mark: NonNullable<Additions['text']>): string {
  return file.source.slice(start, end).replace(/[^\s][^\r\n]*/g, (rest, offset: number) => {
    return mark(file, start + offset, start + offset + rest.length, isInValue) + rest
  })
}
