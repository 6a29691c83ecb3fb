import { spansOf } from '../../../formats/lines.ts'
import { applyPatches, type Patch } from '../../../formats/patches.ts'
import { malformed } from '../../failures.ts'
import { flattenMetadata, type MetadataMap, type MetadataTree, unflattenMetadata } from '../metadata-tree.ts'
import { scalarOf, textOf } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap, SopsMember } from '../tree.ts'
import { notAText } from './json-store.ts'
import { type MetadataChange, type Replacement, type SopsFile, type SopsStore, touchedFields } from './store.ts'

const prefix = 'sops_'

/** Metadata is written with plain line ends. With others, git has turned around those of all lines: no value ends with a return then. */
const turnedAround = /(?:^|\n)sops_mac=[^\n]*\r(?:\n|$)/

/** .env as SOPS reads it: one value a line, verbatim. Quotes and variables are part of the value. */
export const dotenvStore: SopsStore = { name: 'dotenv', read: (text, file) => new DotenvFile(text, file) }

interface MetadataLine {
  readonly name: string
  readonly text: string
  /** With its line end. */
  readonly start: number
  readonly end: number
}

class DotenvFile implements SopsFile {
  readonly documents: readonly SopsMap[]
  readonly metadata: MetadataTree | undefined
  readonly rawMetadata: string | undefined
  readonly #text: string
  readonly #file: string
  readonly #ends = new Map<SopsLeaf | SopsComment, number>()
  readonly #metadataLines: MetadataLine[] = []
  readonly #blanks: { readonly start: number; readonly end: number }[] = []

  constructor(found: string, file: string) {
    const text = turnedAround.test(found) ? found.replaceAll('\r\n', '\n') : found
    this.#text = text
    this.#file = file
    const members: (SopsMember | SopsComment)[] = []
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf('\n', start)
      const end = found < 0 ? text.length : found
      this.#readLine(start, end, found < 0 ? end : end + 1, members)
      start = end + 1
    }
    this.documents = [{ kind: 'map', members }]
    const lines = this.#metadataLines
    if (lines.length === 0) return
    this.metadata = unflattenMetadata(
      lines.map(({ name, text: value }) => [name, value]),
      file,
    )
    this.rawMetadata = lines.map((line) => text.slice(line.start, line.end)).join('')
  }

  rewrite(replacements: ReadonlyMap<SopsLeaf | SopsComment, Replacement>, change: MetadataChange): string {
    const patches: Patch[] = []
    for (const [node, replacement] of replacements) {
      const end = this.#ends.get(node)
      if (end !== undefined) patches.push({ start: node.start, end, text: this.#textOf(replacement) })
    }
    if (change.kind !== 'keep') {
      for (const { start, end } of this.#metadataLines) patches.push({ start, end, text: '' })
    }
    // The SOPS command takes no line that has blanks only, as an empty one with a return in front of its end does.
    if (change.kind === 'put') for (const { start, end } of this.#blanks) patches.push({ start, end, text: '' })
    const written = applyPatches(this.#text, patches)
    const block = this.#block(change)
    return block === '' || written === '' || written.endsWith('\n') ? written + block : `${written}\n${block}`
  }

  #readLine(start: number, end: number, next: number, members: (SopsMember | SopsComment)[]): void {
    const line = this.#text.slice(start, end)
    if (line.trim() === '') {
      this.#blanks.push({ start, end })
      return
    }
    if (line.startsWith('#')) {
      const comment: SopsComment = { kind: 'comment', text: unescaped(line.slice(1)), start: start + 1 }
      this.#ends.set(comment, end)
      members.push(comment)
      return
    }
    const equals = line.indexOf('=')
    if (equals < 0)
      throw malformed('a line without "="', { span: spansOf(this.#text, this.#file)(start, end), hint: 'write NAME=value' })
    const name = line.slice(0, equals)
    const value = unescaped(line.slice(equals + 1))
    if (name.startsWith(prefix)) {
      this.#metadataLines.push({ name: name.slice(prefix.length), text: value, start, end: next })
      return
    }
    const leaf: SopsLeaf = { kind: 'leaf', scalar: scalarOf('str', value), start: start + equals + 1 }
    this.#ends.set(leaf, end)
    members.push({ kind: 'member', key: name, node: leaf })
  }

  #textOf(replacement: Replacement): string {
    if (replacement.kind === 'sealed') return replacement.text
    const text = textOf(replacement.scalar)
    if (text === undefined) throw notAText(this.#file)
    return escaped(text)
  }

  #block(change: MetadataChange): string {
    const lines = (tree: MetadataMap): string =>
      flattenMetadata(tree)
        .map(([name, text]) => `${prefix}${name}=${escaped(text)}\n`)
        .join('')
    if (change.kind === 'put') return lines(change.tree)
    if (change.kind === 'restore') return change.raw ?? lines(change.tree)
    if (change.kind !== 'touch') return ''
    const fresh = touchedFields(change)
    return this.#metadataLines.map(({ name, text }) => `${prefix}${name}=${escaped(fresh.get(name) ?? text)}\n`).join('')
  }
}

function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n')
}

function escaped(text: string): string {
  return text.replaceAll('\n', '\\n')
}
