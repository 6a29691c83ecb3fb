import type { CodeEntry } from './code-entry.ts'

/** Putting layers together. */
export const mergeCodes = {
  MERGE_TYPE_CONFLICT: {
    title: 'a layer replaces a map or list with something of another kind',
    cause:
      'A lower layer has a map (or a list) where a higher one has a different kind of value, so everything inside is hidden.',
    remedy: 'Check the path in the higher layer. If it is meant, declare the strategy `replace` for it.',
  },
  MERGE_STRATEGY: {
    title: 'a merge strategy that does not exist or does not fit',
    cause:
      'The word is not one of replace, deep, append, prepend, union, by-key:<name>, remove; or a list strategy is declared for something that is not a list.',
    remedy: 'Correct the word, or the value.',
  },
  MERGE_UNSAFE_KEY: {
    title: 'a key that could reach a prototype',
    cause: '`__proto__`, or `prototype` inside `constructor`, is used as a key.',
    remedy: 'Rename the key. Such keys are refused, because careless programs further down could be attacked through them.',
  },
} as const satisfies Record<string, CodeEntry>
