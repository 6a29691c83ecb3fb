import { count } from '../../text/words.ts'
import { printPath } from '../../values/path.ts'
import type { Finding, LintRule } from '../rule.ts'
import { isPlaceholder } from '../secrets/placeholder.ts'
import type { LintFile, SecretPlace } from '../subject.ts'

/** A sealed file into which somebody wrote by hand, and a file that was to be sealed and is not. */
export const sealedPlaintext: LintRule = {
  code: 'LINT_SEALED_PLAINTEXT',
  title: 'a value in plain text that its rules seal',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      if (file.sealing?.isSealed) yield* file.sealing.unsealed.map(typedIn)
      else if (file.sealing !== undefined) yield* notSealed(file, file.sealing.unsealed)
    }
  },
}

function typedIn({ path, span }: SecretPlace): Finding {
  return {
    message: `${printPath(path)} stands in plain text in a sealed file, whose rules seal it`,
    path,
    span,
    hint: 'take it out and add it with "configmanage edit"; if others could read it, replace it where it is used',
  }
}

/** One finding a file. While somebody works on it, it is plain, and git does not have it yet. */
function* notSealed({ file, tracked }: LintFile, places: readonly SecretPlace[]): Generator<Finding> {
  const open = places.filter(({ value }) => typeof value === 'string' && !isPlaceholder(value))
  const [first] = open
  if (first === undefined) return
  yield {
    severity: tracked === true ? 'error' : 'warning',
    message: `a creation rule seals ${count(open.length, 'value')} of this file, and it is in plain text, here ${printPath(first.path)}`,
    path: first.path,
    span: first.span,
    hint: `configmanage encrypt --in-place ${file}${tracked === true ? '; then replace the secrets, the history keeps them' : ''}`,
  }
}
