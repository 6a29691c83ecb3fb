import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import type { FormatName } from './choose.ts'

/** The options that each format takes, for whoever passes them on unseen. */
const optionNames: Readonly<Record<FormatName, readonly string[]>> = {
  json: ['limits'],
  jsonc: ['limits'],
  json5: ['limits'],
  yaml: ['limits'],
  toml: ['limits', 'version'],
  ini: [
    'limits',
    'dialect',
    'delimiters',
    'commentPrefixes',
    'inlineCommentPrefixes',
    'strict',
    'emptyLinesInValues',
    'allowNoValue',
    'interpolation',
    'defaultSection',
    'caseSensitive',
  ],
  dotenv: ['limits', 'expand', 'env'],
  properties: ['limits', 'flat'],
}

/**
 * Refuses options that a format does not have, so that a mistyped one is not silently the default.
 * @throws ConfigError OPTION_INVALID
 */
export function checkFormatOptions(name: FormatName, options: object): void {
  const known = optionNames[name]
  const issues = Object.keys(options)
    .filter((option) => !known.includes(option))
    .map((option) => unknownOption(`the format ${name}`, option, known))
  if (issues.length > 0) throw new ConfigError(issues)
}

/** An option that `owner` does not have, with the nearest one it has. */
export function unknownOption(owner: string, option: string, known: readonly string[]): Issue {
  return {
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${owner} has no option ${JSON.stringify(option)}`,
    hint: didYouMean(closest(option, known)) ?? `known options: ${listOf(known)}`,
  }
}
