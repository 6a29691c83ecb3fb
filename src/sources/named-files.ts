import type { Reading } from './source.ts'

/**
 * Further files that a reading came from, by absolute path: those that variables name, those that a module imports,
 * those that a template includes or takes its data from.
 */
export const namedFiles: WeakMap<Reading, readonly string[]> = new WeakMap()
