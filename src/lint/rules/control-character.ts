import { spanIn } from '../fixes.ts'
import type { Finding, LintRule } from '../rule.ts'
import type { LintFile } from '../subject.ts'

/** Tab and line ends are the only control characters that belong into a text file. */
const invisible =
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]/g

/** One that is found more often is reported this often in a file. */
const mostInFile = 20

/** Joiners and the marks for languages written from right to left are left alone: they belong to words. */
export const controlCharacter: LintRule = {
  code: 'LINT_CONTROL_CHARACTER',
  title: 'a character that cannot be seen',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) yield* inFile(file)
  },
}

function* inFile(file: LintFile): Generator<Finding> {
  let found = 0
  for (const match of file.text.matchAll(invisible)) {
    if (found++ >= mostInFile) return
    const span = spanIn(file, match.index, match.index + match[0].length)
    const letter = `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    yield {
      message: `${nameOf(match[0])} (${letter}) that cannot be seen`,
      span,
      hint: 'remove it, or write it as an escape if it is meant',
      fix: { description: `remove ${letter}`, changes: [{ span, text: '' }] },
    }
  }
}

function nameOf(letter: string): string {
  if (letter === '\ufeff') return 'a byte order mark inside the file'
  if (/[\u202a-\u202e\u2066-\u2069]/.test(letter)) return 'a character that turns the direction of text'
  if (/[\u2028\u2029]/.test(letter)) return 'a line end'
  return /[\u0001-\u009f]/.test(letter) ? 'a control character' : 'a character of width zero'
}
