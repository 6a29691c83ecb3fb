import type { Issue } from '../../errors/issue.ts'
import { type Dialect, keywordNames } from './dialect.ts'
import type { Formats } from './formats/formats.ts'
import { everyKind, isObject } from './kind.ts'
import type { Memory } from './memory.ts'
import type { Patterns } from './patterns/patterns.ts'
import { type Place, ruleOf } from './place.ts'
import type { Registry } from './registry.ts'
import { type Compiled, SchemaNode } from './schema-node.ts'
import type { Scope } from './scope.ts'
import { CompileSite, schemaIssue } from './site.ts'
import { found, type Keyword, type NamedRule, Phase, type Step } from './step.ts'

export interface CompilerOptions {
  readonly registry: Registry
  readonly formats: Formats
  readonly patterns: Patterns
  readonly namedRules: Readonly<Record<string, NamedRule>> | 'elsewhere'
  readonly maxFindings: number
  readonly maxDepth: number
  /** `undefined` to look at everything again each time. */
  readonly memory: Memory | undefined
}

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
    // Not by what stands there: a program may use one object in several places, and findings name theirs.
    const key = `${place.resource.uri} ${ruleOf(place)}`
    const known = scope.nodes.get(key)
    if (known !== undefined) return known
    const node = new SchemaNode(place, scope, this)
    scope.nodes.set(key, node)
    return node
  }

  compile(node: SchemaNode): Compiled {
    const { raw } = node.place
    if (isObject(raw)) return this.#compileObject(node)
    if (raw === true) return anything
    if (raw !== false) {
      const message = `a schema must be a map, true or false, not ${describe(raw)}`
      return { ...anything, problems: [schemaIssue(ruleOf(node.place), message)] }
    }
    const refuse: Step = (value, report) => {
      report?.add(found(node, 'false', value, false))
      return false
    }
    return { ...anything, steps: [refuse], kinds: [everyKind] }
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
    const { schema } = node
    const { dialect } = node.place.resource
    const names = keywordNames(dialect, schema)
    const site = new CompileSite(node, this, this.#options)
    const steps: Step[] = []
    const kinds: number[] = []
    let typeSteps = 0
    let asksSeen = false
    for (const name of inOrder(names, dialect)) {
      const keyword = dialect.keywords[name] as Keyword
      if (keyword.phase === Phase.rest) asksSeen = true
      const step = keyword.compile(schema[name], site)
      if (step === undefined) continue
      if (keyword.phase === Phase.type) typeSteps++
      steps.push(step)
      kinds.push(keyword.kinds ?? everyKind)
    }
    const { children, alike, problems } = site
    const isWide = children.length >= wide || (children.length > 0 && openEnded.some((keyword) => isObject(schema[keyword])))
    return { steps, kinds, typeSteps, asksSeen, isWide, children, alike, problems }
  }
}

/** By phases, as most schemas are written anyway. */
function inOrder(names: readonly string[], { keywords }: Dialect): readonly string[] {
  const phaseOf = (name: string): Phase => (keywords[name] as Keyword).phase
  for (let index = 1; index < names.length; index++) {
    if (phaseOf(names[index - 1] as string) > phaseOf(names[index] as string)) {
      return names.toSorted((a, b) => phaseOf(a) - phaseOf(b))
    }
  }
  return names
}

/** What any value is. */
const anything: Compiled = {
  steps: [],
  kinds: [],
  typeSteps: 0,
  asksSeen: false,
  isWide: false,
  children: [],
  alike: [],
  problems: [],
}

/** What schemas of this many children say is remembered; with fewer, looking it up costs as much as checking. */
const wide = 8

/** Keywords by which one child speaks of many values. */
const openEnded: readonly string[] = ['additionalProperties', 'patternProperties', 'propertyNames', 'unevaluatedProperties']

function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
