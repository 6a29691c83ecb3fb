/** What files that say `$import` or `$when` need besides what every file does. */
export { readDirectives, withDirectives } from './importing/directives.ts'
export { importedLayers, mentioning, withWay } from './importing/placing.ts'
export { type ImportedSource, type ImportState, importsOf, missingImport, stackImports } from './importing/stack-imports.ts'
