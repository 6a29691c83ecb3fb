import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import type { LintCode } from './rule.ts'
import { lintRules } from './rules.ts'

/** What a project decides about a rule. */
export type RuleSetting = 'off' | 'warn' | 'error'

/** The part of a definition that is about `configmanage lint`; a running program does not look at it. */
export interface LintOptions {
  /** By code: `{ LINT_ABSOLUTE_PATH: 'off' }`. Default: the severity of the rule. */
  readonly rules?: Readonly<Record<string, RuleSetting>>
}

export type RuleSettings = ReadonlyMap<LintCode, RuleSetting>

const words: readonly RuleSetting[] = ['off', 'warn', 'error']

/**
 * The settings of a manifest, and above them those of the command line (`CODE=off`). A code may be written without
 * its `LINT_` and in lower case.
 * @throws ConfigError OPTION_INVALID for the manifest, CLI_USAGE for the command line
 */
export function readSettings(options: LintOptions | undefined, given: readonly string[]): RuleSettings {
  const settings = new Map<LintCode, RuleSetting>()
  const issues: Issue[] = []
  for (const [name, word] of Object.entries(options?.rules ?? {})) take(name, word, 'OPTION_INVALID')
  for (const text of given) {
    const equals = text.indexOf('=')
    if (equals < 0)
      issues.push(wrong('CLI_USAGE', `--rule takes CODE=off, CODE=warn or CODE=error, not ${JSON.stringify(text)}`, undefined))
    else take(text.slice(0, equals), text.slice(equals + 1), 'CLI_USAGE')
  }
  if (issues.length > 0) throw new ConfigError(issues)
  return settings

  function take(name: string, word: unknown, code: 'OPTION_INVALID' | 'CLI_USAGE'): void {
    const found = ruleCalled(name)
    const setting = words.find((known) => known === word)
    if (found === undefined) issues.push(wrong(code, `there is no rule ${JSON.stringify(name)}`, nearRules(name)))
    if (setting === undefined) {
      issues.push(wrong(code, `${JSON.stringify(String(word))} is no setting of a rule`, `write ${listOf(words, 'or')}`))
    }
    if (found !== undefined && setting !== undefined) settings.set(found, setting)
  }
}

function ruleCalled(name: string): LintCode | undefined {
  const code = codeFor(name)
  return lintRules.find((rule) => rule.code === code)?.code
}

function nearRules(name: string): string {
  const near = closest(
    codeFor(name),
    lintRules.map(({ code }) => code),
  )
  return didYouMean(near) ?? 'see configmanage lint --list-rules'
}

function codeFor(name: string): string {
  const upper = name.toUpperCase().replaceAll('-', '_')
  return upper.startsWith('LINT_') ? upper : `LINT_${upper}`
}

function wrong(code: 'OPTION_INVALID' | 'CLI_USAGE', message: string, hint: string | undefined): Issue {
  return { code, severity: 'error', message, hint, path: code === 'OPTION_INVALID' ? ['lint', 'rules'] : undefined }
}
