import { looksSealed, parseEnvelope } from './envelope.ts'
import { readMetadata } from './metadata.ts'
import { type PlainScalar, textOf } from './plain-scalar.ts'
import { type SelectionRule, selectionOf } from './rules.ts'
import type { SopsStore } from './stores/store.ts'
import { walkTree } from './tree.ts'

/** What of a file stands in plain text where a rule seals. */
export interface UnsealedValues {
  /** Whether the file is sealed otherwise: then the rule is its own. */
  readonly isSealed: boolean
  readonly values: readonly UnsealedValue[]
}

export interface UnsealedValue {
  readonly keys: readonly string[]
  readonly text: string
  /** Where it begins. */
  readonly start: number
}

/**
 * Looks without a key: at a sealed file by its own rule, at another by the rule that it should be sealed by.
 * @throws ConfigError FORMAT_*, CRYPTO_MALFORMED, CRYPTO_UNSEALABLE, CRYPTO_RULES for what is no such file
 */
export function unsealedValues(text: string, store: SopsStore, file: string, rule?: SelectionRule): UnsealedValues | undefined {
  const { metadata, documents } = store.read(text, file)
  const ruling = metadata === undefined ? rule : readMetadata(metadata, file).rule
  if (ruling === undefined) return undefined
  const selection = selectionOf(ruling)
  const values = documents.flatMap((document) =>
    [...walkTree(document)].flatMap((visit): readonly UnsealedValue[] => {
      const { node, keys } = visit
      if (node.kind === 'comment' || node.scalar === undefined || !selection(visit) || isEnvelope(node.scalar)) return []
      return [{ keys, text: textOf(node.scalar) ?? '', start: node.start }]
    }),
  )
  return { isSealed: metadata !== undefined, values }
}

/**
 * Whether a sealed file has something in it, and all of that in plain text: its rule fits nothing.
 * @throws ConfigError as {@link unsealedValues}
 */
export function isAllPlain(text: string, store: SopsStore, file: string): boolean {
  const visits = store.read(text, file).documents.flatMap((document) => [...walkTree(document)])
  const isSealed = visits.some(({ node }) =>
    node.kind === 'comment' ? looksSealed(node.text) : node.scalar !== undefined && isSealedText(node.scalar),
  )
  return !isSealed && visits.some(({ node }) => node.kind === 'leaf' && (node.scalar?.bytes.length ?? 0) > 0)
}

/** An empty text is sealed as an empty text. */
function isEnvelope(scalar: PlainScalar): boolean {
  return scalar.bytes.length === 0 || isSealedText(scalar)
}

function isSealedText(scalar: PlainScalar): boolean {
  const text = scalar.type === 'str' ? textOf(scalar) : undefined
  return text !== undefined && looksSealed(text) && parseEnvelope(text) !== undefined
}
