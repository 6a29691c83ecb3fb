import { type Node, withKeywords } from './node.ts'

/** Keywords that describe a field; they stay with it when what is allowed there moves into a branch. */
const aboutTheField = new Set(['title', 'description', 'examples', 'default', 'deprecated'])

/** A node that also allows `null`. */
export function nullableNode(node: Node): Node {
  const type = node['type']
  const branches = node['anyOf']
  const types = type === undefined ? {} : { type: including(typesOf(node), 'null') }
  if (Object.hasOwn(node, 'const'))
    return withKeywords(node, { ...types, const: undefined, enum: including([node['const']], null) })
  if (Array.isArray(node['enum'])) return withKeywords(node, { ...types, enum: including(node['enum'], null) })
  if (type !== undefined) return withKeywords(node, types)
  if (Array.isArray(branches)) return withKeywords(node, { anyOf: Object.freeze([...branches, onlyNull]) })
  return isAnything(node) ? node : inBranch(node)
}

const onlyNull: Node = Object.freeze({ type: 'null' })

function including(values: readonly unknown[], one: 'null' | null): readonly unknown[] {
  return values.includes(one) ? values : Object.freeze([...values, one])
}

function isAnything(node: Node): boolean {
  return Object.keys(node).every((keyword) => isAboutTheField(keyword))
}

function isAboutTheField(keyword: string): boolean {
  return aboutTheField.has(keyword) || keyword.startsWith('x-')
}

/** A reference, or branches of which exactly one must fit: the choice of `null` stands around it. */
function inBranch(node: Node): Node {
  const entries = Object.entries(node)
  const outside = entries.filter(([keyword]) => isAboutTheField(keyword))
  const inside = entries.filter(([keyword]) => !isAboutTheField(keyword))
  const branch = Object.freeze(Object.fromEntries(inside))
  return Object.freeze({ ...Object.fromEntries(outside), anyOf: Object.freeze([branch, onlyNull]) })
}

/** The types that a node names. */
export function typesOf(node: Node): readonly unknown[] {
  const { type } = node
  return Array.isArray(type) ? type : type === undefined ? [] : [type]
}
