import type { FieldRow } from '../../export/field-rows.ts'

/** One setting in the JSON of `schema docs`. */
export function rowToJson(row: FieldRow): Readonly<Record<string, unknown>> {
  const { name, type, variable, required, secret, restart, deprecated, description, examples } = row
  return {
    path: name,
    type,
    required,
    secret,
    restart,
    ...(variable !== undefined && { variable }),
    ...(row.default !== undefined && !secret && { default: row.default.value }),
    ...(deprecated !== undefined && { deprecated }),
    ...(description !== undefined && { description }),
    ...(examples.length > 0 && !secret && { examples }),
  }
}
