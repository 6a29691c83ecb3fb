export { json5 } from './json5.ts'
