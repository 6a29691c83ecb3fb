import { type FormatName, formatForFile, loadFormat } from '../formats/choose.ts'
import type { Document, Format } from '../formats/format.ts'
import { hasDirectives } from '../merge/has-directives.ts'
import { mergeLayers } from '../merge/merge-layers.ts'
import { rootField } from '../schema/fields/field-space.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import type { ValueMap } from '../values/value.ts'
import type { LintCode } from './rule.ts'
import { lintRules } from './rules.ts'
import { runRules } from './run-rules.ts'
import type { LintFile, LintLayer, LintProject, LintSubject } from './subject.ts'

const loaded = new Map<FormatName, Format>()

/** Formats are loaded on first use; call this before making subjects of files in them. */
export async function loadFormats(...files: readonly string[]): Promise<void> {
  for (const file of files) loaded.set(formatForFile(file), (await loadFormat(formatForFile(file)))())
}

export function lintFileOf(file: string, text: string, facts: Partial<LintFile> = {}): LintFile {
  const format = loaded.get(formatForFile(file))
  if (format === undefined) throw new Error(`load the format of ${file} first`)
  const documents: readonly Document[] = [format.parse(text, file)]
  return {
    file,
    text,
    format: format.name,
    documents,
    secrets: [],
    mode: undefined,
    tracked: undefined,
    edited: (edits) => format.edit(text, edits, file),
    ...facts,
  }
}

/** A project of profiles, each with the files it reads, lowest first. */
export function projectOf(
  files: Readonly<Record<string, string>>,
  profiles: Readonly<Record<string, readonly string[]>>,
  facts: Partial<Omit<LintProject, 'schema'>> & { readonly schema?: JsonSchema } = {},
): LintSubject {
  const read = new Map(Object.entries(files).map(([file, text]) => [file, lintFileOf(file, text)]))
  const { schema, ...others } = facts
  const project: LintProject = {
    schema: schema === undefined ? undefined : rootField(schema),
    isComplete: true,
    unread: [],
    otherVariables: [],
    profiles: Object.entries(profiles).map(([name, names]) => {
      const layers = names.map((file) => layerOf(read.get(file) as LintFile))
      return { name, names: [name], layers, value: mergeLayers(layers), strategies: undefined }
    }),
    ...others,
  }
  return { files: [...read.values()], project }
}

function layerOf(file: LintFile): LintLayer {
  const [document] = file.documents as readonly [Document]
  return {
    id: file.file,
    source: `file:${file.file}`,
    kind: 'file',
    file: file.file,
    value: document.value as ValueMap,
    directives: hasDirectives(document.value),
    textOnly: false,
    warnings: () => [],
    locate: (path, part) => document.locate(path, part),
    nameOf: () => undefined,
  }
}

/** What one rule finds, as `file:line path`. */
export function placesFound(code: LintCode, subject: LintSubject): readonly string[] {
  const issues = runRules(
    lintRules.filter((rule) => rule.code === code),
    subject,
    new Map(),
  )
  return issues.map(({ span, path }) => `${span?.file ?? ''}:${span?.start.line ?? ''} ${path?.join('.') ?? ''}`.trim())
}
