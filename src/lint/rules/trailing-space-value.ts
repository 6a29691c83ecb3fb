import type { Fix } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import { type Path, printPath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import { spanIn } from '../fixes.ts'
import type { LintRule } from '../rule.ts'
import type { LintFile } from '../subject.ts'

/** Keys whose values are made of blanks on purpose. */
const wantsBlanks =
  /separator|delimiter|prefix|suffix|indent|pad|join|glue|prompt|greeting|format|template|pattern|text|label|title|message/i

/** Short texts with a blank at an end. One that is nothing but blanks is meant. */
export const trailingSpaceValue: LintRule = {
  code: 'LINT_TRAILING_SPACE_VALUE',
  title: 'a value with blanks at an end',
  severity: 'warning',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      for (const document of file.documents) {
        const paths: Path[] = []
        walkLeaves(document.value, (path, leaf) => {
          if (typeof leaf === 'string' && hasBlankEnd(leaf) && !wantsBlanks.test(String(path.at(-1)))) paths.push(path)
        })
        for (const path of paths) {
          const span = document.locate(path)
          const fix = span && fixIn(file, span)
          yield { message: `${printPath(path)} begins or ends with a blank`, path, span, hint: 'remove the blank', fix }
        }
      }
    }
  },
}

function hasBlankEnd(text: string): boolean {
  const words = text.trim()
  return words !== '' && !isProse(words) && /^[ \t\u00a0]|[ \t\u00a0]$/.test(text)
}

/** In sentences, a blank at the end disturbs nobody. */
function isProse(text: string): boolean {
  return text.length > 200 || /[\r\n]/.test(text) || (text.match(/[ \t]+/g)?.length ?? 0) > 2
}

/** Only for blanks that stand in the file as they are, inside quotes. */
function fixIn(file: LintFile, span: Span): Fix | undefined {
  const { text } = file
  const quote = text[span.start.offset]
  const last = span.end.offset - 1
  if ((quote !== '"' && quote !== "'") || text[last] !== quote) return undefined
  const first = span.start.offset + 1
  let begin = first
  while (begin < last && isBlank(text[begin])) begin++
  let end = last
  while (end > begin && isBlank(text[end - 1])) end--
  const stretches: readonly (readonly [number, number])[] = [
    [first, begin],
    [end, last],
  ]
  const changes = stretches.filter(([from, to]) => from < to).map(([from, to]) => ({ span: spanIn(file, from, to), text: '' }))
  return changes.length === 0 ? undefined : { description: 'remove the blanks at the ends', changes }
}

function isBlank(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\u00a0'
}
