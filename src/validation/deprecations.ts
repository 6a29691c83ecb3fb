import type { Issue } from '../errors/issue.ts'
import type { Field } from '../schema/fields/field.ts'
import { type Deprecation, deprecationOf } from '../schema/fields/metadata.ts'
import { reaching } from '../schema/fields/reaching.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { visitDescribed } from './visit-described.ts'

const leadsByRoot = new WeakMap<Field, (field: Field) => boolean>()

/**
 * A KEY_DEPRECATED warning for each deprecated key that is set. Give the tree as it was merged, before defaults: nobody
 * is to blame for a key that the schema set itself.
 */
export function deprecations(tree: Value, root: Field): readonly Issue[] {
  const leads = leadsByRoot.get(root) ?? reaching(root, (schema) => deprecationOf(schema) !== undefined)
  leadsByRoot.set(root, leads)
  if (!leads(root)) return []
  const issues: Issue[] = []
  visitDescribed(
    tree,
    root,
    ({ field, path }) => {
      if (path.length > 0 && field.deprecated !== undefined) issues.push(issueOf(field.deprecated, path, field, tree))
    },
    leads,
  )
  return issues
}

function issueOf(deprecated: Deprecation, path: Path, field: Field, tree: Value): Issue {
  const name = JSON.stringify(printPath(path))
  const { replacedBy, removedIn, message } = deprecated
  const successor = replacedBy === undefined ? undefined : JSON.stringify(replacedBy)
  const until = removedIn === undefined ? '' : `, and version ${removedIn} removes it`
  const both = replacedBy !== undefined && isSet(tree, path, replacedBy)
  return {
    code: 'KEY_DEPRECATED',
    severity: 'warning',
    message: both
      ? `${name} is deprecated${until}; ${successor}, which replaces it, is set too`
      : `${name} is deprecated${until}${message === undefined ? '' : `: ${message}`}`,
    path,
    rule: field.placeOf('x-deprecated', 'deprecated'),
    ...hintOf(path, successor, both),
  }
}

function hintOf(path: Path, successor: string | undefined, both: boolean): { readonly hint?: string } {
  if (both) return { hint: `remove ${JSON.stringify(printPath(path))}` }
  return successor === undefined ? {} : { hint: `use ${successor} instead` }
}

/** A replacement is named from the root; or, as a single key, it stands beside the old one. */
function isSet(tree: Value, path: Path, replacedBy: string): boolean {
  const target = parsePath(replacedBy)
  if (target === undefined) return false
  const beside = target.length === 1 ? [...path.slice(0, -1), ...target] : target
  return getAt(tree, target) !== undefined || getAt(tree, beside) !== undefined
}
