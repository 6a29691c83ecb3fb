import { amount, type Wording } from './words.ts'

/** Length and elements of lists. */
function length(words: string, noun: string): Wording {
  return ({ wanted }) => ({
    code: 'VALUE_LENGTH',
    says: `must have ${words} ${amount(wanted, noun)}`,
    expected: `${words} ${amount(wanted, noun)}`,
  })
}

export const listWords: Readonly<Record<string, Wording>> = {
  minItems: length('at least', 'element'),
  maxItems: length('at most', 'element'),
  contains: () => ({ code: 'VALUE_RULE', says: 'has no element of the kind that the schema asks for' }),
  minContains: length('at least', 'matching element'),
  maxContains: length('at most', 'matching element'),
  unevaluatedItems: ({ key }) => ({ code: 'VALUE_LENGTH', says: `has an element [${key}] that the schema does not allow` }),
  uniqueItems: ({ wanted }) => {
    const [first, second] = Array.isArray(wanted) ? wanted : []
    return {
      code: 'VALUE_DUPLICATE',
      says: `has the same element at [${first}] and [${second}]`,
      expected: 'elements that differ',
      hint: `remove [${second}] or change it`,
    }
  },
}
