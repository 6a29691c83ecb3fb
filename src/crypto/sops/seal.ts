import { randomBytes } from 'node:crypto'
import { decode } from '../../formats/decode.ts'
import { cryptoError } from '../failures.ts'
import { wrapDataKey } from '../keys/data-key.ts'
import type { KeyTarget, WrappedKey } from '../keys/key-provider.ts'
import type { Keyring } from '../keys/keyring.ts'
import { sealScalar } from './envelope.ts'
import { FileMac } from './mac.ts'
import { momentText, type SopsMetadata, sopsVersion, writeMetadata } from './metadata.ts'
import { type OpenedFile, type OpenedValue, plainContent } from './open.ts'
import { type PlainScalar, scalarOf } from './plain-scalar.ts'
import { countFor, putMetadata, touchMetadata } from './put-metadata.ts'
import { compilePattern, defaultRule, type SelectionRule, selectionOf } from './rules.ts'
import type { Replacement, SopsFile, SopsStore } from './stores/store.ts'
import { additionalData, type SopsComment, type SopsLeaf, walkTree } from './tree.ts'

/** For whom a file is sealed, and what of it. */
export interface Sealing {
  readonly groups: readonly (readonly KeyTarget[])[]
  /** How many groups open the file; 0 for all. */
  readonly threshold: number
  readonly rule: SelectionRule
  readonly macOnlyEncrypted: boolean
  /** Whether the file gets a file seal, which covers the whole text. Default: false. */
  readonly fileSeal?: boolean
}

/**
 * Seals a plain file.
 * @throws ConfigError CRYPTO_SEALED_ALREADY, CRYPTO_UNSEALABLE, CRYPTO_RULES, CRYPTO_KEY_*, FORMAT_*
 */
export async function sealSops(
  content: Uint8Array,
  store: SopsStore,
  name: string,
  asked: Sealing,
  keys: Keyring,
  now: number,
): Promise<string> {
  // The one value of a binary file is always sealed, whatever the rules say of names.
  const sealing = store.name === 'binary' ? { ...asked, rule: defaultRule, macOnlyEncrypted: false } : asked
  const dataKey = randomBytes(32)
  const file = readPlain(content, store, name)
  const wrapped = await wrapDataKey(dataKey, sealing.groups, sealing.threshold, keys.providers)
  const metadata = freshMetadata(sealing, wrapped, now)
  const scalars = plainScalars(content, store, file)
  const { replacements, mac } = sealTree(file, scalars, metadata, (scalar, aad) => sealScalar(scalar, dataKey, aad))
  const whole = { ...metadata, mac: sealMac(mac, dataKey, metadata) }
  const count = countFor(undefined, sealing.fileSeal === true)
  return putMetadata({ dataKey, store: store.name }, whole, count, (change) => file.rewrite(replacements, change))
}

export interface ResealOptions {
  /** A file of the same origin: what comes from it keeps the sealed text that it has there. */
  readonly relative?: OpenedFile
  /** Whether a file without a file seal gets one. One that is there is always renewed. */
  readonly fileSeal?: boolean
}

/**
 * Seals changed content with the key it had. What did not change keeps its sealed text, so a difference shows only what
 * was changed. The given text comes back when nothing was.
 */
export function resealSops(opened: OpenedFile, content: Uint8Array, now: number, options: ResealOptions = {}): string {
  const { store, name, dataKey, metadata: before } = opened
  if (Buffer.from(plainContent(opened)).equals(content)) return opened.text
  const metadata = { ...before, lastModified: momentText(now) }
  if (store.name === 'binary') return resealBinary(opened, content, metadata, options)
  const file = readPlain(content, store, name)
  const memory = new SealedMemory(valuesOf(opened, options.relative))
  const { replacements, mac } = sealTree(
    file,
    new Map(),
    metadata,
    (scalar, aad) => memory.recall(scalar, aad) ?? sealScalar(scalar, dataKey, aad),
    memory.items,
  )
  const restored = file.rewrite(replacements, { kind: 'restore', raw: opened.file.rawMetadata, tree: writeMetadata(before) })
  const written = store.read(restored, name)
  const fresh = { ...metadata, mac: sealMac(mac, dataKey, metadata) }
  const count = countFor(before.seal, options.fileSeal === true, options.relative?.metadata.seal)
  return touchMetadata({ dataKey, store: store.name }, fresh, count, (change) => written.rewrite(new Map(), change))
}

function resealBinary(opened: OpenedFile, content: Uint8Array, metadata: SopsMetadata, options: ResealOptions): string {
  const { file, values, dataKey, store } = opened
  const scalar: PlainScalar = { type: 'str', bytes: content }
  const mac = new FileMac(metadata.macOnlyEncrypted)
  mac.add(scalar, true)
  const replacements = new Map(
    values.map(({ node, aad }): [SopsLeaf | SopsComment, Replacement] => [
      node,
      { kind: 'sealed', text: sealScalar(scalar, dataKey, aad) },
    ]),
  )
  const fresh = { ...metadata, mac: sealMac(mac, dataKey, metadata) }
  const count = countFor(metadata.seal, options.fileSeal === true, options.relative?.metadata.seal)
  return touchMetadata({ dataKey, store: store.name }, fresh, count, (change) => file.rewrite(replacements, change))
}

/**
 * Seals an opened file with a new data key, for other keys if that is wanted. Plain text is never written.
 * @param fileSeal whether a file without a file seal gets one
 */
export async function rotateSops(
  opened: OpenedFile,
  groups: Sealing['groups'],
  threshold: number,
  keys: Keyring,
  now: number,
  fileSeal = false,
): Promise<string> {
  const dataKey = randomBytes(32)
  const wrapped = await wrapDataKey(dataKey, groups, threshold, keys.providers)
  const metadata: SopsMetadata = { ...opened.metadata, groups: wrapped, threshold, lastModified: momentText(now), mac: '' }
  const mac = new FileMac(metadata.macOnlyEncrypted)
  const replacements = new Map<SopsLeaf | SopsComment, Replacement>()
  for (const { node, scalar, sealed, aad } of opened.values) {
    const isValue = node.kind === 'leaf' && scalar.type !== 'comment'
    if (isValue) mac.add(scalar, sealed !== undefined || isEmptyText(scalar))
    if (sealed !== undefined) replacements.set(node, { kind: 'sealed', text: sealScalar(scalar, dataKey, aad) })
  }
  const whole = { ...metadata, mac: sealMac(mac, dataKey, metadata) }
  const sealed = { dataKey, store: opened.store.name }
  return putMetadata(sealed, whole, countFor(metadata.seal, fileSeal), (change) => opened.file.rewrite(replacements, change))
}

/** Wraps the same data key for other keys. Values stay as they are; who had the key still has it. */
export async function rewrapSops(
  opened: OpenedFile,
  groups: Sealing['groups'],
  threshold: number,
  keys: Keyring,
): Promise<string> {
  const wrapped = await wrapDataKey(opened.dataKey, groups, threshold, keys.providers)
  const { dataKey, store, file } = opened
  const metadata = { ...opened.metadata, groups: wrapped, threshold }
  return putMetadata({ dataKey, store: store.name }, metadata, countFor(metadata.seal, false), (change) =>
    file.rewrite(new Map(), change),
  )
}

/** Adds nothing to a code, whether it counts as sealed or not. */
function isEmptyText({ bytes }: PlainScalar): boolean {
  return bytes.length === 0
}

function freshMetadata(
  { rule, threshold, macOnlyEncrypted }: Sealing,
  groups: readonly (readonly WrappedKey[])[],
  now: number,
): SopsMetadata {
  return { groups, threshold, rule, macOnlyEncrypted, lastModified: momentText(now), mac: '', version: sopsVersion }
}

function sealMac(mac: FileMac, dataKey: Uint8Array, { lastModified }: SopsMetadata): string {
  return sealScalar(scalarOf('str', mac.digest()), dataKey, lastModified)
}

/** A binary file is sealed as JSON with all of it in one value. */
function readPlain(content: Uint8Array, store: SopsStore, name: string): SopsFile {
  const text = store.name === 'binary' ? '{\n\t"data": ""\n}\n' : decode(content, name)
  const file = store.read(text, name)
  if (file.metadata !== undefined)
    throw cryptoError('CRYPTO_SEALED_ALREADY', 'the file has the metadata of a sealing, or a key with its name', {
      file: name,
      hint: 'use "configmanage edit" or "configmanage rotate"; or rename the key "sops"',
    })
  if (file.documents.length === 0) throw cryptoError('CRYPTO_UNSEALABLE', 'there is nothing to seal', { file: name })
  return file
}

/** What of a file is not told by its text: the bytes of a binary file. */
function plainScalars(content: Uint8Array, store: SopsStore, file: SopsFile): ReadonlyMap<SopsLeaf, PlainScalar> {
  if (store.name !== 'binary') return new Map()
  const [visit] = [...walkTree(file.documents[0] as SopsFile['documents'][number])] // made in readPlain
  return new Map([[visit?.node as SopsLeaf, { type: 'str', bytes: content }]])
}

type Sealer = (scalar: PlainScalar, aad: string) => string

function sealTree(
  file: SopsFile,
  scalars: ReadonlyMap<SopsLeaf, PlainScalar>,
  { rule, macOnlyEncrypted }: SopsMetadata,
  seal: Sealer,
  items: ReadonlySet<string> = noItems,
): { readonly replacements: Map<SopsLeaf | SopsComment, Replacement>; readonly mac: FileMac } {
  const selection = selectionOf(rule)
  const mac = new FileMac(macOnlyEncrypted)
  const replacements = new Map<SopsLeaf | SopsComment, Replacement>()
  for (const document of file.documents) {
    for (const visit of walkTree(document)) {
      const { node, keys } = visit
      const scalar = node.kind === 'comment' ? scalarOf('comment', node.text) : (scalars.get(node) ?? node.scalar)
      if (scalar === undefined) continue
      const isSealed = selection(visit)
      if (node.kind === 'leaf') mac.add(scalar, isSealed)
      if (!isSealed || scalar.bytes.length === 0) continue
      const text = seal(scalar, additionalData(keys))
      if (node.kind === 'comment') refuseUnreadable(text, rule)
      replacements.set(node, { kind: 'sealed', text, asItem: node.kind === 'comment' && items.has(text) })
    }
  }
  return { replacements, mac }
}

const noItems: ReadonlySet<string> = new Set()

/** A sealed comment that asks to be left plain could not be opened again. */
function refuseUnreadable(sealed: string, { name, pattern }: SelectionRule): void {
  if (name !== 'unencrypted_comment_regex' || !compilePattern(pattern, name)(sealed)) return
  throw cryptoError('CRYPTO_RULES', `${name} ${JSON.stringify(pattern)} also fits sealed comments`, {
    hint: 'make it more definite',
  })
}

/** Texts that another key sealed could not be opened here, and each text is known once. */
function valuesOf({ values, dataKey }: OpenedFile, relative: OpenedFile | undefined): readonly OpenedValue[] {
  if (relative === undefined || !Buffer.from(relative.dataKey).equals(dataKey)) return values
  const known = new Set(values.map(({ sealed }) => sealed))
  return [...values, ...relative.values.filter(({ sealed }) => !known.has(sealed))]
}

/** The sealed texts of an opened file, by what they hold and where. */
class SealedMemory {
  readonly #known = new Map<string, string[]>()
  /** Comments that stood as items of their lists. */
  readonly items = new Set<string>()

  constructor(values: readonly OpenedValue[]) {
    for (const { node, sealed, scalar, aad } of values) {
      if (sealed === undefined) continue
      if (node.kind === 'leaf' && scalar.type === 'comment') this.items.add(sealed)
      const key = keyOf(scalar, aad)
      const texts = this.#known.get(key)
      if (texts === undefined) this.#known.set(key, [sealed])
      else texts.push(sealed)
    }
  }

  /** Each text once: what is new and equal gets an IV of its own, so that nobody sees that it is equal. */
  recall(scalar: PlainScalar, aad: string): string | undefined {
    return this.#known.get(keyOf(scalar, aad))?.shift()
  }
}

function keyOf({ type, bytes }: PlainScalar, aad: string): string {
  return `${type} ${Buffer.from(bytes).toString('base64')} ${aad}`
}
