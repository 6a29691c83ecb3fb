import { type Format, type FormatOptions, limitsOf } from '../format.ts'
import { editJson } from './edit.ts'
import { parseJson } from './parse.ts'
import { printJson } from './print.ts'

/** JSON as RFC 8259 has it. */
export function json(options?: FormatOptions): Format {
  const { maxDepth } = limitsOf(options)
  const printing = { maxDepth, allowsNonFinite: false }
  return {
    name: 'json',
    extensions: ['.json'],
    mediaTypes: ['application/json'],
    textOnly: false,
    parse: parseJson,
    print: (value, { indent = 2 } = {}) => `${printJson(value, { ...printing, indent })}\n`,
    edit: (text, edits, file) => editJson(text, edits, file, { ...printing, parse: parseJson, isJson5: false }),
  }
}
