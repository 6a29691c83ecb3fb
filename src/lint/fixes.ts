import type { Fix } from '../errors/issue.ts'
import { LineIndex, type Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { LintFile } from './subject.ts'

const indexes = new WeakMap<LintFile, LineIndex>()

/** The stretch of a file between two offsets. */
export function spanIn(file: LintFile, start: number, end: number): Span {
  let lines = indexes.get(file)
  if (lines === undefined) {
    lines = new LineIndex(file.text)
    indexes.set(file, lines)
  }
  return lines.span(file.file, start, end)
}

/** Takes a key out of its file, with its line. The description names the key, never its value. */
export function removal(file: LintFile | undefined, path: Path, description: string): Fix | undefined {
  const after = file?.edited([{ kind: 'remove', path }])
  return file === undefined || after === undefined ? undefined : difference(file, after, description)
}

/** One change that makes `after` of the file: what lies between the common beginning and the common end. */
function difference(file: LintFile, after: string, description: string): Fix | undefined {
  const before = file.text
  if (before === after) return undefined
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let same = 0
  const most = Math.min(before.length, after.length) - start
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  const text = after.slice(start, after.length - same)
  return { description, changes: [{ span: spanIn(file, start, before.length - same), text }] }
}

/** Puts quotes around a plain text. The change itself does not show the text. */
export function quoting(span: Span, description: string): Fix {
  return {
    description,
    changes: [
      { span: { ...span, end: span.start }, text: '"' },
      { span: { ...span, start: span.end }, text: '"' },
    ],
  }
}

/** Takes the quotes off. `undefined` if there are none. */
export function unquoting(file: LintFile | undefined, span: Span | undefined, description: string): Fix | undefined {
  if (file === undefined || span === undefined || span.file !== file.file) return undefined
  const text = file.text.slice(span.start.offset, span.end.offset)
  if (text.length < 3 || !/^(["']).*\1$/s.test(text)) return undefined
  const { start, end } = { start: span.start.offset, end: span.end.offset }
  return {
    description,
    changes: [
      { span: spanIn(file, start, start + 1), text: '' },
      { span: spanIn(file, end - 1, end), text: '' },
    ],
  }
}
