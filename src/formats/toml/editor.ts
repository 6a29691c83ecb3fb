import { ConfigError } from '../../errors/config-error.ts'
import { isEqual } from '../../values/equal.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import { applyPatches, keepFinalLineEnd, type Patch } from '../patches.ts'
import { appendItems, removeItem } from './edit-items.ts'
import { addLines, addSections, removeEntryLines, removeSection } from './edit-lines.ts'
import { type EditPlace, isNextIndex, lengthOf, placeOf } from './edit-place.ts'
import { listTasks, mapTasks, type Task } from './edit-tasks.ts'
import { indexOf, tableOf } from './find.ts'
import { locate } from './locate.ts'
import type { Entry, ScalarNode, Table, ValueNode } from './nodes.ts'
import { isSection, type Printer } from './print.ts'
import { isFloatList, printFloat, printInStyleOf, printKey } from './print-scalar.ts'
import type { Scan } from './scan.ts'

/** A text that is edited step by step. Replaced scalars are collected; every other step is followed by a new scan. */
export class Editor {
  #scan: Scan
  readonly #file: string
  readonly #lineEnd: string
  readonly #printer: Printer
  readonly #rescan: (text: string) => Scan
  readonly #waiting = new Map<ScalarNode, Patch>()

  constructor(text: string, file: string, lineEnd: string, printer: Printer, rescan: (text: string) => Scan) {
    this.#file = file
    this.#lineEnd = lineEnd
    this.#printer = printer
    this.#rescan = rescan
    this.#scan = rescan(text)
  }

  /** The edited text. */
  finish(): string {
    this.#flush()
    return this.#scan.text
  }

  /** `before` is what the text has at the path now. */
  set(path: Path, value: Value, before: Value | undefined): void {
    this.#run({ kind: 'set', path, value, before })
  }

  remove(path: Path): void {
    if (path.length === 0) this.#refuse(path, 'the whole file cannot be removed', 'remove the keys of it')
    this.#run({ kind: 'remove', path: path.slice(0, -1), keys: path.slice(-1) })
  }

  #run(first: Task): void {
    const tasks: Task[] = [first]
    for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
      if (task.kind === 'set') tasks.push(...this.#set(task.path, task.value, task.before).reverse())
      else if (task.kind === 'add') this.#add(task.path, task.entries)
      else this.#removeAll(task.path, task.keys)
    }
  }

  #set(path: Path, value: Value, before: Value | undefined): Task[] {
    if (before !== undefined && isEqual(before, value)) return []
    const place = placeOf(this.#scan.root, path)
    const { found, rest } = place
    if (rest.length === 0 && found.kind === 'value' && found.node.kind === 'scalar') {
      this.#replaceScalar(found.node, value, path)
      return []
    }
    if (this.#waiting.size > 0) {
      this.#flush()
      return [{ kind: 'set', path, value, before }]
    }
    if (rest.length > 0) return this.#addMissing(place, path, value)
    if (tableOf(found) !== undefined && isMap(value) && isMap(before)) return mapTasks(path, before, value)
    if (lengthOf(found) !== undefined && isList(value) && isList(before) && this.#keepsItems(place, value))
      return listTasks(path, before, value)
    return this.#replace(place, path, value)
  }

  /** A list is edited item by item where its layout says something; a list on one line is simply written anew. */
  #keepsItems({ found }: EditPlace, value: readonly Value[]): boolean {
    if (found.kind === 'tables') return value.length > 0 && value.every(isMap)
    return found.kind === 'value' && this.#scan.text.slice(found.node.start, found.node.end).includes('\n')
  }

  #replaceScalar(node: ScalarNode, value: Value, path: Path): void {
    this.#waiting.set(node, this.#replacement(node, value, path))
  }

  #replacement(node: ValueNode, value: Value, path: Path): Patch {
    const text = printInStyleOf(node, this.#scan.text, value) ?? this.#printer.inline(value, path)
    return { start: node.start, end: node.end, text }
  }

  /** Writes another kind of value: in place of a written one, or as a new key instead of sections. */
  #replace(place: EditPlace, path: Path, value: Value): Task[] {
    const { found } = place
    if (found.kind === 'value') {
      this.#apply([this.#replacement(found.node, value, path)])
      return []
    }
    if (path.length === 0) this.#refuse(path, 'a TOML file is always a map', 'set a key of it')
    if (place.parent?.kind === 'tables')
      this.#refuse(path, 'an element of an array of tables is always a map', 'remove the element')
    this.#removeWhole(path)
    return [{ kind: 'set', path, value, before: undefined }]
  }

  /** Adds what a path names beyond what is there, with the maps and lists on the way. */
  #addMissing(place: EditPlace, path: Path, value: Value): Task[] {
    const container = path.slice(0, path.length - place.rest.length)
    const [first, ...rest] = place.rest
    if (first === undefined) return []
    const nested = rest.reduceRight<Value>((inner, part) => this.#wrap(part, inner, path), value)
    if (lengthOf(place.found) === undefined) return [{ kind: 'add', path: container, entries: [[String(first), nested]] }]
    if (!isNextIndex(place.found, first))
      this.#refuse(path, 'the list has no such element', `the next index is ${lengthOf(place.found)}`)
    this.#append(place, container, [nested])
    return []
  }

  #wrap(part: string | number, inner: Value, path: Path): Value {
    if (typeof part === 'string') return Object.fromEntries([[part, inner]])
    if (part !== 0) this.#refuse(path, 'a new list begins at index 0', 'set the elements in order')
    return [inner]
  }

  #add(path: Path, entries: readonly (readonly [string, Value])[]): void {
    this.#flush()
    const place = placeOf(this.#scan.root, path)
    const { found, around } = place
    const table = tableOf(found)
    if (lengthOf(found) !== undefined) {
      this.#append(
        place,
        path,
        entries.map(([, value]) => value),
      )
    } else if (table === undefined || place.rest.length > 0) {
      this.#refuse([...path, entries[0]?.[0] ?? ''], 'there is a value that nothing can be added to', 'replace it as a whole')
    } else if (found.kind === 'value' && found.node.kind === 'inline') {
      this.#apply(appendItems(this.#scan.text, found.node, this.#lines(place, table, path, entries), this.#lineEnd))
    } else if (around !== undefined) {
      this.#apply(appendItems(this.#scan.text, around, this.#lines(place, table, path, entries), this.#lineEnd))
    } else {
      this.#apply(this.#addToSections(place, table, path, entries))
    }
  }

  #addToSections(place: EditPlace, table: Table, path: Path, entries: readonly (readonly [string, Value])[]): Patch[] {
    const scanned = this.#scan
    if (table.origin === 'dotted') {
      const behind = { header: undefined, entries: table.entries }
      return [addLines(scanned, behind, this.#lines(place, table, path, entries), this.#lineEnd)]
    }
    const plain = entries.filter(([, value]) => !isSection(value))
    const patches: Patch[] = []
    if (plain.length > 0 && table.section !== undefined) {
      patches.push(addLines(scanned, table.section, this.#lines(place, table, path, plain), this.#lineEnd))
    } else if (plain.length > 0) {
      const sections = this.#printer.sections(place.names, path, Object.fromEntries(plain))
      patches.push(addSections(scanned, table, place.names, sections, this.#lineEnd))
    }
    for (const [key, value] of entries) {
      if (!isSection(value)) continue
      const names = [...place.names, key]
      const sections = this.#printer.sections(names, [...path, key], value)
      patches.push(addSections(scanned, table, names, sections, this.#lineEnd))
    }
    return patches
  }

  /** `key = value` for each entry, with the dotted prefix and the spacing of its neighbours. */
  #lines(place: EditPlace, table: Table, path: Path, entries: readonly (readonly [string, Value])[]): string[] {
    const { text } = this.#scan
    const neighbour = table.origin === 'dotted' ? table.entries.at(-1) : undefined
    const first = neighbour?.keys[0]
    const last = neighbour?.keys[place.dotted - 1]
    const prefix = first && last ? `${text.slice(first.start, last.end)}.` : ''
    const model = neighbour ?? table.section?.entries.at(-1)
    const modelKey = model?.keys.at(-1)
    const equals = model && modelKey && text.slice(modelKey.end, model.value.start) === '=' ? '=' : ' = '
    return entries.map(([key, value]) => {
      this.#printer.key(key, path)
      return `${prefix}${printKey(key)}${equals}${this.#printer.inline(value, [...path, key])}`
    })
  }

  #append(place: EditPlace, path: Path, values: readonly Value[]): void {
    this.#flush()
    const { found } = place
    const length = lengthOf(found) ?? 0
    if (found.kind === 'tables') {
      const last = found.tables.elements.at(-1) as Table
      const elements = values.map((value, index) => {
        if (!isMap(value))
          this.#refuse([...path, length + index], 'an element of an array of tables is always a map', 'add a map')
        return this.#printer.element(place.names, [...path, length + index], value)
      })
      this.#apply([addSections(this.#scan, last, place.names, elements.join('\n\n'), this.#lineEnd)])
    } else if (found.kind === 'value' && found.node.kind === 'array') {
      const areFloats = isFloatList(found.node)
      const items = values.map((value, index) =>
        areFloats && typeof value === 'number' ? printFloat(value) : this.#printer.inline(value, [...path, length + index]),
      )
      this.#apply(appendItems(this.#scan.text, found.node, items, this.#lineEnd))
    }
  }

  /** Many at once where taking one away has no bearing on the others, else one by one from the end. */
  #removeAll(path: Path, keys: readonly (string | number)[]): void {
    this.#flush()
    const { found, rest, around } = placeOf(this.#scan.root, path)
    const inSections =
      found.kind === 'table' && around === undefined && ['root', 'header', 'element'].includes(found.table.origin)
    const length = lengthOf(found) ?? 0
    if (rest.length > 0 || keys.length === 1 || !(inSections || keys.length < length)) {
      for (const key of keys.toReversed()) this.#remove([...path, key])
      return
    }
    const places = keys.map((key) => [...path, key]).map((each) => ({ each, place: placeOf(this.#scan.root, each) }))
    this.#apply(places.flatMap(({ each, place }) => this.#removal(place, each)))
  }

  /** Removes a value. A map or list that only existed through it stays, empty. */
  #remove(path: Path): void {
    this.#flush()
    if (placeOf(this.#scan.root, path).rest.length > 0) return
    let whole = path
    let left: Value | undefined
    while (whole.length > 1) {
      const parent = placeOf(this.#scan.root, whole).parent
      if (parent === undefined || !vanishesWithChild(parent)) break
      whole = whole.slice(0, -1)
      left ??= parent.kind === 'tables' ? [] : {}
    }
    this.#removeWhole(whole)
    if (left !== undefined) this.#run({ kind: 'set', path: path.slice(0, -1), value: left, before: undefined })
  }

  #removeWhole(path: Path): void {
    // Each round takes one entry away; only a dotted key inside an inline table has several.
    for (let place = placeOf(this.#scan.root, path); place.rest.length === 0; place = placeOf(this.#scan.root, path)) {
      const patches = this.#removal(place, path)
      this.#apply(patches)
      if (place.around === undefined || place.found.kind === 'value') return
    }
  }

  #removal({ found, around }: EditPlace, path: Path): readonly Patch[] {
    const { text } = this.#scan
    if (found.kind === 'tables')
      return found.tables.elements.flatMap((element) => element.sections.map((section) => removeSection(text, section)))
    if (around === undefined) {
      if (found.kind === 'value') return [removeEntryLines(text, this.#entryAt(path))]
      const { entries, sections } = found.table
      return [...new Set(entries)]
        .map((entry) => removeEntryLines(text, entry))
        .concat(sections.map((section) => removeSection(text, section)))
    }
    const index =
      around.kind === 'array'
        ? indexOf(path.at(-1) ?? '')
        : around.items.findIndex((item) => (found.kind === 'value' ? item === found.item : found.table.entries.includes(item)))
    return [removeItem(text, around, index ?? 0)]
  }

  #entryAt(path: Path): Entry {
    const parent = placeOf(this.#scan.root, path.slice(0, -1)).found
    const child = tableOf(parent)?.children.get(String(path.at(-1)))
    if (child?.kind !== 'leaf') this.#refuse(path, 'this cannot be removed in place', 'edit the file by hand')
    return child.entry
  }

  #flush(): void {
    if (this.#waiting.size === 0) return
    this.#apply([...this.#waiting.values()])
    this.#waiting.clear()
  }

  #apply(patches: readonly Patch[]): void {
    this.#printer.finish()
    const { text } = this.#scan
    this.#scan = this.#rescan(keepFinalLineEnd(text, applyPatches(text, patches)))
    if (this.#scan.issues.length > 0) this.#refuse([], 'the edit would make the file unreadable', 'make the change by hand')
  }

  #refuse(path: Path, message: string, hint: string): never {
    let known = path
    while (known.length > 0 && placeOf(this.#scan.root, known).rest.length > 0) known = known.slice(0, -1)
    const span = locate(this.#scan, this.#file, known)
    const where = path.length === 0 ? '' : `${printPath(path)}: `
    throw new ConfigError({ code: 'FORMAT_EDIT', severity: 'error', message: where + message, path, span, hint })
  }
}

function vanishesWithChild(parent: EditPlace['found']): boolean {
  if (parent.kind === 'tables') return parent.tables.elements.length === 1
  if (parent.kind !== 'table' || parent.table.children.size !== 1) return false
  return parent.table.origin === 'dotted' || parent.table.origin === 'implicit'
}
