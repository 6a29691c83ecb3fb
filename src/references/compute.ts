import { DateTime } from '../values/date-time.ts'
import type { Path } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { kindOf, type Value } from '../values/value.ts'
import type { Evaluation } from './evaluation.ts'
import type { Reference, Template } from './expression.ts'
import { lookUp } from './look-up.ts'
import type { Step } from './problems.ts'
import { type AnswerRead, failed, type Operand, type Outcome, type Read, type Site } from './site.ts'
import { weigh, weightless } from './weigh.ts'

/** One text with references, being computed; notes everything that it reads. */
export class Expression {
  readonly #run: Evaluation
  readonly #step: Step
  readonly #before: Site | undefined
  #answersBefore: ReadonlyMap<string, AnswerRead> | undefined
  readonly #reads: Read[] = []
  readonly #uses: Operand[] = []
  #nesting = 0
  #height = 0

  constructor(run: Evaluation, step: Step, before: Site | undefined) {
    this.#run = run
    this.#step = step
    this.#before = before
  }

  /** @throws ExpressionError, ConfigError of a resolver */
  compute(text: string, template: Template): Site {
    const outcome = this.#fill(template)
    const uses = this.#uses
    const secret = outcome instanceof Secret
    const { maxExpansion, maxNodes } = this.#run.options
    return {
      text,
      outcome,
      reads: this.#reads,
      derivation:
        outcome === failed || uses.length === 0
          ? undefined
          : { expression: text, uses: secret ? uses.map(sealed) : uses, secret },
      height: this.#height + 1,
      weight: outcome === failed ? weightless : weigh(plain(outcome), { characters: maxExpansion, nodes: maxNodes }),
    }
  }

  #fill(template: Template): Outcome {
    if (template.whole) return this.#operand(template.parts[0] as Reference) // what "whole" means
    let text = ''
    let secret = false
    for (const part of template.parts) {
      if (part.kind === 'text') {
        text += part.text
        continue
      }
      const value = this.#operand(part)
      if (value === failed) return failed
      if (value instanceof Secret) secret = true
      const piece = asText(value)
      if (piece === undefined) return this.#notText(part, value)
      text += piece
      if (text.length > this.#run.options.maxExpansion) return this.#run.tooMuch(this.#step)
    }
    return secret ? new Secret(text) : text
  }

  #operand(reference: Reference): Outcome {
    const { expression, target, fallback } = reference
    const path = target.kind === 'path' ? lookUp(target, this.#step.path) : undefined
    const found = target.kind === 'path' ? this.#at(path as NonNullable<typeof path>) : this.#answer(target.name, target.argument)
    if (found === failed) return failed
    const isMissing = found === undefined || isEmpty(found)
    const isReplaced = fallback !== undefined && isMissing
    this.#uses.push({
      expression,
      ...(path && { path: path.path }),
      ...(found !== undefined && { value: found }),
      fallback: isReplaced,
    })
    if (isReplaced) return this.#inside(fallback)
    if (found !== undefined && !(isMissing && reference.required !== undefined)) return found
    this.#run.problems.missing(this.#step, reference, path?.path, found)
    return failed
  }

  #inside(fallback: Template): Outcome {
    this.#nesting++
    this.#run.nesting++
    try {
      return this.#fill(fallback)
    } finally {
      this.#nesting--
      this.#run.nesting--
    }
  }

  #at({ path, own }: { readonly path: Path; readonly own: boolean }): Outcome | undefined {
    const place = this.#run.lookUp(this.#step, path, own)
    const found = place && this.#run.find(place)
    if (found?.value === failed) return failed
    this.#reads.push({ kind: 'path', path, own, nesting: this.#nesting, value: found?.value })
    if (found?.value === undefined) return undefined
    this.#height = Math.max(this.#height, this.#nesting + found.height)
    return found.paths.reduceRight((value, at) => this.#run.options.seal(value, at), found.value)
  }

  #answer(name: string, argument: string): Outcome | undefined {
    const { asking, problems, options } = this.#run
    const { path, key } = this.#step
    if (!asking.knows(name)) {
      problems.unknownKind(this.#step, name)
      return failed
    }
    const answer = asking.ask(name, argument, path, key, this.#answeredBefore(`${name}:${argument}`))
    this.#reads.push(answer)
    return answer.value === undefined ? undefined : options.seal(answer.value, path)
  }

  #answeredBefore(question: string): AnswerRead | undefined {
    if (this.#before === undefined) return undefined
    this.#answersBefore ??= answersOf(this.#before)
    return this.#answersBefore.get(question)
  }

  #notText(reference: Reference, value: Value): typeof failed {
    this.#run.problems.notText(this.#step, reference, kindOf(value))
    return failed
  }
}

function answersOf({ reads }: Site): ReadonlyMap<string, AnswerRead> {
  const answers = reads.filter((read) => read.kind === 'answer')
  return new Map(answers.map((read) => [`${read.name}:${read.argument}`, read]))
}

function isEmpty(value: Value): boolean {
  return value === null || plain(value) === ''
}

function plain(value: Value): Value {
  return value instanceof Secret ? (value.reveal() as Value) : value // a secret holds a value
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
