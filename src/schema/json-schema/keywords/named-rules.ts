import { isObject } from '../kind.ts'
import { found, type Keyword, Phase } from '../step.ts'
import { mapArgument } from './arguments.ts'

/** Rules that the program gives by name: `"x-rules": { "even": true }`. */
const rules: Keyword = {
  phase: Phase.own,
  compile(argument, site) {
    const { node, namedRules } = site
    if (namedRules === 'elsewhere') return undefined
    const entries = mapArgument('x-rules', argument, site) ?? []
    const known = entries.filter(([name]) => {
      if (Object.hasOwn(namedRules, name)) return true
      site.problem('x-rules', `there is no rule ${JSON.stringify(name)}`, ruleHint(name, namedRules))
      return false
    })
    if (known.length === 0) return undefined
    return (value: unknown, report) => {
      let isRight = true
      for (const [name, wanted] of known) {
        const message = answerOf(() => namedRules[name]?.(value, wanted))
        if (message === undefined) continue
        isRight = false
        if (report === undefined) return false
        report.add({ ...found(node, 'x-rules', value, wanted, name), message })
      }
      return isRight
    }
  },
}

/** A rule is the program's own code, and its mistakes are findings too. */
function answerOf(ask: () => unknown): string | undefined {
  try {
    const answer = ask()
    if (answer === undefined || answer === null || answer === true) return undefined
    if (!isThenable(answer)) return typeof answer === 'string' && answer !== '' ? answer : 'the rule does not hold'
    // Nobody waits for it; without this, its failure would end the process.
    answer.then(undefined, () => undefined)
    return 'the rule answers later; a rule has to answer at once'
  } catch (error) {
    return `the rule failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

function ruleHint(name: string, namedRules: unknown): string {
  const names = isObject(namedRules) ? Object.keys(namedRules) : []
  return names.length === 0
    ? `define it beside the schema: validators: { ${JSON.stringify(name)}: (value, argument) => ... }`
    : `the rules are ${names.join(', ')}`
}

export const namedRuleKeywords: Readonly<Record<string, Keyword>> = { 'x-rules': rules }
