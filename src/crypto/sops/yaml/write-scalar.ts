import { blockLines, stringText } from '../../../formats/yaml-edit/scalar-text.ts'
import { type PlainScalar, textOf } from '../plain-scalar.ts'
import { scalarNumberText } from '../stores/number-text.ts'
import type { Replacement } from '../stores/store.ts'
import type { YamlSite } from './read.ts'

/** What to write for a value where it stands. */
export function yamlText(replacement: Replacement, site: YamlSite, eol: string): string {
  // In brackets a comma would end a plain text.
  if (replacement.kind === 'sealed') return site.flow ? `"${replacement.text}"` : replacement.text || '""'
  return plainText(replacement.scalar, site, eol)
}

function plainText(scalar: PlainScalar, site: YamlSite, eol: string): string {
  const text = textOf(scalar)
  if (text === undefined) return `!!binary ${Buffer.from(scalar.bytes).toString('base64')}`
  switch (scalar.type) {
    case 'int':
    case 'time':
      return text
    case 'bool':
      return text.toLowerCase()
    case 'float':
      return scalarNumberText(text) ?? (text === 'NaN' ? '.nan' : text.startsWith('-') ? '-.inf' : '.inf')
    default:
      return stringOf(text, site, eol)
  }
}

/** Several lines as a block, which is what people can edit. */
function stringOf(text: string, { flow, column }: YamlSite, eol: string): string {
  const block = flow ? undefined : blockLines(text)
  if (block === undefined) return stringText(text, flow ? 'flow' : 'block')
  const indent = ' '.repeat(column + 2)
  return [block.header, ...block.lines.map((line) => (line === '' ? '' : indent + line))].join(eol)
}
