import type { Issue } from '../../errors/issue.ts'
import type { Compiler, CompilerOptions } from './compiler.ts'
import type { AnyMap } from './kind.ts'
import { type Place, ruleOf } from './place.ts'
import { SchemaNode } from './schema-node.ts'
import type { Site } from './step.ts'

const none: readonly never[] = []

/** What a keyword may use, while the schema that it stands in is compiled; gathers what comes to light. */
export class CompileSite implements Site {
  readonly schema: AnyMap
  readonly node: SchemaNode
  children: readonly SchemaNode[] = none
  /** Those of the children that every value of the schema has to meet as well. */
  alike: readonly SchemaNode[] = none
  problems: readonly Issue[] = none
  /** The place of the keyword whose schemas are asked for. */
  #holder: Place | undefined
  readonly #compiler: Compiler
  readonly #options: CompilerOptions

  constructor(node: SchemaNode, compiler: Compiler, options: CompilerOptions) {
    this.schema = node.schema
    this.node = node
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
    return Object.hasOwn(this.schema, keyword) && Object.hasOwn(this.node.place.resource.dialect.keywords, keyword)
  }

  problem(keyword: string, message: string, hint?: string): undefined {
    this.problems = [...this.problems, schemaIssue(ruleOf(this.node.place, keyword), message, hint)]
  }

  child(raw: unknown, keyword: string, key?: string | number): SchemaNode {
    const { place, scope } = this.node
    const { resource } = place
    const holder = key === undefined ? place : this.#holderOf(keyword)
    const below = this.#options.registry.below(holder, key ?? keyword, raw)
    const node = new SchemaNode(below, below.resource === resource ? scope : scope.enter(below.resource), this.#compiler)
    this.#keep(node, keyword === 'allOf')
    return node
  }

  #holderOf(keyword: string): Place {
    if (this.#holder?.key !== keyword) {
      const { place } = this.node
      this.#holder = { raw: this.schema[keyword], resource: place.resource, parent: place, key: keyword }
    }
    return this.#holder as Place
  }

  /** Most schemas have no schema inside: those share the list that is empty. */
  #keep(node: SchemaNode, isAlike: boolean): void {
    if (this.children === none) this.children = []
    ;(this.children as SchemaNode[]).push(node)
    if (isAlike) this.alike = [...this.alike, node]
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
      return this.problem(keyword, `the reference ${JSON.stringify(reference)} leads nowhere`, referenceHint(reference))
    }
    const node = this.#compiler.target(place, this.node.scope.enter(place.resource))
    this.#keep(node, true)
    return node
  }
}

function referenceHint(reference: string): string {
  if (reference.startsWith('#')) return 'correct it: there is nothing at this place of the document'
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference))
    return 'nothing is fetched: save the document beside the schema and refer to the file'
  if (/^(?:\.\.)?\//.test(reference)) return 'let it lead to a file in the folder of the schema, or in a folder below'
  return 'correct it: there is no such file in the folder of the schema, or nothing at this place of it'
}

export function schemaIssue(rule: string, message: string, hint?: string): Issue {
  return { code: 'SCHEMA_INVALID', severity: 'error', message, rule, hint }
}
