/** The parser of all of YAML, loaded with the first text that is not written in the usual few ways. */
export { construct } from '../yaml/construct.ts'
export { readEvents, secondDocument } from '../yaml/events.ts'
