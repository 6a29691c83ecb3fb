import type { Issue } from '../../errors/issue.ts'
import type { Field } from '../../schema/fields/field.ts'
import { type NamedValidators, runNamedRules } from '../../validation/named-rules.ts'
import type { Rule, Transition } from '../../validation/rule.ts'
import { type RuleRuns, runRules } from '../../validation/run-rules.ts'
import { runTransitions } from '../../validation/run-transitions.ts'
import type { Value } from '../../values/value.ts'
import type { Checked } from '../checker.ts'
import type { LazyParts } from '../lazy-parts.ts'

/** The rules of a definition: those about values, and those about changes. */
export class RuleRunner {
  readonly #rules: readonly Rule[]
  readonly #transitions: readonly Transition[]
  readonly #root: Field
  readonly #validators: NamedValidators | undefined

  /** `validators` are those that the schema names and does not call itself. */
  constructor(rules: readonly (Rule | Transition)[], root: Field, validators: NamedValidators | undefined) {
    this.#rules = rules.filter((rule) => rule.kind === 'rule')
    this.#transitions = rules.filter((rule) => rule.kind === 'transition')
    this.#root = root
    this.#validators = validators
  }

  /** `before` is what is in use, with what the rules said of it. Rules wait for the parts that they look at. */
  run(
    tree: Value,
    before: Checked | undefined,
    parts: LazyParts | undefined,
  ): { readonly issues: readonly Issue[]; readonly run: RuleRuns } {
    const previous = before?.ruled
    const rules =
      parts === undefined ? this.#rules : this.#rules.filter(({ parsed }) => !parsed.some((path) => parts.concerns(path)))
    const run = runRules(rules, tree, { root: this.#root, ...(previous && { previous }) })
    // That a part is loaded is no change of what is in it.
    const after = before?.parts?.hide(tree) ?? tree
    const changes = before === undefined ? [] : runTransitions(this.#transitions, before.value, after, this.#root)
    const named = this.#validators === undefined ? [] : runNamedRules(tree, this.#root, this.#validators)
    return { issues: [...named, ...run.issues, ...changes], run }
  }
}
