/** What is only worked out when somebody asks: places, repeated keys, and values that `JSON.parse` gets wrong. */
export { build } from '../json/build.ts'
export { duplicateKeys } from '../json/duplicates.ts'
export { findRange } from '../json/locate.ts'
export { rangeInTree, readTree } from '../json/tree.ts'
