import { LaterReference, type Node } from './node.ts'
import { typesOf } from './nullable.ts'
import { fillsItself, propertiesOf, requiredOf } from './properties.ts'
import { rewriteSchemas } from './rewrite.ts'

/** The schema of what the program gets: defaults are filled in, durations and sizes are numbers. */
export function outputNode(root: Node): Node {
  const known = new Map<Node, Node>()
  return convert(root)

  function convert(node: Node): Node {
    const before = known.get(node)
    if (before !== undefined) return before
    const after = rewriteSchemas(node, (part) => withOutputReference(numberOnly(withFilledKeys(part))))
    known.set(node, after)
    return after
  }

  /** What a reference leads to is converted when the reference is printed, so a schema may contain itself. */
  function withOutputReference(node: Node): Node {
    const later = node['$ref']
    return later instanceof LaterReference ? { ...node, $ref: new LaterReference(() => convert(later.get()), later.name) } : node
  }
}

function withFilledKeys(node: Node): Node {
  const filled = propertiesOf(node).filter(([, field]) => fillsItself(field))
  if (filled.length === 0) return node
  return { ...node, required: [...new Set([...requiredOf(node), ...filled.map(([key]) => key)])] }
}

function numberOnly(node: Node): Node {
  if (node['x-type'] !== 'duration' && node['x-type'] !== 'byte-size') return node
  const types = typesOf(node).filter((type) => type !== 'string')
  const { pattern: _, ...rest } = node
  return { ...rest, type: types.length === 1 ? types[0] : types }
}
