import { resolve } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue, RelatedPlace } from '../../errors/issue.ts'
import { formatOfFile, loadFormat } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import type { Document } from '../../formats/format.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { parsePath } from '../../values/path.ts'

/**
 * The issues with the rule's own line as another place, for those whose schema stands in a file: the first `perCode`
 * of each code, because the others are not drawn.
 */
export async function withRulePlaces(root: string, issues: readonly Issue[], perCode: number): Promise<readonly Issue[]> {
  const seen = new Map<string, number>()
  const schemas = new Map<string, Promise<Document | undefined>>()
  const placed: Issue[] = []
  for (const issue of issues) {
    const before = seen.get(issue.code) ?? 0
    seen.set(issue.code, before + 1)
    const place = before < perCode ? await placeOf(root, issue, schemas) : undefined
    placed.push(place === undefined ? issue : { ...issue, rule: undefined, related: [...(issue.related ?? []), place] })
  }
  return placed
}

async function placeOf(
  root: string,
  { rule = '' }: Issue,
  schemas: Map<string, Promise<Document | undefined>>,
): Promise<RelatedPlace | undefined> {
  const hash = rule.indexOf('#')
  if (hash < 1) return undefined
  const file = rule.slice(0, hash)
  const path = parsePath(decodePointer(rule.slice(hash + 1)))
  if (path === undefined) return undefined
  const document = schemas.get(file) ?? readSchema(resolve(root, file), file)
  schemas.set(file, document)
  const span = (await document)?.locate(path)
  return span && { message: 'the rule', span }
}

/** A pointer in a URI may have its characters encoded. */
function decodePointer(pointer: string): string {
  try {
    return decodeURIComponent(pointer)
  } catch {
    return pointer
  }
}

/** A picture is an extra: a schema that cannot be read here is shown without one. */
async function readSchema(path: string, file: string): Promise<Document | undefined> {
  const format = formatOfFile(file)
  if (format === undefined) return undefined
  try {
    const content = readFileBytes(path, { file })
    return content && (await loadFormat(format))().parse(decode(content.bytes, file), file)
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}
