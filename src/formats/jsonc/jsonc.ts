import { type Format, type FormatOptions, limitsOf } from '../format.ts'
import { editJson } from '../json/edit.ts'
import { printJson } from '../json/print.ts'
import { parseJsonc } from './parse.ts'

/** JSON with comments, as editors and TypeScript know it. */
export function jsonc(options?: FormatOptions): Format {
  const { maxDepth } = limitsOf(options)
  const printing = { maxDepth, allowsNonFinite: false }
  return {
    name: 'jsonc',
    extensions: ['.jsonc'],
    mediaTypes: ['application/jsonc'],
    textOnly: false,
    parse: parseJsonc,
    print: (value, { indent = 2 } = {}) => `${printJson(value, { ...printing, indent })}\n`,
    edit: (text, edits, file) => editJson(text, edits, file, { ...printing, parse: parseJsonc, isJson5: false }),
  }
}
