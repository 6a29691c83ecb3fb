/** Rules about several values, and about changes: `import { defineRule } from 'configmanage/rules'`. */

export {
  defineRule,
  defineTransition,
  type Rule,
  type RuleAnswer,
  type RuleContext,
  type RuleDefinition,
  type RuleValues,
  type Transition,
  type TransitionDefinition,
} from './rule.ts'
