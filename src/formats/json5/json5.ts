import { type Format, type FormatOptions, limitsOf } from '../format.ts'
import { editJson } from '../json/edit.ts'
import { printJson } from '../json/print.ts'
import { parseJson5 } from './parse.ts'

/** JSON5 (https://spec.json5.org). What is printed is JSON, but for numbers that JSON has no words for. */
export function json5(options?: FormatOptions): Format {
  const { maxDepth } = limitsOf(options)
  const printing = { maxDepth, allowsNonFinite: true }
  return {
    name: 'json5',
    extensions: ['.json5'],
    mediaTypes: ['application/json5'],
    textOnly: false,
    parse: parseJson5,
    print: (value, { indent = 2 } = {}) => `${printJson(value, { ...printing, indent })}\n`,
    edit: (text, edits, file) => editJson(text, edits, file, { ...printing, parse: parseJson5, isJson5: true }),
  }
}
