import type { ConfigDefinition } from '../../config/definition.ts'
import { ProjectFiles } from '../../doctor/project-files.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { typeDeclarations } from '../../export/type-declarations.ts'
import { editorSchemaFile } from '../schema/editor-files.ts'
import { stale } from '../schema/generated.ts'
import { partialSchema } from '../schema/partial-schema.ts'
import { printSchema } from '../schema/print-schema.ts'
import { type ProjectSchema, projectSchemaOf } from '../schema/project-schema.ts'
import { typeNameIn, typesHeading } from '../schema/types-heading.ts'

/** A file that was written from the schema, and whether it would be written the same today. */
export interface GeneratedState {
  readonly file: string
  readonly current: boolean
  /** The command line that writes it, without the name of the program. */
  readonly command: string
}

/** A schema that cannot be used has been reported already. */
export async function generatedFiles(definition: ConfigDefinition, root: string): Promise<readonly GeneratedState[]> {
  if (definition.schema === undefined) return []
  try {
    return await look(projectSchemaOf(definition, root))
  } catch (error) {
    if (ConfigError.is(error)) return []
    throw error
  }
}

async function look(schema: ProjectSchema): Promise<readonly GeneratedState[]> {
  const project = new ProjectFiles(schema.root)
  const types = project.matching(/\.ts$/).flatMap((file) => {
    const text = project.textOf(file)
    const found = text === undefined ? undefined : typeNameIn(text)
    return found === undefined ? [] : [typesState(schema, file, text ?? '', found.name)]
  })
  const text = project.textOf(editorSchemaFile)
  if (text === undefined) return types
  const current = sameText(text, await printSchema(partialSchema(schema.document)))
  return [...types, { file: editorSchemaFile, current, command: `schema export --partial --out ${editorSchemaFile}` }]
}

function typesState({ document, places }: ProjectSchema, file: string, text: string, name: string | undefined): GeneratedState {
  const command = name === undefined ? 'types' : `types --name ${name}`
  const wanted = typeDeclarations(document, { name: name ?? 'Config', places, heading: typesHeading(command) })
  return { file, current: sameText(text, wanted), command: `${command} --out ${file}` }
}

/** Git may have written the file with the line ends of the system. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other
}

/** Out of date is a warning here: nothing that runs is wrong yet. */
export function staleIssues(files: readonly GeneratedState[]): readonly Issue[] {
  return files
    .filter(({ current }) => !current)
    .flatMap(({ file, command }) =>
      stale(file, `configmanage ${command}`).issues.map((issue): Issue => ({ ...issue, severity: 'warning' })),
    )
}
