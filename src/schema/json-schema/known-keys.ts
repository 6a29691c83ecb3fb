import type { Finding } from './finding.ts'
import { type AnyMap, isObject } from './kind.ts'
import { originOf } from './report.ts'
import type { SchemaNode } from './schema-node.ts'

/** The names that a schema gives to keys: for suggestions when another one was found. */
export interface KnownKeys {
  readonly here: readonly string[]
  /** Keys one level down, each with the key that it stands below. */
  readonly below: readonly { readonly under: string; readonly names: readonly string[] }[]
  /** Keys beside the map. */
  readonly above: readonly string[]
}

export function knownKeys(finding: Finding): KnownKeys {
  const origin = originOf(finding)
  if (origin === undefined) return { here: namesIn(finding.schema), below: [], above: [] }
  const { node, holder } = origin
  // What stands beside `additionalProperties` is all that it knows; the others look through everything.
  const here = finding.keyword === 'additionalProperties' ? namesIn(node.schema) : [...namesOf(node)]
  return { here, below: namesBelow(node), above: holder === undefined ? [] : [...namesOf(holder)] }
}

function namesIn(schema: AnyMap): readonly string[] {
  return isObject(schema['properties']) ? Object.keys(schema['properties']) : []
}

/** Through references and combinations. */
function namesOf(node: SchemaNode): ReadonlySet<string> {
  const names = new Set<string>()
  const nodes = new Set([node])
  for (const next of nodes) {
    for (const name of namesIn(next.schema)) names.add(name)
    for (const child of next.compiled.children) if (isOfSameValue(child, next)) nodes.add(child)
  }
  return names
}

const sameValue = ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']

function isOfSameValue(child: SchemaNode, node: SchemaNode): boolean {
  if (node.compiled.alike.includes(child)) return true
  const { key, parent } = child.place
  return sameValue.includes(String(parent === node.place ? key : parent?.key))
}

/** More than this are not looked through for a suggestion. */
const mostChildren = 200

function namesBelow(node: SchemaNode): KnownKeys['below'] {
  return [node, ...node.compiled.alike]
    .flatMap((one) => one.compiled.children.slice(0, mostChildren))
    .filter((child) => child.place.parent?.key === 'properties')
    .map((child) => ({ under: String(child.place.key), names: [...namesOf(child)] }))
}
