import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import { type Document, type FormatFactory, type FormatOptions, type Limits, limitsOf } from '../format.ts'
import { spansOf } from '../lines.ts'
import { editTexts } from '../text-edit.ts'
import { type TextAbility, textLeaves } from '../text-leaves.ts'
import { TextTree } from '../text-tree.ts'
import { type Property, patchesFor } from './changes.ts'
import { decodeEscapes, escapeValue } from './escapes.ts'
import { keyOfPath, pathOfKey } from './keys.ts'
import { scan } from './scan.ts'

export interface PropertiesOptions extends FormatOptions {
  /** Keep keys as they are, with their dots: a flat map, as `java.util.Properties` has it. Default: false. */
  readonly flat?: boolean
}

interface Reading {
  readonly tree: TextTree<Property>
  readonly properties: readonly Property[]
}

/**
 * Java's .properties: every value is text. `server.port=1` nests, and `list[0]=a` makes a list, unless `flat`.
 * A key that is there twice counts with its last value, as in Java, and a warning. What is written here has
 * every character beyond ASCII escaped, so that it is the same in UTF-8 and in Latin-1.
 */
export const properties: FormatFactory = (options = {}) => {
  const limits = limitsOf(options)
  const flat = readFlat(options.flat)
  const ability: TextAbility = {
    format: '.properties',
    maxDepth: limits.maxDepth,
    nesting: !flat,
    lists: !flat,
    emptyMaps: false,
    nulls: false,
  }
  return {
    name: 'properties',
    extensions: ['.properties'],
    mediaTypes: ['text/x-java-properties'],
    textOnly: true,
    parse(text, file): Document {
      const { tree } = read(text, file, limits, flat)
      return {
        value: tree.toValue(),
        warnings: tree.warnings,
        locate: (path, part = 'value') => tree.locate(path, part, text.length),
      }
    },
    print: (value) => {
      const lines = textLeaves(value, ability).map(({ path, text }) => `${keyOfPath(path, flat)}=${escapeValue(text ?? '')}\n`)
      return lines.join('')
    },
    edit: (text, edits, file) =>
      editTexts<Property>(text, edits, file, ability, (current) => {
        const reading = read(current, file, limits, flat)
        return { tree: reading.tree, patches: (changes) => patchesFor(current, reading.properties, changes, flat) }
      }),
  }
}

function read(text: string, file: string, limits: Limits, flat: boolean): Reading {
  const span = spansOf(text, file)
  const tree = new TextTree<Property>(limits, span)
  const found: Property[] = []
  for (const scanned of scan(text)) {
    const value = decodeEscapes(scanned.rawValue)
    const key = decodeEscapes(scanned.rawKey)
    if (typeof value === 'string' && typeof key === 'string') {
      const path: Path = flat ? [key] : pathOfKey(scanned.rawKey)
      const property: Property = { ...scanned, path }
      found.push(property)
      tree.addText(path, value, property, 'replace')
      continue
    }
    const isKey = typeof key !== 'string'
    tree.report({
      code: 'FORMAT_SYNTAX',
      severity: 'error',
      message: '\\u without four hexadecimal digits',
      span: isKey ? span(scanned.keyStart, scanned.keyEnd) : span(scanned.valueStart, scanned.valueEnd),
      hint: 'write \\u and four digits, or \\\\u for a plain backslash and u',
    })
  }
  if (tree.issues.length > 0) throw new ConfigError(tree.issues)
  return { tree, properties: found }
}

function readFlat(given: unknown): boolean {
  if (given === undefined || typeof given === 'boolean') return given ?? false
  throw new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: 'the .properties option "flat" must be true or false',
    path: ['flat'],
    expected: 'true or false',
    hint: 'give true or false, or leave it out',
  })
}
