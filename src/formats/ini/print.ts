import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { type TextAbility, textLeaves, unwritable } from '../text-leaves.ts'
import { joinName } from './names.ts'
import type { IniRules } from './rules.ts'
import { encodeValue } from './values.ts'

/** What INI can hold: sections of texts, nested only in the `default` dialect. */
export function abilityOf(rules: IniRules, maxDepth: number): TextAbility {
  const unwritable = rules.modern ? /\p{Surrogate}/u : /\0|\p{Surrogate}/u
  return { format: 'INI', maxDepth, nesting: true, lists: false, emptyMaps: true, nulls: rules.allowNoValue, unwritable }
}

/**
 * A map as INI text: keys at the top first, then one section for each map that has keys of its own.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE
 */
export function printIni(value: Value, rules: IniRules, maxDepth: number): string {
  const sections = new Map<string, { readonly path: Path; readonly lines: string[] }>([['[]', { path: [], lines: [] }]])
  for (const { path, text } of textLeaves(value, abilityOf(rules, maxDepth))) {
    checkShape(path, text, rules)
    const home = text === undefined ? path : path.slice(0, -1)
    const key = JSON.stringify(home)
    const section = sections.get(key) ?? { path: home, lines: [] }
    if (text !== undefined) section.lines.push(printEntry(path, text, rules))
    sections.set(key, section)
  }
  const blocks: string[] = []
  for (const { path, lines } of sections.values()) {
    if (path.length > 0) blocks.push([`[${sectionName(path, rules)}]`, ...lines].join('\n'))
    else if (lines.length > 0) blocks.push(lines.join('\n'))
  }
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

/** The name of a section between its brackets. */
export function sectionName(path: Path, rules: IniRules): string {
  return rules.modern ? joinName(path, rules) : checkedName(String(path[0]), path)
}

/** The name of a key in its section. */
export function keyName(parts: Path, path: Path, rules: IniRules): string {
  return rules.modern ? joinName(parts, rules) : checkedName(String(parts[0]), path)
}

/** @throws ConfigError FORMAT_UNSUPPORTED_VALUE if the dialect has no place for a value there */
export function checkShape(path: Path, text: string | null | undefined, rules: IniRules): void {
  if (rules.modern || path.length === (text === undefined ? 1 : 2)) return
  throw unwritable(path, 'this dialect has sections of keys, nothing else', 'put the value into a section, one level deep')
}

function checkedName(name: string, path: Path): string {
  if (name !== '' && !/[\r\n]/.test(name)) return name
  throw unwritable(path, 'this dialect has no way to write such a name', 'rename it, or use the default dialect')
}

function printEntry(path: Path, text: string | null, rules: IniRules): string {
  const name = keyName(path.slice(-1), path, rules)
  if (text === null) return name
  const value = encodeValue(text, rules, { quote: undefined, indent: '    ', lineEnd: '\n' })
  if (value === undefined)
    throw unwritable(path, 'this dialect has no way to write such a text', 'use the default dialect, which has quotes')
  return joinEntry(name, ` ${rules.delimiters[0]} `, value)
}

/** A line without blanks at its end when the value is empty or starts in the next line. */
export function joinEntry(name: string, delimiter: string, value: string): string {
  const isShort = (value === '' || /^[\r\n]/.test(value)) && delimiter.trim() !== ''
  return name + (isShort ? delimiter.trimEnd() : delimiter) + value
}
