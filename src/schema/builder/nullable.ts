import { isNode, type Node, withKeywords } from './node.ts'

/** Keywords that describe a field; they stay with it when what is allowed there moves into a branch. */
const aboutTheField = new Set(['title', 'description', 'examples', 'default', 'deprecated'])

/** A node that also allows `null`. */
export function nullableNode(node: Node): Node {
  const type = node['type']
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined
  const branches = node['anyOf']
  if (Object.hasOwn(node, 'const')) {
    return withKeywords(node, { type: withNull(types), const: undefined, enum: withNull([node['const']]) })
  }
  if (types !== undefined) {
    const choices = Array.isArray(node['enum']) ? withNull(node['enum']) : undefined
    return withKeywords(node, { type: withNull(types, 'null'), ...(choices === undefined ? {} : { enum: choices }) })
  }
  if (Array.isArray(branches)) return withKeywords(node, { anyOf: Object.freeze([...branches, onlyNull]) })
  return isAnything(node) ? node : inBranch(node)
}

const onlyNull: Node = Object.freeze({ type: 'null' })

function withNull(values: readonly unknown[] | undefined, word: 'null' | null = null): readonly unknown[] | undefined {
  if (values === undefined) return undefined
  return values.includes(word) ? values : Object.freeze([...values, word])
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

/** What a node says of the values it allows, for tests of its kind. */
export function typesOf(node: Node): readonly unknown[] {
  const type = isNode(node) ? node['type'] : undefined
  return Array.isArray(type) ? type : type === undefined ? [] : [type]
}
