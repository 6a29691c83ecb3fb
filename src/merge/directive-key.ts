/**
 * The key that says, inside a map, how its other keys are merged:
 * `{ plugins: [x], $merge: { plugins: append } }`. It is never part of a result.
 */
export const directiveKey = '$merge'
