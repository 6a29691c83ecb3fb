import type { Issue } from '../errors/issue.ts'
import type { Finding, LintRule } from './rule.ts'
import type { RuleSettings } from './settings.ts'
import type { LintSubject } from './subject.ts'

/** Everything that the rules find, each place once, in the order of the rules. */
export function runRules(rules: readonly LintRule[], subject: LintSubject, settings: RuleSettings): readonly Issue[] {
  const issues = new Map<string, Issue>()
  for (const rule of rules) {
    const setting = settings.get(rule.code)
    if (setting === 'off' || (rule.needs === 'project' && subject.project === undefined)) continue
    for (const finding of rule.check(subject)) {
      const severity = setting === undefined ? (finding.severity ?? rule.severity) : setting === 'warn' ? 'warning' : 'error'
      const key = keyOf(rule, finding)
      if (!issues.has(key)) issues.set(key, { ...finding, code: rule.code, severity })
    }
  }
  return [...issues.values()]
}

/** A file that several profiles share shows the same at the same place in each of them. */
function keyOf({ code }: LintRule, { span, path, name, message, file }: Finding): string {
  if (span === undefined) return JSON.stringify([code, file, path, name, message])
  return JSON.stringify([code, span.file, span.start.offset, path ?? message])
}
