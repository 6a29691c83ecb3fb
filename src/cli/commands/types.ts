import { isTypeName } from '../../export/declarations/type-names.ts'
import { typeDeclarations } from '../../export/type-declarations.ts'
import type { Command } from '../command.ts'
import { writeEnvelope } from '../output.ts'
import { deliver, type GeneratedFlags } from '../schema/generated.ts'
import { projectSchema } from '../schema/project-schema.ts'
import { typesHeading } from '../schema/types-heading.ts'
import { usageError } from '../usage-error.ts'

interface TypesFlags extends GeneratedFlags {
  readonly name?: string
}

/** `types`: TypeScript declarations of what a program gets. */
export const types: Command<TypesFlags> = async (context, _args, flags) => {
  const { name = 'Config' } = flags
  if (!isTypeName(name)) throw usageError(`${JSON.stringify(name)} is no name for a type`, 'write it like ShopConfig')
  const { document, places, definition } = await projectSchema(context, flags)
  if ((definition.secrets ?? []).length > 0 && !flags.quiet)
    context.stderr.write(
      'types follow the schema: mark the "secrets" of the manifest in it too, or they are declared as plain values\n',
    )
  const command = flags.name === undefined ? 'types' : `types --name ${name}`
  const text = typeDeclarations(document, { name, places, heading: typesHeading(command) })
  if (flags.format === 'json' && flags.out === undefined)
    return writeEnvelope(context, { kind: 'TypesResult', issues: [], data: { text } })
  return deliver(context, flags, { kind: 'TypesResult', text, command })
}
