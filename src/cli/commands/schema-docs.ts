import { envExample } from '../../export/env-example.ts'
import { fieldRows } from '../../export/field-rows.ts'
import { schemaMarkdown } from '../../export/schema-markdown.ts'
import type { Command } from '../command.ts'
import { namedFormat } from '../file-format.ts'
import { writeEnvelope } from '../output.ts'
import { deliver, type GeneratedFlags } from '../schema/generated.ts'
import { type ProjectSchema, prefixOf, projectSchema } from '../schema/project-schema.ts'
import { rowToJson } from '../schema/row-json.ts'
import { isLegalName } from '../schema/variable-name.ts'
import { usageError } from '../usage-error.ts'

interface DocsFlags extends GeneratedFlags {
  readonly prefix?: string
}

/** `schema docs`: a reference of every setting, as a page or as a .env file to copy. */
export const schemaDocs: Command<DocsFlags> = async (context, _args, flags) => {
  const { format = 'markdown', prefix: asked } = flags
  if (asked !== undefined && !isLegalName(asked))
    throw usageError(`${JSON.stringify(asked)} can be no part of a variable`, 'use letters, digits and _')
  const project = await projectSchema(context, flags)
  const prefix = asked ?? (format === 'dotenv' ? dotenvPrefix(project) : prefixOf(project.definition))
  if (format === 'json' && flags.out === undefined) {
    const settings = fieldRows(project.field, { prefix, secrets: project.secrets }).map(rowToJson)
    return writeEnvelope(context, { kind: 'SchemaDocs', issues: [], data: { settings } })
  }
  const text = format === 'dotenv' ? await dotenvText(project, prefix) : markdownText(project, prefix)
  const command = ['schema docs', format === 'dotenv' && '--format dotenv', asked && `--prefix ${asked}`]
    .filter(Boolean)
    .join(' ')
  return deliver(context, flags, { kind: 'SchemaDocs', text, command })
}

function markdownText({ field, definition, secrets }: ProjectSchema, prefix: string): string {
  const { name } = definition
  return schemaMarkdown(field, {
    prefix,
    secrets,
    ...(field.title === undefined && name !== undefined && { title: `Configuration of ${name}` }),
  })
}

/** Without a source for .env files, the file is for the environment. */
function dotenvPrefix({ definition }: ProjectSchema): string {
  return definition.sources.some(({ kind }) => kind === 'dotenv') ? '' : prefixOf(definition)
}

async function dotenvText({ field, secrets }: ProjectSchema, prefix: string): Promise<string> {
  const dotenv = await namedFormat('dotenv')
  return envExample(field, (name, value) => dotenv.print({ [name]: value }), { prefix, secrets })
}
