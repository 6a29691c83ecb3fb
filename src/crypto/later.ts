import { requireModule } from '../runtime/require-module.ts'

/** The patterns of rules: most files have none, and the engine for them is large. */
export function rulePatterns(): typeof import('./sops/rule-pattern.ts') {
  return requireModule('#crypto/rule-pattern')
}
