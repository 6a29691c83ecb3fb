import { spansOf } from '../../../formats/lines.ts'
import { applyPatches, type Patch } from '../../../formats/patches.ts'
import { cryptoError, malformed } from '../../failures.ts'
import { flattenMetadata, type MetadataMap, type MetadataTree, unflattenMetadata } from '../metadata-tree.ts'
import { scalarOf, textOf } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap, SopsMember } from '../tree.ts'
import { type IniLine, scanIni, writeIniValue } from './ini-lines.ts'
import { notAText } from './json-store.ts'
import { type MetadataChange, type Replacement, type SopsFile, type SopsStore, touchedFields } from './store.ts'

/** INI as the SOPS command reads it: sections of texts, inline comments, keys above the first section in `DEFAULT`. */
export const iniStore: SopsStore = { name: 'ini', read: (text, file) => new IniFile(text, file) }

interface Section {
  readonly name: string
  readonly names: Set<string>
  readonly members: (SopsMember | SopsComment)[]
}

class IniFile implements SopsFile {
  readonly documents: readonly SopsMap[]
  readonly metadata: MetadataTree | undefined
  readonly rawMetadata: string | undefined
  readonly #text: string
  readonly #file: string
  readonly #ends = new Map<SopsLeaf | SopsComment, number>()
  readonly #metadataEntries: Extract<IniLine, { kind: 'entry' }>[] = []
  #metadataRange: { readonly start: number; end: number } | undefined

  constructor(text: string, file: string) {
    this.#text = text
    this.#file = file
    const sections = this.#readSections()
    const node = ({ members }: Section): SopsMap => ({ kind: 'map', members })
    this.documents = [
      { kind: 'map', members: sections.map((section) => ({ kind: 'member', key: section.name, node: node(section) })) },
    ]
    if (this.#metadataRange === undefined) return
    const flat = this.#metadataEntries.map(({ key, value }) => [key, unescaped(value)] as const)
    this.metadata = unflattenMetadata(flat, file)
    this.rawMetadata = text.slice(this.#metadataRange.start, this.#metadataRange.end)
  }

  rewrite(replacements: ReadonlyMap<SopsLeaf | SopsComment, Replacement>, change: MetadataChange): string {
    const patches: Patch[] = []
    for (const [node, replacement] of replacements) {
      const end = this.#ends.get(node)
      if (end !== undefined) patches.push({ start: node.start, end, text: this.#textOf(node, replacement) })
    }
    if (change.kind === 'touch') {
      const fresh = touchedFields(change)
      for (const { key, start, end } of this.#metadataEntries) {
        const text = fresh.get(key)
        if (text !== undefined) patches.push({ start, end, text })
      }
    } else if (change.kind !== 'keep' && this.#metadataRange !== undefined) patches.push({ ...this.#metadataRange, text: '' })
    const written = applyPatches(this.#text, patches)
    const block = blockOf(change)
    return block === '' || written === '' || written.endsWith('\n') ? written + block : `${written}\n${block}`
  }

  #readSections(): readonly Section[] {
    const sections: Section[] = []
    let current: Section | undefined
    let waiting: SopsComment[] = []
    for (const line of scanIni(this.#text, this.#file)) {
      if (line.kind === 'comment') waiting.push(this.#comment(line))
      else if (line.kind === 'header') {
        if (this.#metadataRange !== undefined && current?.name === 'sops') this.#metadataRange.end = line.lineStart
        if (line.name === 'sops') {
          this.#startMetadata(line.lineStart)
          // The metadata came behind what was the end of the file.
          current?.members.push(...waiting)
          waiting = []
        }
        current = { name: line.name, names: new Set(), members: waiting }
        if (line.name !== 'sops') sections.push(current)
        waiting = []
      } else {
        if (current === undefined) {
          current = { name: 'DEFAULT', names: new Set(), members: [] }
          sections.push(current)
        }
        if (current.name === 'sops') this.#metadataEntries.push(line)
        else if (current.names.has(line.key)) throw this.#writtenTwice(line)
        else current.members.push({ kind: 'member', key: line.key, node: this.#leaf(line) }, ...waiting)
        current.names.add(line.key)
        waiting = []
      }
    }
    ;(current ?? { members: [] as SopsComment[] }).members.push(...waiting)
    return sections
  }

  /** The SOPS command keeps the last of them only, and its code over the values would be another. */
  #writtenTwice({ start, end }: Extract<IniLine, { kind: 'entry' }>): Error {
    return cryptoError('CRYPTO_UNSEALABLE', 'a key is written twice in its section', {
      span: spansOf(this.#text, this.#file)(start, end),
      hint: 'keep one of the two',
    })
  }

  #startMetadata(start: number): void {
    if (this.#metadataRange !== undefined) throw malformed('there are two sections "sops"', { file: this.#file })
    // The empty line above belongs to it: it is put there with it.
    const isApart = this.#text.slice(0, start).endsWith('\n\n')
    this.#metadataRange = { start: isApart ? start - 1 : start, end: this.#text.length }
  }

  #comment({ text, start, end }: Extract<IniLine, { kind: 'comment' }>): SopsComment {
    const comment: SopsComment = { kind: 'comment', text, start }
    this.#ends.set(comment, end)
    return comment
  }

  #leaf({ value, start, end }: Extract<IniLine, { kind: 'entry' }>): SopsLeaf {
    const leaf: SopsLeaf = { kind: 'leaf', scalar: scalarOf('str', value), start }
    this.#ends.set(leaf, end)
    return leaf
  }

  #textOf(node: SopsLeaf | SopsComment, replacement: Replacement): string {
    const text = replacement.kind === 'sealed' ? replacement.text : textOf(replacement.scalar)
    if (text === undefined) throw notAText(this.#file)
    if (node.kind === 'comment') {
      const mark = this.#text[node.start - 2] === '#' ? '# ' : '; '
      // Lines that came from beside a value have their mark.
      const [first = '', ...others] = text.split('\n')
      return [first, ...others.map((line) => (/^[#;]/.test(line) ? line : mark + line))].join('\n')
    }
    return replacement.kind === 'sealed' ? text : writeIniValue(text)
  }
}

function blockOf(change: MetadataChange): string {
  if (change.kind === 'restore' && change.raw !== undefined) return change.raw
  if (change.kind !== 'put' && change.kind !== 'restore') return ''
  const entry = ([name, text]: readonly [string, string]): string => `${name} = ${text.replaceAll('\n', '\\n')}\n`
  return `\n[sops]\n${flattenMetadata(change.tree satisfies MetadataMap)
    .map(entry)
    .join('')}`
}

/** Releases differ in how often they escape a line end. */
function unescaped(text: string): string {
  return text.replace(/\\+n/g, '\n')
}
