import type { Place } from './place.ts'
import type { Registry } from './registry.ts'
import type { Resource } from './resource.ts'
import type { SchemaNode } from './schema-node.ts'

/**
 * Which schema each dynamic anchor means, on the way from the outermost schema to here. There are only as many scopes
 * as ways to answer that, so schemas are compiled once for each scope, and nothing has to be carried along at run time.
 */
export class Scope {
  readonly #registry: Registry
  readonly #known: Map<string, Scope>
  /** The outermost schema of each name; `undefined` as long as nobody had to know. */
  #outermost: ReadonlyMap<string, Place> | undefined
  readonly #first: Resource
  /** Schemas that references lead to, by their place. */
  readonly nodes = new Map<string, SchemaNode>()

  private constructor(registry: Registry, first: Resource, known: Map<string, Scope>, outermost?: ReadonlyMap<string, Place>) {
    this.#registry = registry
    this.#first = first
    this.#known = known
    this.#outermost = outermost
  }

  static of(registry: Registry, resource: Resource): Scope {
    return new Scope(registry, resource, new Map())
  }

  get outermost(): ReadonlyMap<string, Place> {
    this.#outermost ??= this.#registry.dynamicAnchors(this.#first)
    return this.#outermost
  }

  /** The scope inside a schema of another resource. */
  enter(resource: Resource): Scope {
    if (resource === this.#first) return this
    const fresh = [...this.#registry.dynamicAnchors(resource)].filter(([name]) => !this.outermost.has(name))
    if (fresh.length === 0) return this
    const outermost = new Map([...this.outermost, ...fresh])
    const key = JSON.stringify([...outermost].map(([name, { resource }]) => [name, resource.uri]).sort())
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const scope = new Scope(this.#registry, this.#first, this.#known, outermost)
    this.#known.set(key, scope)
    return scope
  }
}
