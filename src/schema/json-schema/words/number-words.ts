import type { Wording } from './words.ts'

/** Bounds and steps of numbers. */
function range(words: string): Wording {
  return ({ wanted }) => ({ code: 'VALUE_RANGE', says: `must be ${words} ${wanted}`, expected: `${words} ${wanted}` })
}

export const numberWords: Readonly<Record<string, Wording>> = {
  minimum: range('at least'),
  maximum: range('at most'),
  exclusiveMinimum: range('greater than'),
  exclusiveMaximum: range('less than'),
  multipleOf: range('a multiple of'),
}
