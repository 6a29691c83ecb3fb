/** Merging with strategies and directives. */
export { mergeLayers } from './merge-layers.ts'
export { parseStrategy, unknownStrategy } from './strategy.ts'
export { strategyTable } from './strategy-table.ts'
