import type { Path } from '../../values/path.ts'
import { pathKey } from '../expected-texts.ts'
import { lineEndOf } from '../lines.ts'
import { insertLines, type Patch } from '../patches.ts'
import type { LineChange } from '../text-edit.ts'
import { unwritable } from '../text-leaves.ts'
import { isBlank } from './blanks.ts'
import type { IniEntry, IniModel, IniPlace, IniSection } from './model.ts'
import { checkShape, joinEntry, keyName, sectionName } from './print.ts'
import { isQuote } from './quotes.ts'
import type { ScannedSection } from './scan.ts'
import { encodeValue } from './values.ts'

/** The patches that make changes to the lines of an INI text, in the style of the lines around them. */
export class IniChanges {
  readonly #model: IniModel
  readonly #lineEnd: string
  /** Lines to put in, by the offset where they go. */
  readonly #insertions = new Map<number, string[]>()
  readonly #newSections = new Map<string, string[]>()
  #lastWithParent: Map<string, IniEntry> | undefined

  constructor(model: IniModel) {
    this.#model = model
    this.#lineEnd = lineEndOf(model.text)
  }

  patches(changes: readonly LineChange<IniPlace>[]): readonly Patch[] {
    const patches: Patch[] = []
    for (const change of changes) {
      if (change.kind === 'change') patches.push(this.#change(change.path, change.place.entry as IniEntry, change.text))
      else if (change.kind === 'remove') patches.push(...this.#remove(change.path))
      else this.#add(change.path, change.text)
    }
    for (const [offset, lines] of this.#insertions) patches.push(insertLines(this.#model.text, offset, lines, this.#lineEnd))
    if (this.#newSections.size > 0) patches.push(this.#appendSections())
    return patches
  }

  #change(path: Path, entry: IniEntry, text: string | null): Patch {
    const source = this.#model.text
    if (text === null) return { start: entry.keyEnd, end: entry.valueEnd, text: '' }
    const style = { quote: this.#quoteOf(entry), indent: this.#indentOf(entry), lineEnd: this.#lineEnd }
    const value = this.#encoded(path, text, style)
    if (entry.text === null)
      return { start: entry.keyEnd, end: entry.valueEnd, text: joinEntry('', this.#delimiter(entry.section), value) }
    const wantsBlank =
      value !== '' && !/^[\r\n]/.test(value) && !isBlank(source[entry.valueStart - 1]) && isBlank(source[entry.keyEnd])
    return { start: entry.valueStart, end: entry.valueEnd, text: (wantsBlank ? ' ' : '') + value }
  }

  #encoded(path: Path, text: string, style: Parameters<typeof encodeValue>[2]): string {
    const value = encodeValue(text, this.#model.rules, style)
    if (value !== undefined) return value
    throw unwritable(path, 'this dialect has no way to write such a text', 'use the default dialect, which has quotes')
  }

  #quoteOf(entry: IniEntry): string | undefined {
    const first = this.#model.text[entry.valueStart]
    const isQuoted = isQuote(first) && entry.valueEnd - entry.valueStart > 1 && this.#model.text[entry.valueEnd - 1] === first
    return this.#model.rules.modern && isQuoted ? first : undefined
  }

  /** The blanks in front of the further lines of a value: as they are, else deeper than its key. */
  #indentOf(entry: IniEntry): string {
    const source = this.#model.text
    const further = /[\r\n]([^\S\r\n]+)\S/.exec(source.slice(entry.valueStart, entry.valueEnd))
    const own = source.slice(entry.scanned.lineStart, entry.keyStart)
    return further?.[1] ?? `${own}${own.includes('\t') ? '\t' : '    '}`
  }

  #remove(path: Path): readonly Patch[] {
    const patches: Patch[] = []
    const isGone = (other: Path): boolean =>
      path.every((part, index) => index < other.length && String(other[index]) === String(part))
    for (const section of this.#model.sections.values()) {
      const removesAll = isGone(section.path)
      if (!removesAll && !section.path.every((part, index) => index >= path.length || String(path[index]) === String(part)))
        continue
      for (const part of section.parts) if (removesAll && part.header !== undefined) patches.push(this.#removeSection(part))
    }
    for (const entry of this.#model.entries) {
      if (isGone(entry.path)) patches.push({ start: entry.scanned.lineStart, end: entry.scanned.lineEnd, text: '' })
    }
    return patches
  }

  /** A header with its keys and the empty lines behind them. Comments behind the last key stay. */
  #removeSection(part: ScannedSection): Patch {
    const blankLines = /(?:[^\S\r\n]*(?:\r\n|\n|\r))*/y
    blankLines.lastIndex = part.contentEnd
    const end = part.contentEnd + (blankLines.exec(this.#model.text)?.[0].length ?? 0)
    return { start: part.lineStart, end, text: '' }
  }

  #add(path: Path, text: string | null | undefined): void {
    checkShape(path, text, this.#model.rules)
    if (text === undefined) {
      this.#newSection(path)
      return
    }
    const parent = path.slice(0, -1)
    const section = this.#sectionAt(parent)
    if (section !== undefined) {
      this.#addTo(section, path, text)
      return
    }

    const sibling = this.#siblingUnder(parent)
    const home = sibling?.section ?? { name: '', path: parent, parts: [], own: new Map() }
    const line = this.#line(home, path, text)
    if (sibling === undefined) this.#newSection(parent).push(line)
    else this.#insert(sibling.scanned.lineEnd, this.#indentAt(sibling) + line)
  }

  #addTo(section: IniSection, path: Path, text: string | null): void {
    const part = section.parts.at(-1) as ScannedSection
    const last = section.parts.findLast((each) => each.entries.length > 0)?.entries.at(-1)
    const line = this.#line(section, path, text)
    if (last !== undefined) {
      const entry = this.#model.text.slice(last.lineStart, last.keyStart)
      this.#insert(last.lineEnd, entry + line)
      return
    }
    if (part.header !== undefined) {
      this.#insert(part.headerLineEnd, line)
      return
    }
    const first = this.#firstHeader()
    if (first === undefined) this.#insert(this.#model.text.length, line)
    else this.#insertAbove(this.#aboveComments(first), line)
  }

  #sectionAt(path: Path): IniSection | undefined {
    const key = this.#model.rules.modern ? JSON.stringify(path.map(String)) : String(path[0])
    return this.#model.sections.get(key)
  }

  /** The last key of a map that is written with dotted keys instead of a section of its own. */
  #siblingUnder(parent: Path): IniEntry | undefined {
    if (parent.length === 0) return undefined
    this.#lastWithParent ??= new Map(this.#model.entries.map((entry) => [pathKey(entry.path.slice(0, -1)), entry]))
    return this.#lastWithParent.get(pathKey(parent))
  }

  #line(section: IniSection, path: Path, text: string | null): string {
    const name = keyName(path.slice(section.path.length), path, this.#model.rules)
    if (text === null) return name
    const value = this.#encoded(path, text, { quote: undefined, indent: '    ', lineEnd: this.#lineEnd })
    return joinEntry(name, this.#delimiter(section), value)
  }

  /** The delimiter with its blanks, as the section's other keys have it, or the file's, or with blanks. */
  #delimiter(section: IniSection): string {
    const { text, rules } = this.#model
    const neighbour = section.own.values().find(isModel) ?? this.#model.entries.find(isModel)
    if (neighbour === undefined) return ` ${rules.delimiters[0]} `
    // Blanks that align a column say nothing about the next key.
    return text.slice(neighbour.keyEnd, neighbour.valueStart).replace(/^[^\S\r\n]+(?=\S)|(?<=\S)[^\S\r\n]+$/g, ' ')
  }

  #indentAt(entry: IniEntry): string {
    return this.#model.text.slice(entry.scanned.lineStart, entry.keyStart)
  }

  #firstHeader(): ScannedSection | undefined {
    for (const section of this.#model.sections.values()) {
      const part = section.parts.find((each) => each.header !== undefined)
      if (part !== undefined) return part
    }
    return undefined
  }

  /** Comments directly above a header belong to it. */
  #aboveComments(part: ScannedSection): number {
    const source = this.#model.text
    let start = part.lineStart
    while (start > 0) {
      const end = source.startsWith('\r\n', start - 2) ? start - 2 : start - 1
      const before = Math.max(source.lastIndexOf('\n', end - 1), source.lastIndexOf('\r', end - 1)) + 1
      if (source.slice(before, end).trim() === '') break
      start = before
    }
    return start
  }

  #insert(offset: number, line: string): void {
    const lines = this.#insertions.get(offset)
    if (lines === undefined) this.#insertions.set(offset, [line])
    else lines.push(line)
  }

  /** With an empty line between the keys at the top and the first header. */
  #insertAbove(offset: number, line: string): void {
    const lines = this.#insertions.get(offset) ?? ['']
    this.#insertions.set(offset, [...lines.slice(0, -1), line, ''])
  }

  #newSection(path: Path): string[] {
    const key = pathKey(path)
    const lines = this.#newSections.get(key) ?? [`[${sectionName(path, this.#model.rules)}]`]
    this.#newSections.set(key, lines)
    return lines
  }

  #appendSections(): Patch {
    const { text } = this.#model
    const lines: string[] = []
    for (const section of this.#newSections.values()) {
      const isFirst = lines.length === 0 && (text === '' || /(?:^|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)$/.test(text.slice(-200)))
      lines.push(...(isFirst ? [] : ['']), ...section)
    }
    return insertLines(text, text.length, lines, this.#lineEnd)
  }
}

/** A key whose value stands behind its delimiter shows how the two are joined. */
function isModel(entry: IniEntry): boolean {
  return entry.text !== null && entry.text !== '' && !entry.text.startsWith('\n')
}
