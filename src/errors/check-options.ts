import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import { ConfigError } from './config-error.ts'

/**
 * Refuses options of a call that are none. The compiler does so, too; from JavaScript a mistyped name would pass unheard,
 * and the default would be used.
 * @throws ConfigError OPTION_INVALID
 */
export function checkOptions(given: unknown, known: readonly string[], owner: string): void {
  if (typeof given !== 'object' || given === null) throw invalid(`the options of ${owner} must be an object`, listOf(known))
  // No list is made of them: a cache asks this with every hit.
  for (const name in given) {
    if (known.includes(name) || !Object.hasOwn(given, name)) continue
    throw invalid(`${owner} has no option ${JSON.stringify(name)}`, didYouMean(closest(name, known)) ?? listOf(known))
  }
}

function listOf(known: readonly string[]): string {
  return `use ${known.join(', ')}`
}

function invalid(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
