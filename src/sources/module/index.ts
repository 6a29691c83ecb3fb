export { readModule } from './read-module.ts'
