import type { Issue } from '../../errors/issue.ts'
import type { Compiler, CompilerOptions } from './compiler.ts'
import type { AnyMap } from './kind.ts'
import { type Place, ruleOf } from './place.ts'
import { SchemaNode } from './schema-node.ts'
import type { Keyword, Site } from './step.ts'

/** What a keyword may use, while the schema that it stands in is compiled; gathers what comes to light. */
export class CompileSite implements Site {
  readonly schema: AnyMap
  readonly node: SchemaNode
  readonly children: SchemaNode[] = []
  /** Those of the children that every value of the schema has to meet as well. */
  readonly alike: SchemaNode[] = []
  readonly problems: Issue[] = []
  readonly #keywords: ReadonlyMap<string, Keyword>
  readonly #compiler: Compiler
  readonly #options: CompilerOptions

  constructor(node: SchemaNode, keywords: ReadonlyMap<string, Keyword>, compiler: Compiler, options: CompilerOptions) {
    this.schema = node.schema
    this.node = node
    this.#keywords = keywords
    this.#compiler = compiler
    this.#options = options
  }

  get formats(): CompilerOptions['formats'] {
    return this.#options.formats
  }

  get patterns(): CompilerOptions['patterns'] {
    return this.#options.patterns
  }

  get namedRules(): CompilerOptions['namedRules'] {
    return this.#options.namedRules
  }

  has(keyword: string): boolean {
    return this.#keywords.has(keyword)
  }

  problem(keyword: string, message: string, hint?: string): undefined {
    this.problems.push(schemaIssue(ruleOf(this.node.place, keyword), message, hint))
  }

  child(raw: unknown, keyword: string, key?: string | number): SchemaNode {
    const { place, scope } = this.node
    const { resource } = place
    const holder = key === undefined ? place : { raw: this.schema[keyword], resource, parent: place, key: keyword }
    const below = this.#options.registry.below(holder, key ?? keyword, raw)
    const node = new SchemaNode(below, below.resource === resource ? scope : scope.enter(below.resource), this.#compiler)
    this.children.push(node)
    if (keyword === 'allOf') this.alike.push(node)
    return node
  }

  reference(keyword: string, reference: string): SchemaNode | undefined {
    return this.#leadTo(this.#options.registry.resolve(reference, this.node.place.resource), keyword, reference)
  }

  /** A dynamic reference to a dynamic anchor means the outermost schema with an anchor of that name. */
  dynamicReference(keyword: string, reference: string): SchemaNode | undefined {
    const { registry } = this.#options
    const target = registry.resolve(reference, this.node.place.resource)
    const name = reference.slice(reference.indexOf('#') + 1)
    const isDynamic = target !== undefined && registry.dynamicAnchors(target.resource).has(name)
    return this.#leadTo(isDynamic ? (this.node.scope.outermost.get(name) ?? target) : target, keyword, reference)
  }

  #leadTo(place: Place | undefined, keyword: string, reference: string): SchemaNode | undefined {
    if (place === undefined) {
      return this.problem(
        keyword,
        `the reference ${JSON.stringify(reference)} leads nowhere`,
        'correct it, or give the document it names',
      )
    }
    const node = this.#compiler.target(place, this.node.scope.enter(place.resource))
    this.children.push(node)
    this.alike.push(node)
    return node
  }
}

export function schemaIssue(rule: string, message: string, hint?: string): Issue {
  return { code: 'SCHEMA_INVALID', severity: 'error', message, rule, hint }
}
