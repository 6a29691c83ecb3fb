import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { defaultTemplateLimits, type TemplateOptions } from '../../templates/template-options.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean, listOf } from '../../text/words.ts'
import { isMap } from '../../values/value.ts'

type Check = readonly [wanted: string, fits: (value: unknown) => boolean]

const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isBoolean = (value: unknown): boolean => typeof value === 'boolean'

const checks: Readonly<Record<keyof TemplateOptions, Check>> = {
  data: ['a text or a list of texts', (value) => isText(value) || isTexts(value)],
  values: ['a map', isMap],
  lower: ['true, false or a list of texts', (value) => isBoolean(value) || isTexts(value)],
  env: ['a list of texts', isTexts],
  folder: ['a text', isText],
  trimBlocks: ['true or false', isBoolean],
  lstripBlocks: ['true or false', isBoolean],
  limits: ['a map of numbers', (value) => isMap(value) && Object.entries(value).every(isLimit)],
}

function isLimit([name, value]: readonly [string, unknown]): boolean {
  return Object.hasOwn(defaultTemplateLimits, name) && typeof value === 'number' && value > 0
}

/** Options may come from a manifest, which no compiler has seen. @throws ConfigError OPTION_INVALID */
export function checkTemplateOptions(options: object, file: string): void {
  const issues = Object.entries(options).flatMap(([name, value]) => issueOf(name, value, file))
  if (issues.length > 0) throw new ConfigError(issues)
}

function issueOf(name: string, value: unknown, file: string): readonly Issue[] {
  const names = Object.keys(checks)
  const check = Object.entries(checks).find(([known]) => known === name)?.[1]
  if (check !== undefined && (value === undefined || check[1](value))) return []
  const wanted = name === 'limits' ? `${check?.[0]}: ${listOf(Object.keys(defaultTemplateLimits), 'or')}` : check?.[0]
  const message =
    check === undefined
      ? `template has no option ${JSON.stringify(name)}`
      : `the option ${JSON.stringify(name)} of template must be ${wanted}`
  const hint = check === undefined ? (didYouMean(closest(name, names)) ?? `use ${listOf(names, 'or')}`) : undefined
  return [{ code: 'OPTION_INVALID', severity: 'error', message, file, hint }]
}
