import { listOf } from '../text/words.ts'
import { usageError } from './usage-error.ts'

/** Refuses a form of the answer that a command does not have; without one it answers for people. */
export function checkFormat(format: string | undefined, known: readonly string[]): void {
  if (format === undefined || known.includes(format)) return
  throw usageError(`--format takes no ${JSON.stringify(format)} here`, `use ${listOf(known, 'or')}, or leave it out`)
}
