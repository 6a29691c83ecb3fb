import type { Field } from './field.ts'

/** A key that no schema names: what it leads to is what the schema says of other keys. */
const otherKey = '\0'

/** Beyond this nobody asks: every field is then taken to reach what is looked for. */
const maxFields = 100_000

/**
 * Which fields have one that passes the test at or below them, so that a walk of a tree can leave the others out. The
 * schema is walked once. A field that it does not know counts as reaching: it may be a narrowed one.
 */
export function reaching(root: Field, test: (field: Field) => boolean): (field: Field) => boolean {
  const above = new Map<Field, Field[]>([[root, []]])
  const waiting = [root]
  for (let field = waiting.pop(); field !== undefined; field = waiting.pop()) {
    if (above.size > maxFields) return () => true
    for (const child of childrenOf(field)) {
      const parents = above.get(child)
      if (parents !== undefined) parents.push(field)
      else {
        above.set(child, [field])
        waiting.push(child)
      }
    }
  }
  const found = new Set([...above.keys()].filter(test))
  const marked = [...found]
  for (let field = marked.pop(); field !== undefined; field = marked.pop()) {
    for (const parent of above.get(field) ?? []) {
      if (found.has(parent)) continue
      found.add(parent)
      marked.push(parent)
    }
  }
  return (field) => found.has(field) || !above.has(field)
}

function childrenOf(field: Field): readonly Field[] {
  const children = [...field.names.map((name) => field.child(name)), field.any, field.child(0), field.child(otherKey)]
  return children.filter((child) => child !== undefined)
}
