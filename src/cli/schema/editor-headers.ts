import { posix } from 'node:path'
import { formatOfFile } from '../../formats/choose.ts'

const headers = {
  yaml: { start: '# yaml-language-server: $schema=', known: /^#\s*yaml-language-server:\s*\$schema\s*=.*$/m },
  toml: { start: '#:schema ', known: /^#:schema\s.*$/m },
} as const

/** The line by which a file names its schema: any editor with a language server understands it. */
export function headerOf(file: string, schema: string): string | undefined {
  const header = headerFor(file)
  return header && header.start + posix.relative(posix.dirname(file), schema)
}

/** The text with the line at its beginning, in place of one that is there already. */
export function withHeader(text: string, file: string, schema: string): string {
  const header = headerFor(file)
  const line = headerOf(file, schema)
  if (header === undefined || line === undefined) return text
  if (header.known.test(text)) return text.replace(header.known, () => line)
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  return `${mark}${line}${text.includes('\r\n') ? '\r\n' : '\n'}${text.slice(mark.length)}`
}

function headerFor(file: string): (typeof headers)['yaml' | 'toml'] | undefined {
  const format = formatOfFile(file)
  return format === 'yaml' || format === 'toml' ? headers[format] : undefined
}
