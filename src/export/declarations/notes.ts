import type { Part } from '../../schema/fields/expand.ts'
import type { JsonSchema } from '../../schema/fields/json-schema.ts'
import { deprecationOf, envOf, isRestart, textOf } from '../../schema/fields/metadata.ts'

/** What a schema says about a value to people, as the lines of a comment. */
export function notesOf(parts: readonly Part[], isSecret: boolean): readonly string[] {
  const first = <T>(read: (schema: JsonSchema) => T | undefined): T | undefined => {
    for (const { schema, certain } of parts) {
      const found = certain ? read(schema) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  const text = first((schema) => textOf(schema['description'])) ?? first((schema) => textOf(schema['title']))
  const variable = first(envOf)
  const given = isSecret ? undefined : first((schema) => defaultText(schema))
  const gone = first(deprecationOf)
  const facts = [
    variable === undefined ? '' : `Variable: ${variable}.`,
    first((schema) => isRestart(schema) || undefined) ? 'A change takes effect after a restart.' : '',
    given === undefined ? '' : `@default ${given}`,
    gone === undefined ? '' : deprecationLine(gone),
  ]
  const described = (text ?? '').trim().split(/\r\n|\n|\r/)
  return [...(text === undefined ? [] : described), ...facts.filter((fact) => fact !== '')]
}

const longestDefault = 200

/** Values are shown as JSON; what is no data, or too long for a comment, is left out. */
function defaultText(schema: JsonSchema): string | undefined {
  if (schema['default'] === undefined) return undefined
  const text = JSON.stringify(schema['default'], (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return text !== undefined && text.length <= longestDefault ? text : undefined
}

/** A path to use instead becomes a link of words that editors show struck through. */
export function deprecationLine({ replacedBy, removedIn, message }: NonNullable<ReturnType<typeof deprecationOf>>): string {
  const said = [
    message,
    replacedBy === undefined ? undefined : `use ${replacedBy} instead`,
    removedIn === undefined ? undefined : `removed in ${removedIn}`,
  ]
  return `@deprecated ${said.filter((part) => part !== undefined).join('; ')}`.trimEnd()
}
