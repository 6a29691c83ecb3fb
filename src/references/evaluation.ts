import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { childOf } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, isMap, kindOf, type Value } from '../values/value.ts'
import { ExpressionError, parseTemplate, type Reference, type Template } from './expression.ts'
import { findReferences } from './find-references.ts'
import { hasReference } from './has-reference.ts'
import { type Replacement, replaceValues } from './replace-values.ts'
import type { ResolveOptions } from './resolve.ts'

/** How a value was computed. */
export interface Derivation {
  /** The text as it was written. */
  readonly expression: string
  readonly uses: readonly Operand[]
  readonly secret: boolean
}

/** One thing that an expression used. */
export interface Operand {
  readonly expression: string
  /** The path it names, if it names one. */
  readonly path?: Path
  /** What was there, if anything was; secret where what is computed from it is. */
  readonly value?: Value
  /** True when the default behind `:-` was taken. */
  readonly fallback: boolean
}

/** In place of a value that could not be computed; the reason is among the issues. */
export const failed: unique symbol = Symbol('failed')

type Outcome = Value | typeof failed

/** Chains of references longer than this are refused, before the engine's own stack runs out. */
const maxChain = 500

interface Step {
  readonly key: string
  readonly path: Path
}

/** One run over one tree: remembers what is computed, and what is being computed, so circles are seen. */
export class Evaluation {
  readonly issues: Issue[] = []
  readonly derivations: Map<string, Derivation> = new Map()
  readonly #tree: Value
  readonly #options: ResolveOptions
  readonly #done = new Map<string, Outcome>()
  readonly #running: Step[] = []
  readonly #runningKeys = new Set<string>()
  #characters = 0
  #nodes = 0

  constructor(tree: Value, options: ResolveOptions) {
    this.#tree = tree
    this.#options = options
  }

  /** The value at a path that exists, with everything inside it resolved. */
  valueOf(path: Path): Outcome {
    return this.#find(path) as Outcome // "undefined" is for paths that do not exist
  }

  #find(path: Path): Outcome | undefined {
    let current: Value = this.#tree
    let settled = false
    for (let depth = 0; depth <= path.length; depth++) {
      if (!settled && typeof current === 'string' && hasReference(current)) {
        const outcome = this.#evaluate(path.slice(0, depth), current, 0)
        if (outcome === failed) return failed
        current = outcome
        settled = true
      }
      if (depth === path.length) break
      const child = childOf(current, path[depth] as string | number)
      if (child === undefined) return undefined
      current = child
    }
    return settled ? current : this.#inside(path, current)
  }

  /** A map or list that is referred to as a whole brings its own references with it. */
  #inside(path: Path, value: Value): Outcome {
    const inner = isMap(value) || isList(value) ? findReferences(value) : []
    if (inner.length === 0) return value
    const replacements: Replacement[] = []
    for (const rest of inner) {
      const outcome = this.valueOf([...path, ...rest])
      if (outcome === failed) return failed
      replacements.push({ path: rest, value: outcome })
    }
    return replaceValues(value, replacements, undefined)
  }

  /** `level` counts how many layers down a self-reference has led. */
  #evaluate(path: Path, text: string, level: number): Outcome {
    const key = level === 0 ? printPath(path) : `${printPath(path)}#${level}`
    const before = this.#done.get(key)
    if (before !== undefined) return before
    if (this.#runningKeys.has(key)) return this.#circle(key)
    if (this.#running.length >= maxChain)
      return this.#fail(path, 'REFERENCE_LIMIT', `a chain of more than ${maxChain} references`, 'shorten the chain')

    this.#running.push({ key, path })
    this.#runningKeys.add(key)
    const outcome = this.#parseAndFill(path, text, level)
    this.#running.pop()
    this.#runningKeys.delete(key)
    this.#done.set(key, outcome)
    return outcome
  }

  #parseAndFill(path: Path, text: string, level: number): Outcome {
    try {
      const template = parseTemplate(text)
      const uses: Operand[] = []
      const outcome = this.#fill(template, path, level, uses)
      if (outcome !== failed && level === 0 && uses.length > 0) {
        const secret = outcome instanceof Secret
        this.derivations.set(printPath(path), { expression: text, uses: secret ? uses.map(sealed) : uses, secret })
      }
      return outcome
    } catch (error) {
      if (error instanceof ExpressionError)
        return this.#fail(
          path,
          'REFERENCE_SYNTAX',
          `${error.message} (character ${error.offset + 1} of the value)`,
          'write "$${" for a literal "${"',
        )
      if (ConfigError.is(error)) {
        this.issues.push(...error.issues.map((issue) => ({ ...issue, path, span: issue.span ?? this.#options.locate(path) })))
        return failed
      }
      throw error
    }
  }

  #fill(template: Template, path: Path, level: number, uses: Operand[]): Outcome {
    if (template.whole) return this.#operand(template.parts[0] as Reference, path, level, uses)

    let text = ''
    let secret = false
    for (const part of template.parts) {
      if (part.kind === 'text') {
        text += part.text
        continue
      }
      const value = this.#operand(part, path, level, uses)
      if (value === failed) return failed
      if (value instanceof Secret) secret = true
      const piece = asText(value)
      if (piece === undefined)
        return this.#fail(
          path,
          'VALUE_TYPE',
          `${part.expression} is a ${kindOf(value)}, which cannot be part of a text`,
          'refer to one value inside it',
        )
      text += piece
      if (text.length > this.#options.maxExpansion) return this.#tooMuch(path)
    }
    this.#characters += text.length
    if (this.#characters > this.#options.maxExpansion) return this.#tooMuch(path)
    return secret ? new Secret(text) : text
  }

  #operand(reference: Reference, path: Path, level: number, uses: Operand[]): Outcome {
    const found = this.#target(reference, path, level)
    const fallback = reference.fallback !== undefined && (found === undefined || found === null || found === '')
    const { expression, target } = reference
    const named = target.kind === 'path' ? { path: target.path } : {}
    uses.push({ expression, ...named, ...(found !== undefined && found !== failed && { value: found }), fallback })

    if (fallback) return this.#fill(reference.fallback as Template, path, level, uses)
    if (found === undefined) return this.#unknown(reference, path)
    if (found !== failed && typeof found === 'object') this.#nodes += sizeOf(found, this.#options.maxNodes)
    return this.#nodes > this.#options.maxNodes ? this.#tooMuch(path) : found
  }

  #target(reference: Reference, path: Path, level: number): Outcome | undefined {
    const { target } = reference
    if (target.kind === 'resolver') {
      const resolver = Object.hasOwn(this.#options.resolvers, target.name) ? this.#options.resolvers[target.name] : undefined
      if (resolver === undefined)
        return this.#fail(
          path,
          'REFERENCE_UNKNOWN',
          `nothing answers references of the kind ${JSON.stringify(target.name)}`,
          `known kinds: ${Object.keys(this.#options.resolvers).join(', ')}`,
        )
      const answer = resolver(target.argument, path)
      return answer === undefined ? undefined : this.#options.seal(answer, path)
    }
    const found = printPath(target.path) === printPath(path) ? this.#hidden(path, level + 1) : this.#find(target.path)
    return found === undefined || found === failed ? found : this.#options.seal(found, target.path)
  }

  /** What a self-reference means: the value that this one overrides. */
  #hidden(path: Path, level: number): Outcome | undefined {
    const hidden = this.#options.hidden(path, level)
    return typeof hidden === 'string' && hasReference(hidden) ? this.#evaluate(path, hidden, level) : hidden
  }

  #circle(key: string): typeof failed {
    const start = this.#running.findIndex((step) => step.key === key)
    const steps = this.#running.slice(start)
    const names = [...steps, steps[0] as Step].map((step) => printPath(step.path))
    const related = steps.flatMap((step) => {
      const span = this.#options.locate(step.path)
      return span === undefined ? [] : [{ message: printPath(step.path), span }]
    })
    const first = (steps[0] as Step).path
    this.issues.push({
      code: 'REFERENCE_CYCLE',
      severity: 'error',
      message: `references lead in a circle: ${names.join(' -> ')}`,
      path: first,
      span: this.#options.locate(first),
      hint: 'break the circle at one of these places',
      related,
    })
    return failed
  }

  #unknown(reference: Reference, path: Path): typeof failed {
    const near = reference.target.kind === 'path' ? this.#options.suggest(reference.target.path) : undefined
    return this.#fail(
      path,
      'REFERENCE_UNKNOWN',
      `${reference.expression} refers to nothing`,
      near ?? 'correct the name, or give a default with ":-"',
    )
  }

  #tooMuch(path: Path): typeof failed {
    return this.#fail(
      path,
      'REFERENCE_LIMIT',
      'references expand to more than the limit',
      'shorten the chain of references, or raise maxExpansion',
    )
  }

  #fail(path: Path, code: Issue['code'], message: string, hint?: string): typeof failed {
    this.issues.push({ code, severity: 'error', message, path, span: this.#options.locate(path), hint })
    return failed
  }
}

/** What a secret is made of: a path has its own say about being secret, anything else is a part of the secret. */
function sealed(use: Operand): Operand {
  const { path, value } = use
  if (path !== undefined || value === undefined || value === null || typeof value === 'object') return use
  return { ...use, value: new Secret(value) as Value } // a Secret is a Value; its content's type does not matter here
}

function asText(value: Value): string | undefined {
  if (value instanceof Secret) return String(value.reveal())
  if (value instanceof DateTime) return value.text
  return value === null || typeof value === 'object' ? undefined : String(value)
}

/** Counted only as far as it matters: shared nodes count each time they appear. */
function sizeOf(root: Value, limit: number): number {
  const stack: Value[] = [root]
  let size = 0
  for (let value = stack.pop(); value !== undefined && size <= limit; value = stack.pop()) {
    size++
    if (isList(value)) for (const child of value) stack.push(child)
    else if (isMap(value)) stack.push(...Object.values(value))
  }
  return size
}
