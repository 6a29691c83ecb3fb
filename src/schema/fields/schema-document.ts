import { ConfigError } from '../../errors/config-error.ts'
import { type JsonSchema, memberOf, placeBelow } from './json-schema.ts'

/** A part of a schema document and where it stands. */
export interface PlacedSchema {
  readonly schema: unknown
  /** `schema.json#/$defs/login`; `#/…` in a document without a name. */
  readonly place: string
}

/** How to get about in schemas: downward by keywords, and wherever references lead. */
export interface SchemaPlaces {
  readonly root: PlacedSchema
  /** The schema below another one, by the keys that lead to it. */
  below(parent: PlacedSchema, schema: unknown, ...keys: readonly (string | number)[]): PlacedSchema
  /** Where a `$ref` leads; `undefined` for nowhere. */
  follow(reference: string, from: PlacedSchema): PlacedSchema | undefined
  /** Every schema that a `$dynamicRef` may mean, besides the one that it leads to. */
  dynamic(reference: string, from: PlacedSchema): readonly PlacedSchema[]
}

/** Keywords whose content is data, in which `$id` and `$anchor` mean nothing. */
const dataKeywords = new Set(['const', 'default', 'enum', 'examples'])

/** Names without a document of their own are resolved against this, which no reference can name by accident. */
const nameless = 'schema://nameless/'

/** One document. Its `$id`s and anchors are looked up once a reference asks for them. */
export class SchemaDocument implements SchemaPlaces {
  readonly root: PlacedSchema
  #index: DocumentIndex | undefined

  constructor(schema: JsonSchema, name = '') {
    this.root = { schema, place: `${name}#` }
  }

  below(parent: PlacedSchema, schema: unknown, ...keys: readonly (string | number)[]): PlacedSchema {
    return { schema, place: placeBelow(parent.place, ...keys) }
  }

  follow(reference: string, from: PlacedSchema): PlacedSchema | undefined {
    this.#index ??= indexOf(this.root)
    const { bases, resources, anchors } = this.#index
    const target = resolveUri(reference, bases.get(from.schema) ?? nameless)
    if (target === undefined) return undefined
    const [address, fragment] = splitOnce(target, '#')
    const resource = resources.get(address)
    if (resource === undefined || fragment === '') return resource
    return fragment.startsWith('/') ? pointed(resource, fragment) : anchors.get(target)
  }

  dynamic(reference: string): readonly PlacedSchema[] {
    this.#index ??= indexOf(this.root)
    return this.#index.dynamic.get(splitOnce(reference, '#')[1]) ?? []
  }
}

interface DocumentIndex {
  /** The address that references in a schema are relative to. */
  readonly bases: ReadonlyMap<unknown, string>
  readonly resources: ReadonlyMap<string, PlacedSchema>
  readonly anchors: ReadonlyMap<string, PlacedSchema>
  readonly dynamic: ReadonlyMap<string, readonly PlacedSchema[]>
}

interface Step {
  readonly node: unknown
  readonly place: string
  readonly base: string
}

function indexOf(root: PlacedSchema): DocumentIndex {
  const bases = new Map<unknown, string>()
  const resources = new Map<string, PlacedSchema>([[nameless, root]])
  const anchors = new Map<string, PlacedSchema>()
  const dynamic = new Map<string, PlacedSchema[]>()
  const stack: Step[] = [{ node: root.schema, place: root.place, base: nameless }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { node, place } = step
    if (typeof node !== 'object' || node === null || bases.has(node)) continue
    const base = baseOf(node, step.base)
    const here = { schema: node, place }
    bases.set(node, base)
    if (base !== step.base) resources.set(base, here)
    for (const anchor of anchorsOf(node)) anchors.set(`${base}#${anchor}`, here)
    const moving = memberOf(node, '$dynamicAnchor')
    if (typeof moving === 'string') dynamic.set(moving, [...(dynamic.get(moving) ?? []), here])
    for (const [key, child] of Object.entries(node))
      if (!dataKeywords.has(key) || Array.isArray(node)) stack.push({ node: child, place: placeBelow(place, key), base })
  }
  return { bases, resources, anchors, dynamic }
}

/** In draft 7 an `$id` of `#name` is an anchor and changes no address. */
function baseOf(node: object, base: string): string {
  const id = memberOf(node, '$id')
  if (typeof id !== 'string' || id.startsWith('#')) return base
  return splitOnce(resolveUri(id, base) ?? base, '#')[0]
}

function anchorsOf(node: object): readonly string[] {
  const id = memberOf(node, '$id')
  const names = [
    memberOf(node, '$anchor'),
    memberOf(node, '$dynamicAnchor'),
    typeof id === 'string' && id[0] === '#' ? id.slice(1) : '',
  ]
  return names.filter((name) => typeof name === 'string' && name !== '') as string[]
}

function resolveUri(reference: string, base: string): string | undefined {
  const uri = URL.parse(reference, base)?.href
  return uri?.endsWith('#') ? uri.slice(0, -1) : uri
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function pointed({ schema, place }: PlacedSchema, fragment: string): PlacedSchema | undefined {
  const parts = pointerParts(fragment)
  if (parts === undefined) return undefined
  let node: unknown = schema
  for (const part of parts) node = memberOf(node, part)
  return node === undefined ? undefined : { schema: node, place: placeBelow(place, ...parts) }
}

function pointerParts(fragment: string): readonly string[] | undefined {
  try {
    const text = decodeURIComponent(fragment)
    if (/~(?![01])/.test(text)) return undefined
    return text
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  } catch {
    return undefined // A "%" that begins no encoded character.
  }
}

/** Behind a reference that cannot be followed may be what makes a key a secret, so it is an error. */
export function cannotFollow(reference: unknown): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `the schema refers to ${JSON.stringify(reference)}, which is not in it`,
    hint: 'correct the reference, or put what it means into "$defs" of the same document',
  })
}
