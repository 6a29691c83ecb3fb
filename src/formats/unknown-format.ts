import { ConfigError } from '../errors/config-error.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { formatNames } from './choose.ts'

/** FORMAT_UNKNOWN for a name that no format has. */
export function noSuchFormat(name: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_UNKNOWN',
    severity: 'error',
    message: `there is no format ${JSON.stringify(name)}`,
    expected: listOf(formatNames, 'or'),
    hint: didYouMean(closest(name, formatNames)) ?? `use ${listOf(formatNames, 'or')}`,
  })
}

/** FORMAT_UNKNOWN for a file whose extension belongs to no format. */
export function tellsNoFormat(file: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_UNKNOWN',
    severity: 'error',
    message: `the name of ${JSON.stringify(file)} tells no format`,
    file,
    hint: file.endsWith('.tmpl')
      ? 'it is a template: configmanage render shows what it gives, and the source "file" reads that'
      : `name the format: ${listOf(formatNames, 'or')}`,
  })
}
