import { parsePath } from '../../values/path.ts'
import type { FromJsonSchema } from '../from-json-schema-type.ts'
import { AmountSchema } from './amount-schema.ts'
import { ListSchema } from './list-schema.ts'
import { MapSchema } from './map-schema.ts'
import { invalid, isNode, LaterReference, maxDepth, type Node } from './node.ts'
import { typesOf } from './nullable.ts'
import { NumberSchema } from './number-schema.ts'
import { ObjectSchema } from './object-schema.ts'
import { type AnySchema, Schema } from './schema.ts'
import { TextSchema } from './text-schema.ts'

/**
 * A schema of this builder from a JSON Schema document. References inside the document are followed, so the result
 * can become part of another schema; references to other documents stay as they are.
 * @throws ConfigError SCHEMA_INVALID
 */
export function fromJsonSchema<const Document>(document: Document): Schema<FromJsonSchema<Document>> {
  if (document === true) return new Schema(Object.freeze({}))
  if (document === false) return new Schema(Object.freeze({ not: Object.freeze({}) }))
  if (!isNode(document)) throw invalid('a JSON Schema is a map, true or false')
  // What the class promises of the value is what the document says of it.
  return schemaOf(new Reader(document).root()) as Schema<FromJsonSchema<Document>>
}

/** The class whose methods fit a node. */
export function schemaOf(node: Node): AnySchema {
  const types = typesOf(node)
  const word = node['x-type']
  if ((word === 'duration' || word === 'byte-size') && !types.includes('null')) return new AmountSchema(node)
  if (types.length !== 1 || Object.hasOwn(node, 'enum') || Object.hasOwn(node, 'const')) return new Schema(node)
  switch (types[0]) {
    case 'string':
      return new TextSchema(node)
    case 'integer':
    case 'number':
      return new NumberSchema(node)
    case 'array':
      return Object.hasOwn(node, 'prefixItems') ? new Schema(node) : new ListSchema(node)
    case 'object':
      return isNode(node['properties']) ? new ObjectSchema(node) : new MapSchema(node)
    default:
      return new Schema(node)
  }
}

/** Keywords of the document as a whole, which the printer writes anew. */
const ofTheDocument = new Set(['$schema', '$defs'])

/** Copies a document into nodes; each place that is referred to becomes one node, whoever asks. */
class Reader {
  readonly #document: Node
  readonly #nodes = new Map<string, Node>()

  constructor(document: Node) {
    this.#document = document
  }

  root(): Node {
    return this.#at('#', () => this.#document)
  }

  #at(reference: string, find: () => unknown): Node {
    const known = this.#nodes.get(reference)
    if (known !== undefined) return known
    const found = find()
    const node = isNode(found) ? this.#copyMap(found, 0, reference === '#') : Object.freeze(found === false ? { not: {} } : {})
    this.#nodes.set(reference, node)
    return node
  }

  #copyMap(map: Node, depth: number, whole = false): Node {
    const entries = Object.entries(map).filter(([key]) => !(whole && ofTheDocument.has(key)))
    return Object.freeze(Object.fromEntries(entries.map(([key, value]) => [key, this.#copy(key, value, depth + 1)])))
  }

  #copy(key: string, value: unknown, depth: number): unknown {
    if (depth > maxDepth) throw invalid(`a schema is nested deeper than ${maxDepth} levels`, 'put parts of it below "$defs"')
    if (key === '$ref' && typeof value === 'string') return this.#reference(value)
    if (Array.isArray(value)) return Object.freeze(value.map((item) => this.#copy('', item, depth + 1)))
    return isNode(value) ? this.#copyMap(value, depth) : value
  }

  /** A reference inside the document; any other stays the text it is. */
  #reference(reference: string): unknown {
    if (reference !== '#' && !reference.startsWith('#/')) return reference
    const path = reference === '#' ? [] : decodedPath(reference)
    const name = path.at(-1)
    const find = (): unknown => {
      let current: unknown = this.#document
      for (const part of path) current = childOf(current, String(part))
      if (current === undefined) throw invalid(`the reference ${JSON.stringify(reference)} leads nowhere`, 'correct it')
      return current
    }
    find()
    return new LaterReference(() => this.#at(reference, find), name === undefined ? undefined : String(name))
  }
}

function decodedPath(reference: string): readonly (string | number)[] {
  try {
    const path = parsePath(decodeURIComponent(reference.slice(1)))
    if (path !== undefined) return path
  } catch {
    // A "%" that begins no encoded character; said below.
  }
  throw invalid(`the reference ${JSON.stringify(reference)} leads nowhere`, 'correct it')
}

function childOf(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return node[Number(key)]
  return isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined
}
