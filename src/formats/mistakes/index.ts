/** What is only said when a file cannot be made into text, or its format is not known. */
export { foundNul, invalidBytes } from '../encoding-error.ts'
export { noSuchFormat, tellsNoFormat } from '../unknown-format.ts'
