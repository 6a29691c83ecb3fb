import { createRequire } from 'node:module'

/** Peers that come without declarations, with the part of them that is used here. */
const require = createRequire(import.meta.url)

// The packages publish no types; these are their documented signatures.
export const lodashMerge = require('lodash.merge') as (target: object, ...sources: unknown[]) => unknown
export const lodashGet = require('lodash.get') as (object: unknown, path: string) => unknown
export const convict = require('convict') as (schema: object) => { load(values: object): void; get(path: string): unknown }

export interface NodeConfig {
  get(path: string): unknown
}

/** node-config reads its folder while it is imported. */
export async function nodeConfig(folder: string): Promise<NodeConfig> {
  process.env['NODE_CONFIG_DIR'] = folder
  process.env['SUPPRESS_NO_CONFIG_WARNING'] = 'true'
  const imported = (await import('config' as string)) as { default: NodeConfig }
  return imported.default
}
