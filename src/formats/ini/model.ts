import { ConfigError } from '../../errors/config-error.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Limits } from '../format.ts'
import { spansOf } from '../lines.ts'
import { type Place, TextTree, tooDeep } from '../text-tree.ts'
import { splitName } from './names.ts'
import type { IniRules } from './rules.ts'
import { type ScannedEntry, type ScannedSection, scan } from './scan.ts'

/** A section with everything that the file says of it, in one place or in several. */
export interface IniSection {
  readonly name: string
  readonly path: Path
  readonly parts: ScannedSection[]
  readonly own: Map<string, IniEntry>
}

/** One key with its value before interpolation. */
export interface IniEntry extends Place {
  readonly section: IniSection
  readonly name: string
  readonly key: string
  readonly path: Path
  readonly text: string | null
  readonly scanned: ScannedEntry
}

/** Where a node of the result comes from. The entry of an inherited value belongs to another section. */
export interface IniPlace extends Place {
  readonly section: IniSection
  readonly entry: IniEntry | undefined
}

/** An INI text that was read: its sections by name, and the tree they make. */
export class IniModel {
  readonly rules: IniRules
  readonly text: string
  readonly span: (start: number, end: number) => Span
  readonly sections = new Map<string, IniSection>()
  readonly entries: IniEntry[] = []
  /** What is written, the default section as a section among others. */
  readonly tree: TextTree<IniPlace>
  readonly #limits: Limits

  /** @throws ConfigError FORMAT_SYNTAX, FORMAT_DUPLICATE_KEY, FORMAT_TOO_DEEP */
  constructor(text: string, file: string, rules: IniRules, limits: Limits) {
    this.rules = rules
    this.text = text
    this.#limits = limits
    this.span = spansOf(text, file)
    this.tree = new TextTree(limits, this.span)
    const scanned = scan(text, rules, (code, message, start, end, hint) => {
      this.tree.report({ code, severity: 'error', message, span: this.span(start, end), hint })
    })
    for (const part of scanned) this.#addSection(part)
    if (this.tree.issues.length > 0) throw new ConfigError(this.tree.issues)
  }

  get defaults(): IniSection | undefined {
    const { defaultSection } = this.rules
    return defaultSection === undefined ? undefined : this.sectionNamed(defaultSection)
  }

  sectionNamed(text: string): IniSection | undefined {
    return this.sections.get(this.rules.modern ? JSON.stringify(splitName(text)) : text)
  }

  nameOf(key: string): string {
    const folded = this.rules.caseSensitive ? key : key.toLowerCase()
    return this.rules.modern ? JSON.stringify(splitName(folded)) : folded
  }

  entryIn(section: IniSection, name: string): IniEntry | undefined {
    return section.own.get(name) ?? this.defaults?.own.get(name)
  }

  sectionNames(): readonly string[] {
    return [...this.sections.values()].map((section) => section.path.join('.'))
  }

  namesIn(section: IniSection): readonly string[] {
    return [...section.own.values(), ...(this.defaults?.own.values() ?? [])].map((entry) => entry.key)
  }

  /** The tree as it is seen: each section with the keys of the default section, which itself is not there. */
  view(): TextTree<IniPlace> {
    const defaults = this.defaults
    if (defaults === undefined) return this.tree
    const inherited = [...defaults.own.values()]
    const seen = [...this.sections.values()].filter((section) => section !== defaults && section.parts[0]?.header !== undefined)
    if (seen.length * inherited.length > this.#limits.maxNodes) throw this.#tooLarge(defaults)

    const view = new TextTree<IniPlace>(this.#limits, this.span)
    view.warnings.push(...this.tree.warnings)
    for (const section of this.sections.values()) {
      if (section === defaults) continue
      for (const part of section.parts)
        if (part.header !== undefined) view.addMap(section.path, placeOf(part, section, undefined))
      for (const entry of section.own.values()) view.addText(entry.path, entry.text, placeOf(entry, section, entry), 'replace')
    }
    for (const section of seen) for (const entry of inherited) inherit(view, section, entry, defaults)
    return view
  }

  #addSection(part: ScannedSection): void {
    const section = this.#sectionOf(part)
    section.parts.push(part)
    if (part.header !== undefined) this.tree.addMap(section.path, placeOf(part, section, undefined))
    for (const scanned of part.entries) this.#addEntry(section, scanned)
  }

  #sectionOf(part: ScannedSection): IniSection {
    const { rules } = this
    const path = part.header === undefined ? [] : rules.modern ? splitName(part.header.trim()) : [part.header]
    if (path.length > this.#limits.maxDepth) throw tooDeep(path, this.#limits, this.span(part.keyStart, part.keyEnd))
    const name = rules.modern ? JSON.stringify(path) : (part.header ?? '')
    const before = this.sections.get(name)
    if (before === undefined) {
      const section: IniSection = { name, path, parts: [], own: new Map() }
      this.sections.set(name, section)
      return section
    }
    if (rules.strict && before !== this.defaults) this.#refuseSecond(part, before)
    return before
  }

  #refuseSecond(part: ScannedSection, before: IniSection): void {
    const first = before.parts[0] as ScannedSection
    this.tree.report({
      code: 'FORMAT_DUPLICATE_KEY',
      severity: 'error',
      message: `the section ${JSON.stringify(part.header)} is written twice`,
      path: before.path,
      span: this.span(part.keyStart, part.keyEnd),
      hint: 'put the keys of both together, or set strict: false',
      related: [{ message: 'first written here', span: this.span(first.keyStart, first.keyEnd) }],
    })
  }

  #addEntry(section: IniSection, scanned: ScannedEntry): void {
    const { rules } = this
    const folded = rules.caseSensitive ? scanned.key : scanned.key.toLowerCase()
    const parts = rules.modern ? splitName(folded) : [folded]
    const name = rules.modern ? JSON.stringify(parts) : folded
    const { keyStart, keyEnd, valueStart, valueEnd, key, text } = scanned
    const path = [...section.path, ...parts]
    const entry: IniEntry = { keyStart, keyEnd, valueStart, valueEnd, section, name, key, path, text, scanned }
    this.tree.addText(path, text, placeOf(entry, section, entry), rules.strict ? 'refuse' : 'replace')
    section.own.set(name, entry)
    this.entries.push(entry)
  }

  #tooLarge(defaults: IniSection): ConfigError {
    const part = defaults.parts[0] as ScannedSection
    return new ConfigError({
      code: 'FORMAT_TOO_LARGE',
      severity: 'error',
      message: `more than ${this.#limits.maxNodes} values, with the default section in every other one`,
      span: this.span(part.keyStart, part.keyEnd),
      hint: 'split the file, or raise maxNodes',
    })
  }
}

function inherit(view: TextTree<IniPlace>, section: IniSection, entry: IniEntry, defaults: IniSection): void {
  const path = [...section.path, ...entry.path.slice(defaults.path.length)]
  for (let length = section.path.length + 1; length < path.length; length++) {
    if (view.find(path.slice(0, length))?.text !== undefined) return
  }
  if (view.find(path) === undefined) view.addText(path, entry.text, placeOf(entry, section, entry), 'replace')
}

function placeOf(place: Place, section: IniSection, entry: IniEntry | undefined): IniPlace {
  const { keyStart, keyEnd, valueStart, valueEnd } = place
  return { keyStart, keyEnd, valueStart, valueEnd, section, entry }
}
