export { editYaml } from './edit.ts'
export { printYaml } from './print.ts'
