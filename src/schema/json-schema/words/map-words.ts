import { closest } from '../../../text/closest.ts'
import { didYouMean } from '../../../text/words.ts'
import type { Finding } from '../finding.ts'
import { isObject, plainOf } from '../kind.ts'
import { type KnownKeys, knownKeys } from '../known-keys.ts'
import { amount, type Wording, type Words } from './words.ts'

/** Keys of maps: missing ones, unknown ones, their number. */
const missing: Wording = (finding, isSecret) => ({
  code: 'VALUE_MISSING',
  says: 'is required',
  key: finding.key,
  hint: isSecret ? undefined : mistypedInstead(finding),
  hidesReceived: true,
})

/** The key is there under a name that the schema does not know. */
function mistypedInstead(finding: Finding): string | undefined {
  const map = plainOf(finding.value)
  if (!isObject(map) || finding.key === undefined) return undefined
  const known = new Set(knownKeys(finding).here)
  const [near] = closest(
    finding.key,
    Object.keys(map).filter((key) => !known.has(key)),
    1,
  )
  return near === undefined
    ? undefined
    : `did you mean it by ${JSON.stringify(near)}? rename that to ${JSON.stringify(finding.key)}`
}

const neededBeside: Wording = (finding, isSecret) => ({
  ...missing(finding, isSecret),
  says: `is required where ${JSON.stringify(finding.wanted)} is set`,
})

const unknown: Wording = (finding, isSecret) => ({
  code: 'KEY_UNKNOWN',
  says: 'is not known',
  key: isSecret ? undefined : finding.key,
  ...(isSecret || finding.key === undefined ? {} : insteadOf(finding.key, finding)),
  hidesReceived: true,
})

function insteadOf(key: string, finding: Finding): Pick<Words, 'hint' | 'suggestion'> {
  const known = knownKeys(finding)
  const near = closest(key, known.here, 2)
  const hint = didYouMean(near) ?? movedHint(key, known) ?? allowedHint(known.here)
  const map = plainOf(finding.value)
  const isFree = near.length === 1 && isObject(map) && !Object.hasOwn(map, near[0] as string)
  return { hint, suggestion: isFree ? near[0] : undefined }
}

function movedHint(key: string, { below, above }: KnownKeys): string | undefined {
  const inside = below.find(({ names }) => names.includes(key))
  if (inside !== undefined) return `move it into ${JSON.stringify(inside.under)}, where there is a ${JSON.stringify(key)}`
  return above.includes(key) ? `move it one level up, where there is a ${JSON.stringify(key)}` : undefined
}

const mostNames = 12

function allowedHint(names: readonly string[]): string {
  if (names.length === 0) return 'remove it'
  const first = names.slice(0, mostNames).map((name) => JSON.stringify(name))
  const rest = names.length - first.length
  return `remove it; the keys here are ${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function size(words: string): Wording {
  return ({ wanted }) => ({
    code: 'VALUE_LENGTH',
    says: `must have ${words} ${amount(wanted, 'key')}`,
    expected: `${words} ${amount(wanted, 'key')}`,
  })
}

export const mapWords: Readonly<Record<string, Wording>> = {
  required: missing,
  dependentRequired: neededBeside,
  dependencies: neededBeside,
  additionalProperties: unknown,
  unevaluatedProperties: unknown,
  propertyNames: (finding, isSecret) => ({
    ...unknown(finding, isSecret),
    says: 'is not a name that a key may have here',
    hint: 'rename it',
    suggestion: undefined,
  }),
  minProperties: size('at least'),
  maxProperties: size('at most'),
}
