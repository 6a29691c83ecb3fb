import type { Path } from '../../values/path.ts'
import { pathKey } from '../expected-texts.ts'
import { lineEndOf } from '../lines.ts'
import { insertLines, type Patch } from '../patches.ts'
import type { LineChange } from '../text-edit.ts'
import { escapeValue } from './escapes.ts'
import { keyOfPath } from './keys.ts'
import type { ScannedProperty } from './scan.ts'

export interface Property extends ScannedProperty {
  readonly path: Path
}

/** The patches that make changes to the lines of a .properties text. */
export function patchesFor(
  text: string,
  properties: readonly Property[],
  changes: readonly LineChange<Property>[],
  flat: boolean,
): readonly Patch[] {
  const patches: Patch[] = []
  const neighbours = new Neighbours(text, properties)
  const added = new Map<number, string[]>()
  const removed = new Set<string>()
  for (const change of changes) {
    if (change.kind === 'change') {
      patches.push(changeValue(text, change.place, change.text ?? ''))
    } else if (change.kind === 'remove') {
      removed.add(pathKey(change.path))
    } else {
      const { offset, indent, separator } = neighbours.placeFor(change.path)
      const line = `${indent}${keyOfPath(change.path, flat)}${separator}${escapeValue(change.text ?? '')}`
      const lines = added.get(offset)
      if (lines === undefined) added.set(offset, [line])
      else lines.push(line)
    }
  }
  if (removed.size > 0) patches.push(...removals(properties, removed))
  for (const [offset, lines] of added) patches.push(insertLines(text, offset, lines, lineEndOf(text)))
  return patches
}

function changeValue(text: string, property: Property, value: string): Patch {
  const start = property.valueStart
  // A key alone on its line needs something between itself and a value.
  const sign = property.separated || value === '' ? '' : '='
  // Behind a blank only, `=` or `:` at the start of a value would be taken as the separator.
  const isMisread = /^[=:]/.test(value) && !/[=:]/.test(text.slice(property.keyEnd, start))
  return { start, end: property.valueEnd, text: sign + (isMisread && sign === '' ? '\\' : '') + escapeValue(value) }
}

function removals(properties: readonly Property[], removed: ReadonlySet<string>): Patch[] {
  const patches: Patch[] = []
  for (const { path, lineStart, lineEnd } of properties) {
    const isGone = path.some((_, index) => removed.has(pathKey(path.slice(0, index + 1)))) || removed.has('[]')
    if (isGone) patches.push({ start: lineStart, end: lineEnd, text: '' })
  }
  return patches
}

/** Where a new key goes: behind the last one that shares the most of its path. */
class Neighbours {
  readonly #text: string
  readonly #first: Property | undefined
  readonly #lastUnder = new Map<string, Property>()

  constructor(text: string, properties: readonly Property[]) {
    this.#text = text
    this.#first = properties[0]
    for (const property of properties) {
      for (let length = 1; length <= property.path.length; length++)
        this.#lastUnder.set(pathKey(property.path.slice(0, length)), property)
    }
  }

  placeFor(path: Path): { readonly offset: number; readonly indent: string; readonly separator: string } {
    let neighbour: Property | undefined
    for (let length = path.length; length > 0 && neighbour === undefined; length--)
      neighbour = this.#lastUnder.get(pathKey(path.slice(0, length)))
    const model = neighbour ?? this.#first
    const isCopyable = model?.separated === true && model.rawValue !== ''
    const between = isCopyable && model !== undefined ? this.#text.slice(model.keyEnd, model.valueStart) : '='
    return {
      offset: neighbour?.lineEnd ?? this.#text.length,
      indent:
        neighbour === undefined ? '' : (/^[ \t\f]*/.exec(this.#text.slice(neighbour.lineStart, neighbour.keyStart))?.[0] ?? ''),
      // Blanks that align a column say nothing about the next key.
      separator: /^[ \t\f]*[=:][ \t\f]*$/.test(between) ? between.replace(/[ \t\f]+/g, ' ') : '=',
    }
  }
}
