import { kindOfName } from '../../lint/secrets/secret-names.ts'
import { inferSchema } from '../../schema/infer/infer-schema.ts'
import { count } from '../../text/words.ts'
import type { Command } from '../command.ts'
import { findDefinition } from '../find-definition.ts'
import { deliver, type GeneratedFlags } from '../schema/generated.ts'
import { samplesOfFiles, samplesOfProfiles } from '../schema/infer-samples.ts'
import { printSchema } from '../schema/print-schema.ts'

interface InferFlags extends GeneratedFlags {
  readonly from?: string
}

/** `schema infer [files...]`: a first schema, from what is there. */
export const schemaInfer: Command<InferFlags> = async (context, files, flags) => {
  const definition = files.length > 0 ? undefined : await findDefinition(context, flags)
  const samples =
    definition === undefined ? await samplesOfFiles(context, files, flags) : await samplesOfProfiles(context, definition, flags)
  const schema = inferSchema(samples, {
    isSecretName: (name) => kindOfName(name) !== undefined,
    ...(definition?.name !== undefined && { title: definition.name }),
  })
  const code = deliver(context, flags, {
    kind: 'SchemaInfer',
    text: await printSchema(schema),
    command: ['schema infer', ...files].join(' '),
  })
  if (!flags.quiet && context.stderr.isTTY)
    context.stderr.write(
      `from ${count(samples.length, definition === undefined ? 'document' : 'profile')}; look it over before you rely on it\n`,
    )
  return code
}
