import { checkTree } from '../../../formats/check-tree.ts'
import { defaultLimits } from '../../../formats/format.ts'
import { json } from '../../../formats/json/json.ts'
import { type Entry, type MapNode, type Node, readTree } from '../../../formats/json/tree.ts'
import { applyPatches, type Patch } from '../../../formats/patches.ts'
import { cryptoError } from '../../failures.ts'
import { looksSealed } from '../envelope.ts'
import type { MetadataTree } from '../metadata-tree.ts'
import { boolScalar, floatScalar, type PlainScalar, scalarOf, sealedText, textOf } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap, SopsNode } from '../tree.ts'
import { scalarNumberText } from './number-text.ts'
import { type MetadataChange, type Replacement, type SopsFile, type SopsStore, touchedFields } from './store.ts'

/** JSON, with numbers as they are written. */
export const jsonStore: SopsStore = { name: 'json', read: (text, file, isChecked = false) => new JsonFile(text, file, isChecked) }

class JsonFile implements SopsFile {
  readonly documents: readonly SopsMap[]
  readonly metadata: MetadataTree | undefined
  readonly rawMetadata: string | undefined
  readonly #text: string
  readonly #file: string
  readonly #ends = new Map<SopsLeaf | SopsComment, number>()

  constructor(text: string, file: string, isChecked: boolean) {
    // The reader of the format says what is wrong, too deep or doubled; what it accepts has places.
    if (!isChecked) checkText(text, file)
    this.#text = text
    this.#file = file
    const root = readTree(text)
    if (root.kind !== 'map')
      throw cryptoError('CRYPTO_UNSEALABLE', 'only a map at the top can be sealed', { file, hint: 'put the values under names' })
    const sops = root.entries.find(({ name }) => name === 'sops')
    this.rawMetadata = sops && this.#slice(sops.node)
    this.metadata = this.rawMetadata === undefined ? undefined : (JSON.parse(this.rawMetadata) as MetadataTree) // JSON is made of these
    this.documents = [this.#map(root, (entry) => entry !== sops)]
  }

  rewrite(replacements: ReadonlyMap<SopsLeaf | SopsComment, Replacement>, change: MetadataChange): string {
    const patches: Patch[] = []
    for (const [node, replacement] of replacements) {
      const end = this.#ends.get(node)
      if (end !== undefined) patches.push({ start: node.start, end, text: tokenOf(replacement, this.#file) })
    }
    return withMetadata(applyPatches(this.#text, patches), this.#file, change)
  }

  #map(node: MapNode, isWanted: (entry: Entry) => boolean = () => true): SopsMap {
    const members = node.entries.filter(isWanted)
    return {
      kind: 'map',
      members: members.map(({ name, node: inner }) => ({ kind: 'member', key: name, node: this.#node(inner) })),
    }
  }

  #node(node: Node): SopsNode {
    if (node.kind === 'map') return this.#map(node)
    if (node.kind === 'list') return { kind: 'list', items: node.entries.map((entry) => this.#node(entry.node)) }
    const leaf: SopsLeaf = { kind: 'leaf', scalar: scalarOfToken(this.#slice(node)), start: node.start }
    this.#ends.set(leaf, node.end)
    return leaf
  }

  #slice({ start, end }: Node): string {
    return this.#text.slice(start, end)
  }
}

function checkText(text: string, file: string): void {
  const document = json().parse(text, file)
  checkTree(document.value, defaultLimits, (path, part) => document.locate(path, part))
}

function scalarOfToken(token: string): PlainScalar | undefined {
  if (token.startsWith('"')) {
    const text = JSON.parse(token) as string // a string token
    return looksSealed(text) ? sealedText(text) : scalarOf('str', text)
  }
  if (token === 'null') return undefined
  if (token === 'true' || token === 'false') return boolScalar(token === 'true')
  if (/^-?\d+$/.test(token) && BigInt.asIntN(64, BigInt(token)) === BigInt(token)) return scalarOf('int', String(BigInt(token)))
  return floatScalar(Number(token))
}

function tokenOf(replacement: Replacement, file: string): string {
  if (replacement.kind === 'sealed') return JSON.stringify(replacement.text)
  const { scalar } = replacement
  const text = textOf(scalar)
  if (text === undefined) throw notAText(file)
  if (scalar.type === 'int') return text
  if (scalar.type === 'bool') return text.toLowerCase()
  const number = scalar.type === 'float' ? scalarNumberText(text) : undefined
  return number ?? JSON.stringify(text)
}

export function notAText(file: string): Error {
  return cryptoError('CRYPTO_MALFORMED', 'a value holds bytes that are no text', { file, hint: 'decrypt the file as binary' })
}

/** By the editor of the format, so that the layout stays. */
function withMetadata(text: string, file: string, change: MetadataChange): string {
  const edit = (value: MetadataTree, ...path: string[]): string =>
    json().edit(text, [{ kind: 'set', path: ['sops', ...path], value }], file)
  switch (change.kind) {
    case 'keep':
      return text
    case 'remove':
      return json().edit(text, [{ kind: 'remove', path: ['sops'] }], file)
    case 'put':
      return edit(change.tree)
    case 'touch':
      return json().edit(
        text,
        [...touchedFields(change)].map(([name, value]) => ({ kind: 'set', path: ['sops', name], value })),
        file,
      )
    case 'restore': {
      const placed = edit(0)
      const root = readTree(placed) as MapNode // it was a map before
      const { start, end } = root.entries.findLast(({ name }) => name === 'sops')?.node ?? { start: 0, end: 0 }
      return placed.slice(0, start) + (change.raw ?? JSON.stringify(change.tree)) + placed.slice(end)
    }
  }
}
