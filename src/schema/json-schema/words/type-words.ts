import { closest } from '../../../text/closest.ts'
import { didYouMean, listOf } from '../../../text/words.ts'
import { textHint } from './text-hints.ts'
import { choice, type Wording, type Words } from './words.ts'

/** Types by the names people have for them. */
const names: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
}

/** `a text or a whole number`. */
export function typeText(wanted: unknown): string {
  const types: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted]
  return listOf(
    types.map((type) => names[String(type)] ?? String(type)),
    'or',
  )
}

const mostChoices = 10

export function choicesText(choices: readonly unknown[]): string {
  const first = choices.slice(0, mostChoices).map(choice)
  const rest = choices.length - first.length
  return rest > 0 ? `${first.join(', ')} and ${rest} more` : listOf(first, 'or')
}

/** The nearest choice to a text that was mistyped. */
export function nearChoice(value: unknown, choices: readonly unknown[], isSecret: boolean): Pick<Words, 'hint' | 'suggestion'> {
  if (isSecret || typeof value !== 'string') return { hint: undefined }
  const texts = choices.filter((one) => typeof one === 'string')
  const near = closest(value, texts, 2)
  return { hint: didYouMean(near), suggestion: near.length === 1 ? near[0] : undefined }
}

export const typeWords: Readonly<Record<string, Wording>> = {
  type: ({ wanted, value }, isSecret) => ({
    code: 'VALUE_TYPE',
    says: `must be ${typeText(wanted)}`,
    expected: typeText(wanted),
    // What a hint says of a secret would say how it is written.
    ...(typeof value === 'string' && !isSecret && { hint: textHint(value, Array.isArray(wanted) ? wanted : [wanted]) }),
  }),
  enum: ({ wanted, value }, isSecret) => {
    const choices: readonly unknown[] = Array.isArray(wanted) ? wanted : []
    const text = choicesText(choices)
    return {
      code: 'VALUE_CHOICE',
      says: choices.length === 1 ? `must be ${text}` : `must be one of ${text}`,
      expected: text,
      ...nearChoice(value, choices, isSecret),
    }
  },
  const: ({ wanted, value }, isSecret) => ({
    code: 'VALUE_CHOICE',
    says: `must be ${choice(wanted)}`,
    expected: choice(wanted),
    ...nearChoice(value, [wanted], isSecret),
  }),
}
