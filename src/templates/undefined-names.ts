import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { FailurePlace } from './failure.ts'
import { type Job, run } from './run.ts'
import { spanOf } from './template-files.ts'
import { namesUsed, type UsedName } from './used-names.ts'

/** TEMPLATE_UNDEFINED for the name in the piece that has no value; `undefined` if all have one. */
export function findUndefined(job: Job, place: FailurePlace | undefined): Issue | undefined {
  if (place === undefined || (place.piece.kind !== 'tag' && place.piece.kind !== 'output')) return undefined
  const names = namesUsed(place.file.source, place.piece)
  const missing = names.length === 0 ? [] : probe(job, place, names)
  // Of several, the engine tells which it came to.
  const found = missing.find(({ name }) => name.start === place.offset) ?? missing[0]
  return found && undefinedName(job, place, found)
}

/** A name, and how many of its steps lead somewhere. */
interface Missing {
  readonly name: UsedName
  readonly steps: number
}

/** Renders again, with what is undefined being empty, and looks at the names each time the piece is reached. */
function probe(job: Job, place: FailurePlace, names: readonly UsedName[]): readonly Missing[] {
  const questions = names.flatMap((name) => name.path.map((_, index) => ({ name, steps: index })))
  let missing: readonly Missing[] = []
  run(job, {
    additions: {
      condition: (file, piece) =>
        file === place.file && piece === place.piece
          ? `[${questions.map(({ name, steps }) => `(${expressionOf(name.path.slice(0, steps + 1))}) is undefined`).join(',')}]|__probe`
          : undefined,
    },
    filters: {
      __probe(answers) {
        if (missing.length === 0 && Array.isArray(answers))
          missing = firstMissing(questions.filter((_, index) => answers[index] === true))
        return false
      },
    },
    undefinedValues: 'chainable',
  })
  return missing
}

/** Of each name, the first step that leads nowhere. */
function firstMissing(missing: readonly Missing[]): readonly Missing[] {
  return missing.filter(({ name }, index) => missing.findIndex((other) => other.name === name) === index)
}

function expressionOf([first, ...steps]: readonly string[]): string {
  return `${first}${steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `[${JSON.stringify(step)}]`)).join('')}`
}

function undefinedName(job: Job, { file }: FailurePlace, { name, steps }: Missing): Issue {
  const path = name.path.slice(0, steps + 1)
  const last = path.at(-1) as string
  const near = closest(last, namesAt(job.data, path.slice(0, -1)))
  return {
    code: 'TEMPLATE_UNDEFINED',
    severity: 'error',
    message: `${JSON.stringify(path.join('.'))} is not defined`,
    span: spanOf(file, name),
    hint:
      didYouMean(near.map((each) => [...path.slice(0, -1), each].join('.'))) ??
      'give it a value by the data of the template, or write what to use instead: | default(…)',
  }
}

/** The keys beside a name, if it is one of the data and not of a loop. */
function namesAt(data: unknown, path: readonly string[]): readonly string[] {
  let inner = data
  for (const step of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return []
    inner = (inner as Readonly<Record<string, unknown>>)[step]
  }
  return typeof inner === 'object' && inner !== null ? Object.keys(inner) : []
}
