export { jsonc } from './jsonc.ts'
