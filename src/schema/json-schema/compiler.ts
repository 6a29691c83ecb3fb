import type { Issue } from '../../errors/issue.ts'
import { dialectKeywords } from './dialect.ts'
import type { Formats } from './formats/formats.ts'
import { isObject, Kind } from './kind.ts'
import type { Memory } from './memory.ts'
import type { Patterns } from './patterns/patterns.ts'
import { type Place, ruleOf } from './place.ts'
import type { Registry } from './registry.ts'
import { type Compiled, SchemaNode } from './schema-node.ts'
import type { Scope } from './scope.ts'
import { CompileSite, schemaIssue } from './site.ts'
import { found, type Keyword, type NamedRule, type Step } from './step.ts'

export interface CompilerOptions {
  readonly registry: Registry
  readonly formats: Formats
  readonly patterns: Patterns
  readonly namedRules: Readonly<Record<string, NamedRule>>
  readonly maxFindings: number
  readonly maxDepth: number
  /** `undefined` to look at everything again each time. */
  readonly memory: Memory | undefined
}

const everyKind: readonly Kind[] = Object.values(Kind)
const phases: readonly Keyword['phase'][] = ['type', 'own', 'others', 'rest']
const noSteps: readonly (readonly Step[])[] = everyKind.map(() => [])

/** Turns schemas into steps, one at a time, when they are first needed. */
export class Compiler {
  readonly maxFindings: number
  readonly maxDepth: number
  readonly memory: Memory | undefined
  readonly #options: CompilerOptions
  #root: SchemaNode | undefined

  constructor(options: CompilerOptions) {
    this.#options = options
    this.maxFindings = options.maxFindings
    this.maxDepth = options.maxDepth
    this.memory = options.memory
  }

  root(place: Place, scope: Scope): SchemaNode {
    this.#root = this.target(place, scope)
    return this.#root
  }

  /** The schema at a place that references lead to: one for each scope, however many lead there. */
  target(place: Place, scope: Scope): SchemaNode {
    const known = scope.nodes.get(place.raw)
    if (known !== undefined && known.place.resource === place.resource) return known
    const node = new SchemaNode(place, scope, this)
    if (isObject(place.raw)) scope.nodes.set(place.raw, node)
    return node
  }

  compile(node: SchemaNode): Compiled {
    const { raw } = node.place
    if (isObject(raw)) return this.#compileObject(node)
    const problems =
      typeof raw === 'boolean'
        ? []
        : [schemaIssue(ruleOf(node.place), `a schema must be a map, true or false, not ${describe(raw)}`)]
    const refuse: Step = (value, report) => {
      report?.add(found(node, 'false', value, false))
      return false
    }
    const steps = raw === false ? everyKind.map(() => [refuse]) : noSteps
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

  #compileObject(node: SchemaNode): Compiled {
    const keywords = dialectKeywords(node.place.resource.dialect, node.schema)
    const site = new CompileSite(node, keywords, this, this.#options)
    const steps: (Step[] | undefined)[] = []
    let typeSteps = 0
    let asksSeen = false
    for (const phase of phases) {
      for (const [name, keyword] of keywords) {
        if (keyword.phase !== phase) continue
        if (phase === 'rest') asksSeen = true
        const step = keyword.compile(site.schema[name], site)
        if (step === undefined) continue
        if (phase === 'type') typeSteps++
        for (const kind of keyword.kinds ?? everyKind) {
          const before = steps[kind]
          if (before === undefined) steps[kind] = [step]
          else before.push(step)
        }
      }
    }
    const { children, alike, problems } = site
    const isWide = children.length >= wide || openEnded.some((keyword) => isObject(site.schema[keyword]))
    return { steps: everyKind.map((kind) => steps[kind] ?? none), typeSteps, asksSeen, isWide, children, alike, problems }
  }
}

const none: readonly Step[] = []

/** What schemas of this many children say is remembered; with fewer, looking it up costs as much as checking. */
export const wide = 8

/** Keywords by which one child speaks of many values. */
const openEnded: readonly string[] = ['additionalProperties', 'patternProperties', 'propertyNames', 'unevaluatedProperties']

function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
