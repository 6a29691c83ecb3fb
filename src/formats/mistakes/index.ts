/** What is only needed when a file is not plain UTF-8, cannot be made into text, or its format is not known. */
export { decodeOther } from '../decode-other.ts'
export { foundNul, invalidBytes } from '../encoding-error.ts'
export { noSuchFormat, tellsNoFormat } from '../unknown-format.ts'
