import { toDraft07 } from './draft-07.ts'
import { invalid, isNode, LaterReference, maxDepth, type Node } from './node.ts'
import type { JsonSchemaTarget } from './standard.ts'

const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

/** The document of a schema: what is referred to stands below `$defs`, once. */
export function printDocument(root: Node, target: JsonSchemaTarget): Node {
  const names = new Names(root)
  const body = replaceReferences(root, names)
  const definitions: [string, unknown][] = []
  // A definition may refer to others that had no name before.
  for (let next = names.next(); next !== undefined; next = names.next()) {
    definitions.push([next.name, replaceReferences(next.node, names)])
  }
  const document = {
    $schema: draft2020,
    ...body,
    ...(definitions.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}),
  }
  return target === 'draft-07' ? toDraft07(document) : document
}

/** Which name each node that is referred to has below `$defs`. */
class Names {
  readonly #root: Node
  readonly #names = new Map<Node, string>()
  readonly #taken = new Set<string>()
  readonly #waiting: { readonly name: string; readonly node: Node }[] = []

  constructor(root: Node) {
    this.#root = root
  }

  referenceTo(later: LaterReference): string {
    const node = later.get()
    if (node === this.#root) return '#'
    let name = this.#names.get(node)
    if (name === undefined) {
      name = this.#free(later.name ?? 'definition')
      this.#names.set(node, name)
      this.#waiting.push({ name, node })
    }
    return `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`
  }

  next(): { readonly name: string; readonly node: Node } | undefined {
    return this.#waiting.shift()
  }

  #free(wanted: string): string {
    let name = wanted
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`
    this.#taken.add(name)
    return name
  }
}

function replaceReferences(node: Node, names: Names): Node {
  // A node is a map, and so is its copy.
  return replaced(node, names, 0) as Node
}

function replaced(value: unknown, names: Names, depth: number): unknown {
  if (value instanceof LaterReference) return names.referenceTo(value)
  if (depth > maxDepth) throw invalid(`a schema is nested deeper than ${maxDepth} levels`, 'make it flatter, or use s.lazy')
  if (Array.isArray(value)) return value.map((item) => replaced(item, names, depth + 1))
  if (!isNode(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, names, depth + 1)]))
}
