import { defaultLimits } from '../../../formats/format.ts'
import { lineEndOf } from '../../../formats/lines.ts'
import { applyPatches, type Patch } from '../../../formats/patches.ts'
import { construct } from '../../../formats/yaml/construct.ts'
import { type DocumentEvents, readEvents } from '../../../formats/yaml/events.ts'
import type { Node, ScalarNode } from '../../../formats/yaml/nodes.ts'
import { type Range, SourceText } from '../../../formats/yaml/problem.ts'
import { lineEnd, lineStart, nextLine } from '../../../formats/yaml/scan.ts'
import { yaml } from '../../../formats/yaml/yaml.ts'
import { editYaml } from '../../../formats/yaml-edit/edit.ts'
import { contentEnd } from '../../../formats/yaml-edit/text.ts'
import { malformed } from '../../failures.ts'
import type { MetadataMap, MetadataTree } from '../metadata-tree.ts'
import { textOf } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap } from '../tree.ts'
import { blockHeader } from '../yaml/block-header.ts'
import { readYamlDocument, type YamlDocument, type YamlSite } from '../yaml/read.ts'
import { plainYamlScalar } from '../yaml/scalars.ts'
import { yamlText } from '../yaml/write-scalar.ts'
import {
  type MetadataChange,
  type Replacement,
  type SopsFile,
  type SopsStore,
  type TouchedMetadata,
  touchedFields,
} from './store.ts'

/** YAML, with one or several documents. Only the tokens of values change; layout and comments stay. */
export const yamlStore: SopsStore = { name: 'yaml', read: (text, file, isChecked = false) => new YamlFile(text, file, isChecked) }

class YamlFile implements SopsFile {
  readonly documents: readonly SopsMap[]
  readonly metadata: MetadataTree | undefined
  readonly rawMetadata: string | undefined
  readonly #source: SourceText
  readonly #eol: string
  readonly #parts: readonly { readonly document: YamlDocument; readonly range: Range }[]

  constructor(text: string, file: string, isChecked: boolean) {
    this.#source = new SourceText(text, file)
    this.#eol = lineEndOf(text)
    const documents = readEvents(this.#source, defaultLimits)
    // Says what is wrong with the text: duplicate keys, unknown tags, keys that are no texts.
    if (!isChecked) for (const document of documents) construct(document, this.#source, defaultLimits)
    this.#parts = documents.map((events, index) => {
      const range = rangeOf(text, documents, index)
      return { document: readYamlDocument(this.#source, events, range), range }
    })
    this.documents = this.#parts.map(({ document }) => document.map)
    const first = this.#parts[0]?.document.metadata
    this.metadata = first && metadataOf(first.value, file)
    const range = this.#parts[0] && this.#metadataRange(this.#parts[0].document)
    // Inside of brackets its text has another form than outside.
    this.rawMetadata = range && !isBracketed(this.#parts[0]?.document.root) ? text.slice(range.start, range.end) : undefined
  }

  rewrite(replacements: ReadonlyMap<SopsLeaf | SopsComment, Replacement>, change: MetadataChange): string {
    const patches: Patch[] = []
    for (const { document } of this.#parts) {
      for (const [leaf, site] of document.sites) {
        const replacement = replacements.get(leaf)
        if (replacement !== undefined) patches.push(...this.#valuePatches(site, replacement))
      }
      for (const [comment, { start, end }] of document.comments) {
        const replacement = replacements.get(comment)
        if (replacement === undefined) continue
        const asItem = replacement.kind === 'sealed' && replacement.asItem === true
        patches.push({
          start: asItem ? start - 1 : start,
          end,
          text: (asItem ? '- ' : '') + this.#commentText(replacement, start),
        })
      }
    }
    if (this.#parts.some(({ document }) => isBracketed(document.root))) return this.#withinBrackets(patches, change)
    for (const part of this.#parts) patches.push(...this.#metadataPatches(part.document, part.range, change))
    return applyPatches(this.#source.text, patches)
  }

  #valuePatches(site: YamlSite, replacement: Replacement): readonly Patch[] {
    const { text } = this.#source
    const end = contentEnd(site.node, text)
    if (replacement.kind === 'plain' && replacement.scalar.type === 'comment' && site.dash !== undefined)
      return [{ start: site.dash, end, text: `#${this.#commentText(replacement, site.dash + 1)}` }]
    const start = Math.min(site.node.outer, site.node.range.start)
    const gap = start > 0 && text[start - 1] === ':' ? ' ' : ''
    // A comment in the header of a block stays on its line, behind the sealed text.
    const header = blockHeader(site.node, text)
    const comment = header === undefined ? -1 : text.slice(header.end, lineEnd(text, header.end)).indexOf('#')
    if (header !== undefined && comment >= 0) {
      const written = gap + yamlText(replacement, { ...site, flow: true }, this.#eol)
      return [
        { start, end: header.end, text: written },
        { start: lineEnd(text, header.end), end, text: '' },
      ]
    }
    // The lines of a block would begin after the comment, or end with it.
    const isFollowed = replacement.kind === 'plain' && /^[ \t]+#/.test(text.slice(end, lineEnd(text, end)))
    return [{ start, end, text: gap + yamlText(replacement, isFollowed ? { ...site, flow: true } : site, this.#eol) }]
  }

  #commentText(replacement: Replacement, start: number): string {
    if (replacement.kind === 'sealed') return replacement.text
    const column = start - 1 - lineStart(this.#source.text, start - 1)
    return (textOf(replacement.scalar) ?? '').split(/\r\n|\r|\n/).join(`${this.#eol}${' '.repeat(column)}#`)
  }

  /** The lines of the metadata in block style. */
  #metadataRange({ metadata, root }: YamlDocument): Range | undefined {
    if (metadata === undefined) return undefined
    const { text } = this.#source
    if (isBracketed(root)) return { start: metadata.value.range.start, end: metadata.value.range.end }
    const end = Math.max(metadata.colonEnd, contentEnd(metadata.value, text))
    return { start: lineStart(text, metadata.start), end: nextLine(text, lineEnd(text, end)) }
  }

  #metadataPatches(document: YamlDocument, range: Range, change: MetadataChange): readonly Patch[] {
    const old = this.#metadataRange(document)
    if (change.kind === 'keep') return []
    if (change.kind === 'touch') return touchPatches(document, change)
    if (change.kind === 'remove') return old === undefined ? [] : [{ ...old, text: '' }]
    const block = (change.kind === 'restore' ? change.raw : undefined) ?? this.#print(change.tree, document)
    if (old !== undefined) return [{ ...old, text: block }]
    const { text } = this.#source
    const open = range.end > 0 && range.end > range.start && !/[\r\n]/.test(text[range.end - 1] as string)
    return [{ start: range.end, end: range.end, text: (open ? this.#eol : '') + block }]
  }

  /** In the column of the other keys of the document. */
  #print(tree: MetadataMap, { root }: YamlDocument): string {
    const first = root?.kind === 'map' ? root.entries[0] : undefined
    const column = first === undefined ? 0 : first.start - lineStart(this.#source.text, first.start)
    const printed = yaml().print({ sops: tree }, { indent: 4 })
    const lines = printed.replace(/\n$/, '').split('\n')
    return `${lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line)).join(this.#eol)}${this.#eol}`
  }

  /** A map in brackets is changed by the editor of the format. */
  #withinBrackets(patches: readonly Patch[], change: MetadataChange): string {
    const { text, file } = this.#source
    if (this.#parts.length > 1)
      throw malformed('several documents, one of them in brackets, cannot be sealed together', {
        file,
        hint: 'write them in block style',
      })
    const written = applyPatches(text, patches)
    const edit = (value: MetadataTree, ...path: string[]): string =>
      editYaml(written, [{ kind: 'set', path: ['sops', ...path], value }], file, defaultLimits)
    switch (change.kind) {
      case 'keep':
        return written
      case 'remove':
        return editYaml(written, [{ kind: 'remove', path: ['sops'] }], file, defaultLimits)
      case 'put':
      case 'restore':
        return edit(change.tree)
      case 'touch':
        return editYaml(
          written,
          [...touchedFields(change)].map(([name, value]) => ({ kind: 'set', path: ['sops', name], value })),
          file,
          defaultLimits,
        )
    }
  }
}

function isBracketed(root: Node | undefined): boolean {
  return root?.kind === 'map' && root.flow
}

function touchPatches({ metadata }: YamlDocument, change: TouchedMetadata): readonly Patch[] {
  if (metadata?.value.kind !== 'map') return []
  // A time without quotes would be no text.
  const texts = new Map(touchedFields(change)).set('lastmodified', `"${change.lastModified}"`)
  return metadata.value.entries.flatMap(({ name, value }) => {
    const text = texts.get(name)
    return text === undefined || value.kind !== 'scalar' ? [] : [{ start: value.range.start, end: value.range.end, text }]
  })
}

/** From behind the document before to the line that begins the next, or to the end of the text. */
function rangeOf(text: string, documents: readonly DocumentEvents[], index: number): Range {
  const start = index === 0 ? 0 : boundary(text, documents[index] as DocumentEvents, documents[index - 1] as DocumentEvents)
  const next = documents[index + 1]
  if (next !== undefined) return { start, end: boundary(text, next, documents[index] as DocumentEvents) }
  const end = /^\.\.\.(?=\s|$)/gm
  end.lastIndex = Math.max(start, lastOffset(documents[index] as DocumentEvents))
  return { start, end: end.exec(text)?.index ?? text.length }
}

function boundary(text: string, next: DocumentEvents, previous: DocumentEvents): number {
  const separator = /^(?:---|\.\.\.)(?=\s|$)/gm
  separator.lastIndex = lastOffset(previous)
  if (separator.lastIndex === 0 && previous.head.explicitStart) separator.exec(text)
  return separator.exec(text)?.index ?? lastOffset(next)
}

function lastOffset({ events, from, to }: DocumentEvents): number {
  let last = 0
  for (let index = from; index < to; index++) {
    const event = events[index] as { readonly valueEnd?: number; readonly start?: number; readonly anchorEnd?: number }
    last = Math.max(last, event.valueEnd ?? 0, event.start ?? 0, event.anchorEnd ?? 0)
  }
  return last
}

function metadataOf(node: Node, file: string): MetadataTree {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ name, value }) => [name, metadataOf(value, file)]))
    case 'list':
      return node.items.map(({ value }) => metadataOf(value, file))
    case 'alias':
      throw malformed('the metadata of the sealing holds an alias', { file })
    case 'scalar':
      return metadataScalar(node)
  }
}

/** Everything as text, which is read as each field wants it; only a text may be what looks like null. */
function metadataScalar(node: ScalarNode): MetadataTree {
  const found = node.event.style === 1 ? plainYamlScalar(node.text) : node.text
  if (found === undefined) return null
  if (typeof found === 'object' && found.type === 'time') return textOf(found) ?? node.text
  return node.text
}
