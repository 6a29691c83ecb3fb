import { choice, type Wording } from './words.ts'

/** Whatever is about the whole value. */
export const otherWords: Readonly<Record<string, Wording>> = {
  false: ({ path }) => ({
    code: typeof path.at(-1) === 'number' ? 'VALUE_LENGTH' : 'KEY_UNKNOWN',
    says: 'is not allowed here',
    hint: 'remove it',
    hidesReceived: true,
  }),
  not: ({ wanted }) => ({ code: 'VALUE_RULE', says: `must not be what the schema excludes: ${choice(wanted)}` }),
  oneOf: ({ wanted }) => ({
    code: 'VALUE_RULE',
    says:
      Array.isArray(wanted) && wanted.every((index) => typeof index === 'number')
        ? `fits ${wanted.length} of the forms that exclude each other`
        : 'fits none of the allowed forms',
    hint: 'write it so that exactly one of the forms fits',
  }),
  anyOf: () => ({ code: 'VALUE_RULE', says: 'fits none of the allowed forms' }),
  'x-rules': ({ key, message }, isSecret) => ({
    code: 'VALUE_RULE',
    // What a rule says may hold the value.
    says:
      isSecret || message === undefined
        ? `does not keep the rule ${JSON.stringify(key)}`
        : `does not keep the rule ${JSON.stringify(key)}: ${message}`,
    expected: undefined,
  }),
  maxFindings: ({ value, wanted }) => ({
    code: 'CONFIG_INVALID',
    says: `${value} more problems were found than the ${wanted} that are shown`,
    isWhole: true,
    hint: 'correct the first ones, then look again',
    hidesReceived: true,
  }),
}
