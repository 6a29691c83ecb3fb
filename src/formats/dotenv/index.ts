export { type DotenvOptions, dotenv } from './dotenv.ts'
