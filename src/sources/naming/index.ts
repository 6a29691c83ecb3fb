/** What is only needed for names that do not each name one key, and to say what is wrong with them. */
export { absent, ambiguous, behindEnd, collision, namesLike, noPath, tooDeep, unsafeName } from '../name-issues.ts'
export { NearNames } from '../near-names.ts'
export { readVariables } from '../variables.ts'
