import type { JsonSchema } from '../../schema/fields/json-schema.ts'
import type { Value } from '../../values/value.ts'
import { namedFormat } from '../file-format.ts'

/** A schema as the text of a JSON file. Numbers of any size stay what they are. */
export async function printSchema(schema: JsonSchema): Promise<string> {
  // A schema is plain data: it came out of a file, or out of a library as JSON Schema.
  const text = (await namedFormat('json')).print(schema as Value, { indent: 2 })
  return text.endsWith('\n') ? text : `${text}\n`
}
