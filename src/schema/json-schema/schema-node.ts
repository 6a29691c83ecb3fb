import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { Secret } from '../../values/secret.ts'
import type { Compiler } from './compiler.ts'
import { type AnyMap, isObject, Kind, kindOf, kindOfPlain, plainOf } from './kind.ts'
import { type Place, ruleOf } from './place.ts'
import { Report } from './report.ts'
import type { Scope } from './scope.ts'
import { Seen } from './seen.ts'
import type { Step } from './step.ts'
import { tooDeep } from './too-deep.ts'

/** What compiling a schema gives. */
export interface Compiled {
  readonly steps: readonly Step[]
  /** For each step, the kinds of values that it speaks of, as bits. */
  readonly kinds: readonly number[]
  /** How many steps at the beginning are about the type: after one of them, the others have nothing to add. */
  readonly typeSteps: number
  /** True if some keyword asks what others have seen. */
  readonly asksSeen: boolean
  /** True if there is enough inside that remembering verdicts by identity pays. */
  readonly isWide: boolean
  readonly children: readonly SchemaNode[]
  /** Those of the children that every value of this schema has to meet as well. */
  readonly alike: readonly SchemaNode[]
  readonly problems: readonly Issue[]
}

const empty: AnyMap = {}

/** A schema at its place, compiled when the first value comes. */
export class SchemaNode {
  readonly place: Place
  readonly scope: Scope
  readonly #compiler: Compiler
  #compiled: Compiled | undefined
  /** The same, as soon as it is known to be right. */
  #usable: Compiled | undefined

  constructor(place: Place, scope: Scope, compiler: Compiler) {
    this.place = place
    this.scope = scope
    this.#compiler = compiler
  }

  get schema(): AnyMap {
    return isObject(this.place.raw) ? this.place.raw : empty
  }

  /** What the schema means, right or wrong. */
  get compiled(): Compiled {
    this.#compiled ??= this.#compiler.compile(this)
    return this.#compiled
  }

  /** True if the value is right. */
  accepts(value: unknown, seen: Seen | undefined, depth: number): boolean {
    const compiled = this.#usable ?? this.#first()
    const kind = kindOfPlain(value)
    if (kind === undefined) {
      const plain = plainOf(value)
      return this.#test(compiled, plain, kindOf(plain), seen, depth)
    }
    if (kind >= Kind.list && seen === undefined && isWorthKeeping(compiled, value as object, kind)) {
      const known = this.#compiler.memory?.find(value as object, this)
      if (known !== undefined) return known.report === undefined
    }
    return this.#test(compiled, value, kind, seen, depth)
  }

  /** Everything that is wrong, or `undefined`. */
  find(value: unknown, seen: Seen | undefined, depth: number): Report | undefined {
    const compiled = this.#usable ?? this.#first()
    const kind = kindOfPlain(value)
    if (kind === undefined) return this.#findInside(compiled, value, seen, depth)
    // A scalar is mostly right, and judged at once; a report is made only if it is not.
    if (kind < Kind.list) {
      return this.#test(compiled, value, kind, seen, depth) ? undefined : this.#run(compiled, value, kind, seen, depth)
    }
    const { memory } = this.#compiler
    if (memory === undefined || seen !== undefined || !isWorthKeeping(compiled, value as object, kind))
      return this.#run(compiled, value, kind, seen, depth)
    const known = memory.find(value as object, this)
    if (known !== undefined) return known.report
    const report = this.#run(compiled, value, kind, undefined, depth)
    memory.keep(value as object, this, report)
    return report
  }

  #test(compiled: Compiled, value: unknown, kind: Kind, seen: Seen | undefined, depth: number): boolean {
    if (depth > this.#compiler.maxDepth) throw tooDeep(ruleOf(this.place))
    const { steps, kinds, asksSeen } = compiled
    const own = asksSeen ? new Seen() : seen
    const bit = 1 << kind
    for (let index = 0; index < steps.length; index++) {
      if (((kinds[index] as number) & bit) !== 0 && !(steps[index] as Step)(value as never, undefined, own, depth)) return false
    }
    if (own !== seen && seen !== undefined) seen.addAll(own as Seen)
    return true
  }

  #findInside(compiled: Compiled, value: unknown, seen: Seen | undefined, depth: number): Report | undefined {
    const plain = plainOf(value)
    const report = this.#run(compiled, plain, kindOf(plain), seen, depth)
    return value instanceof Secret ? report?.sealed(value, plain) : report
  }

  #run(compiled: Compiled, value: unknown, kind: Kind, seen: Seen | undefined, depth: number): Report | undefined {
    if (depth > this.#compiler.maxDepth) throw tooDeep(ruleOf(this.place))
    const { steps, kinds } = compiled
    if (steps.length === 0) return undefined
    const bit = 1 << kind
    const report = new Report(this.#compiler.maxFindings, this)
    const own = compiled.asksSeen ? new Seen() : seen
    for (let index = 0; index < steps.length; index++) {
      if (((kinds[index] as number) & bit) === 0) continue
      const step = steps[index] as Step
      if (!step(value as never, report, own, depth) && index < compiled.typeSteps) break
    }
    if (own !== seen && seen !== undefined) seen.addAll(own as Seen)
    return report.count === 0 ? undefined : report
  }

  #first(): Compiled {
    const { compiled } = this
    if (compiled.problems.length > 0) throw new ConfigError(this.#compiler.allProblems(compiled.problems))
    this.#usable = compiled
    return compiled
  }
}

/** Lists are remembered by their length, maps by what their schema has to say. */
function isWorthKeeping(compiled: Compiled, value: object, kind: Kind): boolean {
  return kind === Kind.list ? (value as readonly unknown[]).length >= 8 : compiled.isWide
}

/** Judges a value by another schema. With a key, the value is the child of that name or number. */
export function applyNode(
  node: SchemaNode,
  value: unknown,
  at: string | number | undefined,
  report: Report | undefined,
  seen: Seen | undefined,
  depth: number,
): boolean {
  if (report === undefined) return node.accepts(value, seen, depth + 1)
  const inner = node.find(value, seen, depth + 1)
  if (inner === undefined) return true
  report.addInner(at, inner)
  return false
}
