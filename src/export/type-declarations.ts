import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { SchemaDocument, type SchemaPlaces } from '../schema/fields/schema-document.ts'
import { printDeclared } from './declarations/print-shapes.ts'
import { ShapeReader } from './declarations/read-shapes.ts'
import { TypeNames } from './declarations/type-names.ts'

export interface DeclarationOptions {
  /** Of the type of the whole configuration. Default: `Config`. */
  readonly name?: string
  /** A line above the declarations, without the marks of a comment. */
  readonly heading?: string
  /** How to follow references. Default: inside the document. */
  readonly places?: SchemaPlaces
}

/**
 * TypeScript declarations of what a program gets from a configuration with this schema: defaults filled in, durations
 * and sizes as numbers, secrets sealed, everything read-only.
 * @throws ConfigError SCHEMA_UNSUPPORTED, for a reference that leads nowhere
 */
export function typeDeclarations(schema: JsonSchema, options: DeclarationOptions = {}): string {
  const declared = new ShapeReader(options.places ?? new SchemaDocument(schema), new TypeNames()).read(options.name ?? 'Config')
  const body = declared.map(printDeclared).join('\n')
  const imported = ['DateTime', 'Secret'].filter((name) => new RegExp(`\\b${name}\\b`).test(withoutTexts(body)))
  const heading = options.heading === undefined ? '' : `// ${options.heading}\n`
  const imports = imported.length === 0 ? '' : `import type { ${imported.join(', ')} } from 'configmanage'\n`
  return [heading + imports, body].filter((part) => part !== '').join('\n')
}

/** Comments and literals may hold the word too. */
function withoutTexts(code: string): string {
  return code.replace(/\/\*\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'/g, '')
}
