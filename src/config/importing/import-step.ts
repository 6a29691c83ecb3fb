import type { Span } from '../../text/position.ts'

/** How the engine came to a file: by an entry of `$import` in another one, which may have been imported itself. */
export interface ImportStep {
  /** Where the path is written. */
  readonly span: Span | undefined
  /** The file that imports, as people write it. */
  readonly file: string
  /** The same on disk, links followed: what tells files apart. */
  readonly identity: string
  /** How it came to that one; `undefined` for a file that is a source. */
  readonly above: ImportStep | undefined
}

/** The steps to a file, the nearest first. */
export function stepsOf(step: ImportStep | undefined): readonly ImportStep[] {
  const steps: ImportStep[] = []
  for (let current = step; current !== undefined; current = current.above) steps.push(current)
  return steps
}

/** `app.yaml:3`, for messages. */
export function placeOf({ span, file }: ImportStep): string {
  return span === undefined ? file : `${span.file}:${span.start.line}`
}
