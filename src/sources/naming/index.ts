/** What is only needed for names that fit no key or do not fit together. */
export { absent, ambiguous, behindEnd, collision, namesLike, noPath, tooDeep, unsafeName } from '../name-issues.ts'
export { NearNames } from '../near-names.ts'
