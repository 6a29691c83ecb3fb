import { linesOf } from '../../formats/lines.ts'
import { LineIndex, type Span } from '../../text/position.ts'
import { isMap } from '../../values/value.ts'
import type { Input } from '../read-input.ts'

/** What a file says that its schema is. */
export interface SchemaLink {
  readonly target: string
  readonly span: Span | undefined
}

/** How editors are told: the YAML language server, and Taplo for TOML. */
const comments = [/^#\s*yaml-language-server:\s*\$schema=(\S+)/, /^#:schema\s+(\S+)/]

/**
 * The schema file that a file names in one of its first comments, or as its `$schema`. Addresses of other places than
 * the file system mean nothing here: nothing is ever fetched.
 */
export function schemaLink(input: Input): SchemaLink | undefined {
  const found = inComment(input) ?? inDocument(input)
  return found === undefined || isAddress(found.target) ? undefined : found
}

function isAddress(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^[/\\#]/i.test(target)
}

function inComment({ file, text }: Input): SchemaLink | undefined {
  if (!text.includes('$schema=') && !text.includes('#:schema')) return undefined
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end)
    if (line.trim() !== '' && !line.startsWith('#')) return undefined
    const target = comments.map((comment) => comment.exec(line)?.[1]).find((each) => each !== undefined)
    if (target === undefined) continue
    const from = start + line.lastIndexOf(target)
    return { target, span: new LineIndex(text).span(file, from, from + target.length) }
  }
  return undefined
}

function inDocument({ documents }: Input): SchemaLink | undefined {
  const [first] = documents
  const target = first !== undefined && isMap(first.value) ? first.value['$schema'] : undefined
  return typeof target === 'string' ? { target, span: first?.locate(['$schema']) } : undefined
}
