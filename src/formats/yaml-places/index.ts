/** What is only worked out when somebody asks, or when a text is not as it should be: places, warnings and mistakes. */
export { LineIndex } from '../../text/position.ts'
export { findDefinition } from '../yaml/find.ts'
export { readNodes } from '../yaml/nodes.ts'
export { parseRefused } from '../yaml/parse-refused.ts'
export { findSurprises } from '../yaml/surprise.ts'
export { tooDeep } from '../yaml/syntax-error.ts'
