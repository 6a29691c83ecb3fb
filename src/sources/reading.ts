/** The working parts of the sources that are loaded on first use. */
export { isEqual } from '../values/equal.ts'
export { copyValues } from './copy-values.ts'
export { filesMatching } from './glob.ts'
export { missingFile } from './missing-file.ts'
export { readArgs } from './read-args.ts'
export { readDirectory } from './read-directory.ts'
export { readDotenv } from './read-dotenv.ts'
export { expandSearch } from './search-folders.ts'
