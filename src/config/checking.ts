import { hasDirectives } from '../merge/has-directives.ts'
import { holdsReferences } from '../references/referring-keys.ts'
import type { ValueMap } from '../values/value.ts'
import type { Survey } from './survey.ts'

export { checkTree } from '../formats/check-tree.ts'

/** What `surveyOf` tells, of a tree of any size that passed `checkTree`; remembered for the parts it shares. */
export function searchedFor(value: ValueMap): Survey {
  return { directives: hasDirectives(value), references: holdsReferences(value) }
}
