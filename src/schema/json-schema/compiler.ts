import type { Issue } from '../../errors/issue.ts'
import { dialectKeywords } from './dialect.ts'
import type { Formats } from './formats/formats.ts'
import { type AnyMap, isObject, Kind } from './kind.ts'
import type { Patterns } from './patterns/patterns.ts'
import { type Place, ruleOf } from './place.ts'
import type { Registry } from './registry.ts'
import { type Compiled, SchemaNode } from './schema-node.ts'
import type { Scope } from './scope.ts'
import { found, type Keyword, type NamedRule, type Site, type Step } from './step.ts'

export interface CompilerOptions {
  readonly registry: Registry
  readonly formats: Formats
  readonly patterns: Patterns
  readonly namedRules: Readonly<Record<string, NamedRule>>
  readonly maxFindings: number
  readonly maxDepth: number
  readonly remembers: boolean
}

/** What comes to light while a schema is compiled. */
interface Gathered {
  readonly children: SchemaNode[]
  readonly alike: SchemaNode[]
  readonly problems: Issue[]
}

const everyKind: readonly Kind[] = Object.values(Kind)
const phases: readonly Keyword['phase'][] = ['type', 'own', 'others', 'rest']

/** Turns schemas into steps, one at a time, when they are first needed. */
export class Compiler {
  readonly maxFindings: number
  readonly maxDepth: number
  readonly remembers: boolean
  readonly #options: CompilerOptions
  #root: SchemaNode | undefined

  constructor(options: CompilerOptions) {
    this.#options = options
    this.maxFindings = options.maxFindings
    this.maxDepth = options.maxDepth
    this.remembers = options.remembers
  }

  root(place: Place, scope: Scope): SchemaNode {
    this.#root = this.#target(place, scope)
    return this.#root
  }

  ruleAt(place: Place): string {
    return ruleOf(place)
  }

  compile(node: SchemaNode): Compiled {
    const { raw } = node.place
    if (isObject(raw)) return this.#compileObject(node, raw)
    const problems: Issue[] =
      typeof raw === 'boolean'
        ? []
        : [schemaIssue(ruleOf(node.place), `a schema must be a map, true or false, not ${describe(raw)}`)]
    const refuse: Step = (value, report) => {
      report?.add(found(node, 'false', value, false))
      return false
    }
    const steps = everyKind.map(() => (raw === false ? [refuse] : []))
    return { steps, typeSteps: 0, asksSeen: false, isWide: false, children: [], alike: [], problems }
  }

  /** Every problem of the whole schema; `known` are those that have been met. */
  allProblems(known: readonly Issue[]): readonly Issue[] {
    if (this.#root === undefined) return known
    const all = this.problemsBelow(this.#root)
    return all.length === 0 ? known : all
  }

  problemsBelow(root: SchemaNode): readonly Issue[] {
    const issues = new Map<string, Issue>()
    const met = new Set<SchemaNode>([root])
    for (const node of met) {
      for (const issue of node.compiled.problems) issues.set(`${issue.rule} ${issue.message}`, issue)
      for (const child of node.compiled.children) met.add(child)
    }
    return [...issues.values()]
  }

  #compileObject(node: SchemaNode, schema: AnyMap): Compiled {
    const children: SchemaNode[] = []
    const alike: SchemaNode[] = []
    const problems: Issue[] = []
    const keywords = dialectKeywords(node.place.resource.dialect, schema)
    const site = this.#siteOf(node, schema, keywords, { children, alike, problems })
    const steps: Step[][] = everyKind.map(() => [])
    let typeSteps = 0
    for (const phase of phases) {
      for (const [name, keyword] of keywords) {
        if (keyword.phase !== phase) continue
        const step = keyword.compile(schema[name], site)
        if (step === undefined) continue
        for (const kind of keyword.kinds ?? everyKind) (steps[kind] as Step[]).push(step)
        if (phase === 'type') typeSteps++
      }
    }
    const asksSeen = [...keywords.values()].some(({ phase }) => phase === 'rest')
    return {
      steps,
      typeSteps,
      asksSeen,
      isWide: isWide(schema, children),
      children,
      alike,
      problems,
    }
  }

  #siteOf(
    node: SchemaNode,
    schema: AnyMap,
    keywords: ReadonlyMap<string, Keyword>,
    { children, alike, problems }: Gathered,
  ): Site {
    const { registry, formats, patterns, namedRules } = this.#options
    const { place, scope } = node
    const keep = (isAlike: boolean, child: SchemaNode): SchemaNode => {
      children.push(child)
      if (isAlike) alike.push(child)
      return child
    }
    const problem = (keyword: string, message: string, hint?: string): undefined => {
      problems.push(schemaIssue(ruleOf(place, keyword), message, hint))
    }
    return {
      schema,
      node,
      formats,
      patterns,
      namedRules,
      problem,
      has: (keyword) => keywords.has(keyword),
      child: (raw, ...keys) => {
        const holder = keys
          .slice(0, -1)
          .reduce<Place>((parent, key) => ({ raw: undefined, resource: parent.resource, parent, key }), place)
        const below = registry.below(holder, keys.at(-1) as string | number, raw)
        return keep(
          keys[0] === 'allOf',
          new SchemaNode(below, below.resource === place.resource ? scope : scope.enter(below.resource), this),
        )
      },
      reference: (keyword, reference) => {
        const target = registry.resolve(reference, place.resource)
        if (target !== undefined) return keep(true, this.#target(target, scope.enter(target.resource)))
        return problem(
          keyword,
          `the reference ${JSON.stringify(reference)} leads nowhere`,
          'correct it, or give the document it names',
        )
      },
      dynamicReference: (keyword, reference) => {
        const target = this.#dynamicTarget(reference, node)
        if (target !== undefined) return keep(true, this.#target(target, scope.enter(target.resource)))
        return problem(
          keyword,
          `the reference ${JSON.stringify(reference)} leads nowhere`,
          'correct it, or give the document it names',
        )
      },
    }
  }

  /** A dynamic reference to a dynamic anchor means the outermost schema with an anchor of that name. */
  #dynamicTarget(reference: string, node: SchemaNode): Place | undefined {
    const { registry } = this.#options
    const target = registry.resolve(reference, node.place.resource)
    const name = reference.slice(reference.indexOf('#') + 1)
    if (target === undefined || !registry.dynamicAnchors(target.resource).has(name)) return target
    return node.scope.outermost.get(name) ?? target
  }

  #target(place: Place, scope: Scope): SchemaNode {
    const known = scope.nodes.get(place.raw)
    if (known !== undefined && known.place.resource === place.resource) return known
    const node = new SchemaNode(place, scope, this)
    if (isObject(place.raw)) scope.nodes.set(place.raw, node)
    return node
  }
}

/** Schemas of this many children are remembered; for smaller ones, looking up costs as much as checking. */
const wide = 8

function isWide(schema: AnyMap, children: readonly SchemaNode[]): boolean {
  return children.length >= wide || openEnded.some((keyword) => schema[keyword] !== undefined)
}

const openEnded = ['additionalProperties', 'patternProperties', 'propertyNames', 'items', 'unevaluatedProperties', 'uniqueItems']

export function schemaIssue(rule: string, message: string, hint?: string): Issue {
  return { code: 'SCHEMA_INVALID', severity: 'error', message, rule, hint }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
