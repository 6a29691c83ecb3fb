import type { Reading } from './source.ts'

/** Further files that a reading came from, by absolute path: those that variables name, and those that a module imports. */
export const namedFiles: WeakMap<Reading, readonly string[]> = new WeakMap()
