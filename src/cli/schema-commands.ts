import type { CommandEntry } from './command.ts'
import { fromFlag } from './input-flags.ts'
import { generatedFlags } from './schema/generated-flags.ts'

/** What is made of a schema, and schemas that are made of files, as entries of the table of commands. */
export const schemaCommands: readonly CommandEntry[] = [
  {
    name: 'schema infer',
    summary: 'infer a schema',
    group: 'Project',
    args: [['[files...]', 'files to look at; without any, all profiles of the manifest']],
    flags: [fromFlag, ...generatedFlags],
    examples: [
      ['schema infer --out schema.json', 'from all profiles'],
      ['schema infer config/*.yaml', 'from files'],
    ],
    kind: 'SchemaInfer',
  },
  {
    name: 'schema export',
    summary: 'print JSON Schema',
    group: 'Project',
    args: [],
    flags: [
      { flags: '--to <version>', meaning: 'version of JSON Schema', choices: ['2020-12', 'draft-07'] },
      { flags: '--partial', meaning: 'for one file among several: nothing is required, references are allowed' },
      ...generatedFlags,
    ],
    examples: [
      ['schema export --out schema.json', 'from the builder, Zod, Valibot or ArkType'],
      ['schema export --out schema.json --check', 'fail in CI when it is out of date'],
    ],
    kind: 'SchemaExport',
  },
  {
    name: 'schema docs',
    summary: 'document it',
    group: 'Project',
    args: [],
    flags: [{ flags: '--prefix <text>', meaning: 'what variables begin with, if not as in the manifest' }, ...generatedFlags],
    examples: [
      ['schema docs --out docs/settings.md', 'a page with tables'],
      ['schema docs --format dotenv --out .env.example', 'every variable'],
    ],
    kind: 'SchemaDocs',
    formats: ['markdown', 'dotenv', 'json'],
  },
  {
    name: 'schema editor',
    summary: 'connect editors',
    group: 'Project',
    args: [],
    flags: [
      { flags: '--write', meaning: 'write the settings of VS Code (or the lines), and the schema for editors' },
      { flags: '--headers', meaning: 'a line at the beginning of each file instead of settings' },
      { flags: '--schema <file>', meaning: 'name of the schema for editors; default configmanage.schema.json' },
    ],
    examples: [
      ['schema editor --write', 'for VS Code'],
      ['schema editor --headers --write', 'for every editor with a language server'],
    ],
    kind: 'SchemaEditor',
  },
  {
    name: 'types',
    summary: 'write TypeScript declarations',
    group: 'Project',
    args: [],
    flags: [{ flags: '--name <Name>', meaning: 'name of the type of the whole; default Config' }, ...generatedFlags],
    examples: [
      ['types --out src/config.d.ts', 'after each change of the schema'],
      ['types --out src/config.d.ts --check', 'fail in CI when it is out of date'],
    ],
    kind: 'TypesResult',
  },
]
