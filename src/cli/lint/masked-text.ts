import { secretsIn } from '../../lint/secrets/secrets-in-file.ts'
import type { LintFile } from '../../lint/subject.ts'

/** The text of a file with every secret that was found in it replaced by stars of the same length. */
export function maskedText(file: LintFile): string {
  let shown = ''
  let done = 0
  for (const { span } of secretsIn(file)) {
    const start = Math.max(done, span.start.offset)
    const end = Math.max(start, span.end.offset)
    shown += file.text.slice(done, start) + file.text.slice(start, end).replace(/[^\r\n]/g, '*')
    done = end
  }
  return shown + file.text.slice(done)
}
