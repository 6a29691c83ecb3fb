import type { Issue } from '../../errors/issue.ts'
import { Secret } from '../../values/secret.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import type { Field } from '../fields/field.ts'
import { isSecretAt } from '../fields/field-at.ts'
import { rootField } from '../fields/field-space.ts'
import { fillDefaults } from '../fields/fill-defaults.ts'
import { convertNotations } from '../fields/notations.ts'
import { issueOfFinding } from '../json-schema/issue-of-finding.ts'
import { compileJsonSchema, type JsonSchemaValidator } from '../json-schema/validator.ts'
import type { Node } from './node.ts'
import { printDocument } from './print.ts'
import type { StandardIssue, StandardResult } from './standard.ts'

/** What is needed to check values by a schema. */
interface Checker {
  readonly root: Field
  readonly validator: JsonSchemaValidator
}

const checkers = new WeakMap<Node, Checker>()

/**
 * Checks a value as other programs ask for it: the answer has its defaults, durations and sizes are numbers, and
 * secrets are hidden. What was given is not changed.
 */
export function validate(node: Node, value: unknown): StandardResult<unknown> {
  const { root, validator } = checkerOf(node)
  // Whatever it is, it is looked at as data: what is no data passes no type.
  const whole = convertNotations(fillDefaults(value as Value, root).value, root).value
  const findings = validator.check(whole)
  if (findings.length === 0) return { value: hidden(whole, root) }
  const secret = (path: readonly (string | number)[]): boolean => isSecretAt(root, path)
  return { issues: findings.flatMap((finding) => issueOfFinding(finding, { secret }).map(asStandard)) }
}

function checkerOf(node: Node): Checker {
  const known = checkers.get(node)
  if (known !== undefined) return known
  const document = printDocument(node, 'draft-2020-12')
  // Values belong to others, who may change them between two checks.
  const checker = { root: rootField(document), validator: compileJsonSchema(document, { remembers: false }) }
  checkers.set(node, checker)
  return checker
}

function asStandard({ message, path, hint }: Issue): StandardIssue {
  return { message: hint === undefined ? message : `${message} (${hint})`, path }
}

/** With every leaf of a secret hidden. Shares what has none. */
function hidden(value: Value, field: Field | undefined, inside = false): Value {
  const isHidden = inside || field?.secret === true
  if (isList(value)) {
    const copy = value.map((item, index) => hidden(item, field?.child(index), isHidden))
    return copy.every((item, index) => item === value[index]) ? value : copy
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, hidden(item, field?.child(key), isHidden)] as const)
    return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries)
  }
  // A secret holds a single value, which is what is left here.
  return isHidden && value !== null && !(value instanceof Secret) ? (new Secret(value) as Value) : value
}
