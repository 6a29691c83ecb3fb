import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { childOf, getAt } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { Asking } from './asking.ts'
import { Expression } from './compute.ts'
import { ExpressionError, parseTemplate } from './expression.ts'
import { Filling } from './fill-container.ts'
import { hasReference } from './has-reference.ts'
import { type Lookup, lookUp, onlyReference } from './look-up.ts'
import { Problems, type Step } from './problems.ts'
import { holdsReferences } from './referring-keys.ts'
import type { Evaluated, ResolveOptions, View } from './resolve.ts'
import { type Derivation, type Filled, failed, type Outcome, type Read, type Site } from './site.ts'
import { weightless } from './weigh.ts'

/** Chains of references longer than this are refused, before the engine's own stack runs out. */
const maxChain = 500

/** What was found at a path. */
export interface Found {
  readonly value: Outcome | undefined
  readonly height: number
  /** The path asked for, and those that references on the way led to. What is found may be secret by any of them. */
  readonly paths: readonly Path[]
}

const failedSite: Site = { text: '', outcome: failed, reads: [], derivation: undefined, height: 0, weight: weightless }

/** One run over one tree: remembers what is computed, and what is being computed, so circles are seen. */
export class Evaluation {
  readonly options: ResolveOptions
  readonly problems: Problems
  readonly asking: Asking
  readonly derived: Map<string, Derivation> = new Map()
  /** Defaults that are being filled in, one inside the other: they need the engine's stack too. */
  nesting = 0
  readonly #main: View
  readonly #before: Evaluated | undefined
  readonly #sites = new Map<string, Site>()
  readonly #filling: Filling
  readonly #filled = new Map<string, Filled>()
  /** Maps and lists in which something could not be computed. */
  readonly #failed = new Set<string>()
  readonly #running: Step[] = []
  readonly #runningKeys = new Set<string>()
  #computed = 0
  #characters = 0
  #nodes = 0
  #stopped = false

  constructor(tree: Value, options: ResolveOptions, before: Evaluated | undefined) {
    this.options = options
    this.problems = new Problems(options)
    this.asking = new Asking(options.resolvers)
    this.#main = { tree, layers: undefined }
    this.#before = before
    this.#filling = new Filling((view, path) => this.#sites.get(keyOf(view, path)) as Site)
  }

  get issues(): readonly Issue[] {
    return this.problems.issues
  }

  get evaluated(): Evaluated {
    return { sites: this.#sites, filled: this.#filled, computed: this.#computed }
  }

  /** The whole tree. Means nothing when there are issues. */
  run(): Value {
    const { tree } = this.#main
    for (const { path, text } of this.#filling.leavesOf(this.#main, [], tree)) {
      const key = printPath(path)
      const { derivation } = this.#evaluate(this.#main, path, text, key)
      if (derivation !== undefined) this.derived.set(key, derivation)
    }
    return this.issues.length > 0 ? tree : this.#assemble('', this.#main, [], tree).outcome
  }

  /**
   * What is at a path, with everything inside it filled in. A value on the way that is one reference is gone through,
   * not computed: only what is needed is, so what looks like a circle from afar is none.
   */
  find(start: Lookup): Found {
    let { view, path } = start
    const paths: Path[] = [path]
    const passed = new Set<string>()
    for (;;) {
      this.options.lookAt?.(path)
      const { value, depth } = descend(view.tree, path)
      if (value === undefined) return { value, height: passed.size, paths }
      if (typeof value !== 'string' || !hasReference(value)) return this.#whole(view, path, value, passed.size, paths)

      const at = path.slice(0, depth)
      const rest = path.slice(depth)
      const step = { key: keyOf(view, at), path: at, view }
      const next = rest.length === 0 || passed.has(step.key) || passed.size >= maxChain ? undefined : this.#through(step, value)
      if (next === undefined) {
        const { outcome, height } = this.#evaluate(view, at, value)
        return { value: outcome === failed ? failed : getAt(outcome, rest), height: passed.size + height, paths }
      }
      passed.add(step.key)
      view = next.view
      path = [...next.path, ...rest]
      paths.push(path)
    }
  }

  lookUp(step: Step, path: Path, own: boolean): Lookup | undefined {
    if (!own) return { view: this.#main, path }
    const view = this.options.below(step.path, step.view)
    return view && { view, path }
  }

  /** Ends the run: from here on nothing is computed, so that what would be endless costs no more. */
  stop(step: Step, message: string, hint: string): typeof failed {
    if (!this.#stopped) this.problems.add(step, 'REFERENCE_LIMIT', message, hint)
    this.#stopped = true
    return failed
  }

  tooMuch(step: Step): typeof failed {
    const hint = 'shorten the chain of references, or raise maxExpansion or maxNodes'
    return this.stop(step, 'references expand to more than the limit', hint)
  }

  /** Where a value leads that is one reference, and not more. */
  #through(step: Step, text: string): Lookup | undefined {
    const reference = onlyReference(text)
    // Dots that lead too far are told when the text is computed.
    if (reference === undefined || reference.target.up > step.path.length) return undefined
    const { path, own } = lookUp(reference.target, step.path)
    return this.lookUp(step, path, own)
  }

  /** A map or list that is referred to as a whole brings its own references with it. */
  #whole(view: View, path: Path, value: Value, passed: number, paths: readonly Path[]): Found {
    if (!holdsReferences(value)) return { value, height: passed, paths }
    const step = { key: keyOf(view, path), path, view }
    if (this.#runningKeys.has(step.key)) return { value: this.#circle(step.key), height: passed, paths }
    if (this.#failed.has(step.key)) return { value: failed, height: passed, paths }
    const leaves = this.#filling.leavesOf(view, path, value)
    this.#enter(step)
    const isFine = leaves.every((leaf) => this.#evaluate(view, leaf.path, leaf.text).outcome !== failed)
    this.#leave(step)
    if (!isFine) {
      this.#failed.add(step.key)
      return { value: failed, height: passed, paths }
    }
    const { outcome, height } = this.#assemble(step.key, view, path, value)
    return { value: outcome, height: passed + height, paths }
  }

  #assemble(key: string, view: View, path: Path, value: Value): Filled {
    const filled = this.#filled.get(key) ?? this.#filling.assemble(view, path, value, this.#before?.filled.get(key))
    this.#filled.set(key, filled)
    return filled
  }

  #evaluate(view: View, path: Path, text: string, key: string = keyOf(view, path)): Site {
    const done = this.#sites.get(key)
    if (done !== undefined) return done
    if (this.#stopped) return failedSite
    const step = { key, path, view }
    if (this.#runningKeys.has(key)) {
      this.#circle(key)
      return failedSite
    }
    this.#enter(step)
    const site = this.#limited(step, this.#running.length + this.nesting > maxChain ? undefined : this.#again(step, text))
    this.#leave(step)
    this.#sites.set(key, site)
    return site
  }

  /** `site` is `undefined` where the way was too long already. */
  #limited(step: Step, site: Site | undefined): Site {
    if (site?.outcome === failed) return site
    if (site === undefined || site.height > maxChain) {
      this.stop(step, `a chain of more than ${maxChain} references`, 'shorten the chain')
      return failedSite
    }
    this.#characters += site.weight.characters
    this.#nodes += site.weight.nodes
    if (this.#characters <= this.options.maxExpansion && this.#nodes <= this.options.maxNodes) return site
    this.tooMuch(step)
    return failedSite
  }

  #again(step: Step, text: string): Site {
    const before = this.#before?.sites.get(step.key)
    const kept = before?.text === text ? this.#ifUnchanged(step, before) : undefined
    if (kept !== undefined) return kept
    this.#computed++
    try {
      return new Expression(this, step, before).compute(text, parseTemplate(text))
    } catch (error) {
      if (error instanceof ExpressionError) this.problems.syntax(step, error)
      else if (ConfigError.is(error)) this.problems.refusal(step, error)
      else throw error
      return failedSite
    }
  }

  /** What was computed last time, if everything it read is as it was then. Looked at in the order of reading. */
  #ifUnchanged(step: Step, before: Site): Site | undefined {
    let height = 1
    const reads: Read[] = []
    for (const read of before.reads) {
      if (read.kind === 'path') {
        const place = this.lookUp(step, read.path, read.own)
        const found = place && this.find(place)
        if (!Object.is(found?.value, read.value)) return undefined
        height = Math.max(height, read.nesting + (found?.height ?? 0) + 1)
        reads.push(read)
      } else {
        const answer = this.#askAgain(step, read)
        if (answer === undefined || !Object.is(answer.value, read.value)) return undefined
        reads.push(answer)
      }
    }
    const isSame = height === before.height && reads.every((read, index) => read === before.reads[index])
    return isSame ? before : { ...before, reads, height }
  }

  #askAgain({ path, key }: Step, read: Extract<Read, { kind: 'answer' }>): typeof read | undefined {
    try {
      return this.asking.ask(read.name, read.argument, path, key, read)
    } catch (error) {
      if (ConfigError.is(error)) return undefined // told when the value is computed
      throw error
    }
  }

  #circle(key: string): typeof failed {
    this.problems.circle(this.#running.slice(this.#running.findIndex((step) => step.key === key)))
    return failed
  }

  #enter(step: Step): void {
    this.#running.push(step)
    this.#runningKeys.add(step.key)
  }

  #leave(step: Step): void {
    this.#running.pop()
    this.#runningKeys.delete(step.key)
  }
}

/** As far down as a path leads: to its end, or to a text on the way that a reference may make more of. */
function descend(tree: Value, path: Path): { readonly value: Value | undefined; readonly depth: number } {
  let value: Value | undefined = tree
  for (let depth = 0; depth < path.length; depth++) {
    if (value === undefined || (typeof value === 'string' && hasReference(value))) return { value, depth }
    value = childOf(value, path[depth] as string | number)
  }
  return { value, depth: path.length }
}

/** No printed path begins with a number and a space. */
function keyOf({ layers }: View, path: Path): string {
  return layers === undefined ? printPath(path) : `${layers} ${printPath(path)}`
}
