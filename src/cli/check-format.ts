import { listOf } from '../text/words.ts'
import { usageError } from './usage-error.ts'

/** Forms of an answer that most commands have: for people, and for scripts. */
export const usualFormats: readonly string[] = ['text', 'json']

/**
 * Refuses a form of the answer that a command does not have, so that no script takes a text for what it asked for.
 * @throws ConfigError CLI_USAGE
 */
export function checkFormat(format: string | undefined, known: readonly string[] = usualFormats): void {
  if (format === undefined || known.includes(format)) return
  throw usageError(`--format takes no ${JSON.stringify(format)} here`, `use ${listOf(known, 'or')}, or leave it out`)
}
