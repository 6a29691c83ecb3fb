import { isNode, type Node } from './node.ts'

export type Property = readonly [key: string, field: Node]

/** Whether a missing field comes into being by defaults: its own, or those of the keys inside it. */
export function fillsItself(node: Node): boolean {
  const before = known.get(node)
  if (before !== undefined) return before
  const answer = looksFilled(node)
  known.set(node, answer)
  return answer
}

/** Each schema asks its fields, which have been asked before: so nothing here goes deeper than one level. */
const known = new WeakMap<Node, boolean>()

function looksFilled(node: Node): boolean {
  if (Object.hasOwn(node, 'default')) return true
  if (node['type'] !== 'object') return false
  const filled = propertiesOf(node).filter(([, field]) => fillsItself(field))
  return filled.length > 0 && requiredOf(node).every((required) => filled.some(([key]) => key === required))
}

export function propertiesOf(node: Node): readonly Property[] {
  const properties = node['properties']
  return isNode(properties) ? Object.entries(properties).filter((entry): entry is [string, Node] => isNode(entry[1])) : []
}

export function requiredOf(node: Node): readonly string[] {
  const required = node['required']
  return Array.isArray(required) ? required.filter((key) => typeof key === 'string') : []
}
