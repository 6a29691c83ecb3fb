import { printPath } from '../../values/path.ts'
import { cryptoError, malformed, tampered } from '../failures.ts'
import { recoverDataKey } from '../keys/data-key.ts'
import type { Keyring } from '../keys/keyring.ts'
import { type Envelope, looksSealed, openEnvelope, parseEnvelope } from './envelope.ts'
import { demandFileSeal, verifyFileSeal } from './file-seal.ts'
import { equalInConstantTime, FileMac } from './mac.ts'
import { readMetadata, type SopsMetadata } from './metadata.ts'
import { canonicalScalar, type PlainScalar, textOf } from './plain-scalar.ts'
import { type Selection, selectionOf } from './rules.ts'
import type { Replacement, Replacements, SopsFile, SopsStore } from './stores/store.ts'
import { additionalData, type SopsComment, type SopsLeaf, type Visit, walkTree } from './tree.ts'

/** A sealed file that was opened, with everything about it verified. */
export interface OpenedFile {
  readonly store: SopsStore
  readonly name: string
  readonly text: string
  readonly file: SopsFile
  readonly metadata: SopsMetadata
  readonly dataKey: Uint8Array
  readonly values: readonly OpenedValue[]
}

/** A value or comment of an opened file. */
export interface OpenedValue {
  readonly node: SopsLeaf | SopsComment
  readonly keys: readonly string[]
  /** The additional data that it was sealed under. */
  readonly aad: string
  /** As it stands in the file, if it is sealed. */
  readonly sealed: string | undefined
  readonly scalar: PlainScalar
}

/**
 * Opens a text. Nothing is given out before all of it is verified.
 * @param isChecked whether the reader of the format accepted this very text a moment ago
 * @throws ConfigError CRYPTO_NOT_SEALED, CRYPTO_NO_KEY, CRYPTO_TAMPERED, CRYPTO_MALFORMED, CRYPTO_RULES, CRYPTO_SEAL_*, FORMAT_*
 */
export async function openSops(
  text: string,
  store: SopsStore,
  name: string,
  keys: Keyring,
  isChecked = false,
): Promise<OpenedFile> {
  const file = store.read(text, name, isChecked)
  if (file.metadata === undefined)
    throw cryptoError('CRYPTO_NOT_SEALED', 'the file is not sealed', { file: name, hint: 'seal it with "configmanage encrypt"' })
  const metadata = readMetadata(file.metadata, name)
  const selection = selectionOf(metadata.rule)
  if (metadata.mac === '') throw tampered('the file has no authentication code', { file: name })
  const policy = keys.seals ?? 'verified'
  demandFileSeal(metadata.seal, policy, name)
  const dataKey = await recoverDataKey(metadata.groups, metadata.threshold, keys.providers, name)
  const mac = new FileMac(metadata.macOnlyEncrypted)
  const values = file.documents.flatMap((document) => {
    const visits = [...walkTree(document)]
    const opener = new Opener(dataKey, selection, name, visits)
    return visits.flatMap((visit) => opener.open(visit, mac))
  })
  verify(mac, metadata, dataKey, name)
  verifyFileSeal({ dataKey, store: store.name }, text, metadata.seal, policy, name)
  return { store, name, text, file, metadata, dataKey, values }
}

class Opener {
  readonly #dataKey: Uint8Array
  readonly #selection: Selection
  readonly #file: string
  readonly #visits: readonly Visit[]
  #places: readonly string[] | undefined

  constructor(dataKey: Uint8Array, selection: Selection, file: string, visits: readonly Visit[]) {
    this.#dataKey = dataKey
    this.#selection = selection
    this.#file = file
    this.#visits = visits
  }

  open(visit: Visit, mac: FileMac): readonly OpenedValue[] {
    const { node, keys } = visit
    const isSealed = this.#selection(visit)
    if (node.kind === 'comment') return isSealed ? this.#openComment(node, keys) : []
    if (node.scalar === undefined) return []
    if (!isSealed || isEmpty(node.scalar)) {
      // An empty text is sealed as an empty text.
      if (isSealed && node.scalar.type !== 'str') throw this.#notSealed(keys)
      mac.add(node.scalar, isSealed)
      return [{ node, keys, aad: additionalData(keys), sealed: undefined, scalar: node.scalar }]
    }
    const opened = this.#openLeaf(node.scalar, keys)
    if (opened.scalar.type !== 'comment') mac.add(opened.scalar, true)
    return [{ node, keys, ...opened }]
  }

  #openLeaf(scalar: PlainScalar, keys: readonly string[]): Pick<OpenedValue, 'aad' | 'sealed' | 'scalar'> {
    const text = scalar.type === 'str' ? textOf(scalar) : undefined
    if (text === undefined || !looksSealed(text)) throw this.#notSealed(keys)
    const envelope = parseEnvelope(text)
    if (envelope === undefined) throw malformed('a sealed value is damaged', this.#at(keys))
    const aad = additionalData(keys)
    const opened = openEnvelope(envelope, this.#dataKey, aad)
    if (opened === undefined) throw tampered('a sealed value was altered, moved or renamed', this.#at(keys))
    const canonical = canonicalScalar(opened)
    if (canonical === undefined) throw tampered('a sealed value is not of the type that it names', this.#at(keys))
    return { aad, sealed: text, scalar: canonical }
  }

  #openComment(node: SopsComment, keys: readonly string[]): readonly OpenedValue[] {
    const text = node.text.trim()
    if (!looksSealed(text)) return [] // Old writers left comments plain.
    const envelope = parseEnvelope(text)
    if (envelope === undefined) throw malformed('a sealed comment is damaged', this.#at(keys))
    const found = this.#findComment(envelope, keys)
    if (found === undefined) throw tampered('a sealed comment was altered', this.#at(keys))
    return [{ node, keys, sealed: text, ...found }]
  }

  /** Readers differ in what a comment between two levels belongs to; its place is not worth a refusal, its content is. */
  #findComment(envelope: Envelope, keys: readonly string[]): Pick<OpenedValue, 'aad' | 'scalar'> | undefined {
    for (const aad of this.#commentPlaces(keys)) {
      const scalar = openEnvelope(envelope, this.#dataKey, aad)
      if (scalar !== undefined) return { aad, scalar }
    }
    return undefined
  }

  *#commentPlaces(keys: readonly string[]): Generator<string> {
    for (let length = keys.length; length >= 0; length--) yield additionalData(keys.slice(0, length))
    this.#places ??= [
      ...new Set(this.#visits.flatMap((visit) => visit.keys.map((_, at) => additionalData(visit.keys.slice(0, at + 1))))),
    ]
    yield* this.#places
  }

  #notSealed(keys: readonly string[]): Error {
    return malformed('a value stands in plain text where the rules of the file have it sealed', {
      ...this.#at(keys),
      hint: 'if it was typed in by hand, take it out and add it with "configmanage edit"',
    })
  }

  #at(keys: readonly string[]): { readonly file: string; readonly path: readonly string[]; readonly name?: string } {
    return { file: this.#file, path: keys, ...(keys.length > 0 && { name: printPath(keys) }) }
  }
}

/** The text of a sealed value is at hand without its bytes. */
function isEmpty(scalar: PlainScalar): boolean {
  return scalar.type !== 'str' ? scalar.bytes.length === 0 : textOf(scalar) === ''
}

function verify(mac: FileMac, { mac: sealed, lastModified }: SopsMetadata, dataKey: Uint8Array, file: string): void {
  const envelope = parseEnvelope(sealed)
  if (envelope === undefined) throw malformed('the authentication code of the file is damaged', { file })
  const opened = openEnvelope(envelope, dataKey, lastModified)
  if (opened === undefined) throw tampered('the authentication code or the time of the last change was altered', { file })
  if (!equalInConstantTime(textOf(opened) ?? '', mac.digest()))
    throw tampered('values were added, removed, moved or changed without the key', { file })
}

/**
 * The content in plain text, without the metadata. Of a binary file, its bytes.
 */
export function plainContent({ store, file, values }: OpenedFile): Uint8Array {
  if (store.name === 'binary') {
    const data = values.find(({ keys }) => keys.length === 1 && keys[0] === 'data')
    return data?.scalar.bytes ?? new Uint8Array()
  }
  const replacements: Replacements = new Map(
    values.flatMap(({ node, sealed, scalar }): (readonly [SopsLeaf | SopsComment, Replacement])[] =>
      sealed === undefined ? [] : [[node, { kind: 'plain', scalar }]],
    ),
  )
  return Buffer.from(file.rewrite(replacements, { kind: 'remove' }))
}
