import { envelopeStart, parseEnvelope } from '../../crypto/sops/envelope.ts'
import type { Issue } from '../../errors/issue.ts'
import { getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { Input } from '../read-input.ts'

/** How many values of a file are sealed. A single file is checked without keys, so nothing is known of them. */
export function countSealed({ text, documents }: Input): number {
  if (!text.includes(envelopeStart)) return 0
  let count = 0
  for (const { value } of documents)
    walkLeaves(value, (path, leaf) => {
      if (!isMetadata(path) && isSealed(leaf)) count++
    })
  return count
}

/** Issues without those about sealed texts, which are no values yet, and about what says how to open them. */
export function withoutSealed(issues: readonly Issue[], { documents }: Input): readonly Issue[] {
  const isAboutSeal = ({ path = [] }: Issue): boolean =>
    isMetadata(path) || documents.some(({ value }) => isSealed(getAt(value, path)))
  return issues.filter((issue) => !isAboutSeal(issue))
}

/** What says how to open the file: a map, or in a .env file several variables. */
function isMetadata([first]: Path): boolean {
  return first === 'sops' || String(first).startsWith('sops_')
}

function isSealed(value: Value | undefined): boolean {
  return typeof value === 'string' && value.startsWith(envelopeStart) && parseEnvelope(value) !== undefined
}
