import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { unknownOption } from '../formats/option-names.ts'
import type { ConfigDefinition } from './definition.ts'
import { type ConfigOptions, definitionKeys, isLimit, isSource, optionKeys } from './plan.ts'

export { checkFormatOptions } from '../formats/option-names.ts'

/**
 * Says everything that is wrong with what the caller wrote.
 * @throws ConfigError OPTION_INVALID
 */
export function checkDefinition(definition: ConfigDefinition, options: ConfigOptions): void {
  if (typeof definition !== 'object' || definition === null)
    throw new ConfigError(wrong('a definition is an object with "sources"', 'pass what defineConfig({ sources: [...] }) returns'))
  const issues: Issue[] = []
  for (const key of Object.keys(definition))
    if (!definitionKeys.includes(key)) issues.push(unknownOption('a definition', key, definitionKeys))
  for (const key of Object.keys(options))
    if (!optionKeys.includes(key)) issues.push(unknownOption('createConfig', key, optionKeys))
  if (!Array.isArray(definition.sources))
    issues.push(wrong('"sources" must be a list of sources', 'sources: [file("config/app.yaml"), env({ prefix: "APP_" })]'))
  else if (!definition.sources.every(isSource))
    issues.push(wrong('"sources" has an entry that is no source', 'use file(), env(), object() … for each'))
  for (const [key, limit] of Object.entries(definition.limits ?? {}))
    if (!isLimit(limit)) issues.push(wrong(`limits.${key} must be a positive number`, 'leave it out for the default'))
  if (options.watch !== undefined && typeof options.watch !== 'boolean')
    issues.push(wrong('"watch" must be true or false', 'watch: true reloads when a source changes'))
  if (issues.length > 0) throw new ConfigError(issues)
}

function wrong(message: string, hint: string): Issue {
  return { code: 'OPTION_INVALID', severity: 'error', message, hint }
}
