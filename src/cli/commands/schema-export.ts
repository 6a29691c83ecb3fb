import type { Command } from '../command.ts'
import { deliver, type GeneratedFlags } from '../schema/generated.ts'
import { partialSchema } from '../schema/partial-schema.ts'
import { printSchema } from '../schema/print-schema.ts'
import { projectSchema } from '../schema/project-schema.ts'
import { inVersion, type SchemaVersion } from '../schema/schema-version.ts'

interface ExportFlags extends GeneratedFlags {
  readonly to?: SchemaVersion
  readonly partial?: boolean
}

/** `schema export`: the schema of the manifest as JSON Schema, wherever it is written. */
export const schemaExport: Command<ExportFlags> = async (context, _args, flags) => {
  const { document } = await projectSchema(context, flags)
  const asked = flags.partial ? partialSchema(document) : document
  const text = await printSchema(flags.to === undefined ? asked : inVersion(asked, flags.to))
  const command = ['schema export', flags.to && `--to ${flags.to}`, flags.partial && '--partial'].filter(Boolean).join(' ')
  return deliver(context, flags, { kind: 'SchemaExport', text, command })
}
