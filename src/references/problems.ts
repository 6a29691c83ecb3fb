import type { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Path, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { ExpressionError, Reference } from './expression.ts'
import type { ResolveOptions, View } from './resolve.ts'

/** A value on the way: an expression, or a map or list that a reference takes as a whole. */
export interface Step {
  readonly key: string
  readonly path: Path
  readonly view: View
}

/** Comparing a name with all others takes time; beyond this many, nobody reads the suggestions. */
const mostSuggestions = 20

/** What went wrong in one run, each with its place. */
export class Problems {
  readonly issues: Issue[] = []
  readonly #options: ResolveOptions
  #suggestions = 0

  constructor(options: ResolveOptions) {
    this.#options = options
  }

  add({ path, view }: Step, code: Issue['code'], message: string, hint?: string): void {
    this.issues.push({ code, severity: 'error', message, path, span: this.#options.locate(path, view), hint })
  }

  syntax(step: Step, { message, offset, hint }: ExpressionError): void {
    this.add(step, 'REFERENCE_SYNTAX', `${message} (character ${offset + 1} of the value)`, hint)
  }

  /** What a resolver says. It may name a place of its own. */
  refusal({ path, view }: Step, { issues }: ConfigError): void {
    this.issues.push(...issues.map((issue) => ({ ...issue, path, span: issue.span ?? this.#options.locate(path, view) })))
  }

  missing(step: Step, reference: Reference, path: Path | undefined, found: Value | undefined): void {
    const { expression, required } = reference
    if (required !== undefined) {
      const name = nameOf(reference)
      const state = found === undefined ? 'missing' : found === null ? 'null' : 'empty'
      this.add(step, 'REFERENCE_UNKNOWN', `${name} is ${state}${required === '' ? '' : `: ${required}`}`, 'give it a value')
      return
    }
    const near = path === undefined || this.#suggestions++ >= mostSuggestions ? undefined : this.#options.suggest(path)
    const message = `${expression} refers to nothing`
    this.add(step, 'REFERENCE_UNKNOWN', message, near ?? 'correct the name, or give a default with ":-"')
  }

  /** A map, list or null inside a longer text. */
  notText(step: Step, reference: Reference, kind: string): void {
    const message = `${nameOf(reference)} is a ${kind}, which cannot be part of a text`
    this.add(step, 'VALUE_TYPE', message, 'refer to one value inside it')
  }

  unknownKind(step: Step, name: string): void {
    this.add(
      step,
      'REFERENCE_UNKNOWN',
      `nothing answers references of the kind ${JSON.stringify(name)}`,
      `known kinds: ${Object.keys(this.#options.resolvers).join(', ')}`,
    )
  }

  /** Every step of a circle with its place. */
  circle(steps: readonly Step[]): void {
    const first = steps[0] as Step
    const placed = steps.map(({ path, view }) => {
      const span = this.#options.locate(path, view)
      return span === undefined ? printPath(path) : `${printPath(path)} (${span.file}:${span.start.line})`
    })
    const names = [...placed, printPath(first.path)]
    const related = steps.flatMap(({ path, view }) => {
      const span = this.#options.locate(path, view)
      return span === undefined ? [] : [{ message: printPath(path), span }]
    })
    this.issues.push({
      code: 'REFERENCE_CYCLE',
      severity: 'error',
      message: `references lead in a circle: ${names.join(' -> ')}`,
      path: first.path,
      span: this.#options.locate(first.path, first.view),
      hint: 'break the circle at one of these places',
      related,
    })
  }
}

/** Without its default or message: those may be a part of a secret. */
function nameOf({ expression }: Reference): string {
  const condition = expression.search(/:[-?]/)
  return condition < 0 ? expression : `${expression.slice(0, condition)}}`
}
