import { secretsIn } from '../../lint/secrets/secrets-in-file.ts'
import type { LintFile } from '../../lint/subject.ts'
import type { Span } from '../../text/position.ts'

/** The text of a file with every secret that was found in it replaced by stars of the same length. */
export function maskedText(file: LintFile): string {
  let shown = ''
  let done = 0
  for (const span of spansToHide(file)) {
    const start = Math.max(done, span.start.offset)
    const end = Math.max(start, span.end.offset)
    shown += file.text.slice(done, start) + file.text.slice(start, end).replace(/[^\r\n]/g, '*')
    done = end
  }
  return shown + file.text.slice(done)
}

/** In the order of the text: what looks like a secret, and what is to be sealed whatever it looks like. */
function spansToHide(file: LintFile): readonly Span[] {
  const unsealed = file.sealing?.unsealed.flatMap(({ span }) => span ?? []) ?? []
  return [...secretsIn(file).map(({ span }) => span), ...unsealed].sort((a, b) => a.start.offset - b.start.offset)
}
