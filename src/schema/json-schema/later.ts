import { requireModule } from '../../runtime/require-module.ts'

/** The schema of a dialect, by its URI; loaded with the first that is asked for. */
export function metaschema(uri: string): unknown {
  if (!uri.includes('json-schema.org/')) return undefined
  return metaschemas().metaschemaAt(uri)
}

function metaschemas(): typeof import('./metaschemas/index.ts') {
  return requireModule('#schema/metaschemas')
}

/** The engine for patterns that JavaScript's own might take very long for. */
export function linearPatterns(): typeof import('./patterns/linear-patterns.ts') {
  return requireModule('#schema/linear-patterns')
}
