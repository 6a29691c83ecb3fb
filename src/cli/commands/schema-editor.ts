import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigDefinition } from '../../config/definition.ts'
import { updateFile } from '../../runtime/update-file.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { editFile } from '../edit-file.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { writeEnvelope } from '../output.ts'
import { editorFiles, editorSchemaFile, existingFiles } from '../schema/editor-files.ts'
import { headerOf, withHeader } from '../schema/editor-headers.ts'
import { editorSettings, settingsEdits } from '../schema/editor-settings.ts'
import { deliver } from '../schema/generated.ts'
import { partialSchema } from '../schema/partial-schema.ts'
import { printSchema } from '../schema/print-schema.ts'
import { type ProjectSchema, projectSchema } from '../schema/project-schema.ts'
import { usageError } from '../usage-error.ts'

interface EditorFlags {
  readonly write?: boolean
  readonly headers?: boolean
  readonly schema?: string
}

const settingsFile = '.vscode/settings.json'

/** `schema editor`: completion, hover and checks while typing, in VS Code and every editor with a language server. */
export const schemaEditor: Command<EditorFlags> = async (context, _args, flags) => {
  const project = await projectSchema(context, flags)
  const schema = (flags.schema ?? editorSchemaFile).replaceAll('\\', '/').replace(/^\.\//, '')
  if (schema.startsWith('/') || schema.startsWith('..'))
    throw usageError('the schema of editors must lie in the folder of the manifest', 'name it relative to that folder')
  return flags.write ? write(context, flags, project, schema) : show(context, flags, project, schema)
}

async function show(
  context: CliContext,
  flags: GlobalFlags & EditorFlags,
  { definition, root }: ProjectSchema,
  schema: string,
): Promise<ExitCode> {
  const files = editorFiles(definition)
  const settings = editorSettings(files, schema)
  const headers = filesWithHeaders(definition, root).map((file) => ({
    file,
    line: headerOf(file, schema) ?? '',
  }))
  if (flags.format === 'json')
    return writeEnvelope(context, { kind: 'SchemaEditor', issues: [], data: { schema, settings, headers } })
  if (flags.headers) context.stdout.write(headers.map(({ file, line }) => `${file}\n  ${line}\n`).join(''))
  else context.stdout.write(`${JSON.stringify(settings, null, 2)}\n`)
  if (!flags.quiet)
    context.stderr.write(`for ${flags.headers ? 'the first lines of files' : settingsFile}; --write writes them\n`)
  return exitCodes.fine
}

async function write(
  outside: CliContext,
  flags: GlobalFlags & EditorFlags,
  { definition, root, document }: ProjectSchema,
  schema: string,
): Promise<ExitCode> {
  const context = { ...outside, cwd: root }
  const changed: string[] = []
  const files = editorFiles(definition)
  const said = { ...flags, format: 'pretty' }
  deliver(
    context,
    { ...said, out: schema },
    {
      kind: 'SchemaEditor',
      text: await printSchema(partialSchema(document)),
      command: 'schema export --partial',
    },
  )
  if (flags.headers) {
    for (const file of filesWithHeaders(definition, root))
      if (await updateFile(join(root, file), (text) => text && withHeader(text, file, schema), { file })) changed.push(file)
  } else {
    mkdirSync(join(root, '.vscode'), { recursive: true })
    const edits = {
      file: settingsFile,
      create: true,
      edits: ({ value }) => settingsEdits(value, files, schema),
    } satisfies Parameters<typeof editFile>[2]
    if ((await editFile(context, { from: 'jsonc' }, edits)) !== 'unchanged') changed.push(settingsFile)
  }
  if (flags.format === 'json') return writeEnvelope(outside, { kind: 'SchemaEditor', issues: [], data: { schema, changed } })
  if (!flags.quiet) for (const file of changed) outside.stderr.write(`changed ${file}\n`)
  return exitCodes.fine
}

function filesWithHeaders(definition: ConfigDefinition, root: string): readonly string[] {
  const { yaml, toml } = editorFiles(definition, true)
  return existingFiles(root, [...yaml, ...toml])
}
