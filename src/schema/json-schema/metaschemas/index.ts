import { draft7Schema } from './draft-07.ts'
import { draft2020Schemas } from './draft-2020-12.ts'
import { vocabularySchemas } from './draft-2020-12-vocabularies.ts'

/** The schemas of schemas, by their URI without fragment. */
const byUri: ReadonlyMap<string, unknown> = new Map([
  ...[...draft2020Schemas, ...vocabularySchemas].map((schema) => [String(schema['$id']), schema] as const),
  ['http://json-schema.org/draft-07/schema', draft7Schema] as const,
])

export function metaschemaAt(uri: string): unknown {
  return byUri.get(uri)
}
