import type { CodeEntry } from './code-entry.ts'

/** What `doctor` finds about a project as a whole, and files that are written from a schema. */
export const projectCodes = {
  GENERATED_STALE: {
    title: 'a generated file that is not what it would be now',
    cause: 'The schema or template that it is made from changed after it was written, or somebody changed it by hand.',
    remedy: 'Write it again with the command that the message names, and commit it.',
  },
  LAYOUT_KEY_MISSING: {
    title: 'a key that only some environments have',
    cause: 'Files of other environments set the key, this one does not, and no common file has it.',
    remedy: 'Add the key where it is missing, or give it a value that all environments share.',
  },
  LAYOUT_KEY_UNMATCHED: {
    title: 'a variable that sets a key of no file',
    cause: 'A file that maps variables to keys names a key that none of the others has.',
    remedy: 'Correct the key, remove the line, or add the key to the common file.',
  },
  PRIVATE_KEY_IN_GIT: {
    title: 'a private key under version control',
    cause: 'git tracks a `.env.keys` file, so every copy of the repository can decrypt the secrets beside it.',
    remedy: '`git rm --cached` the file, add it to .gitignore, and make new keys: the history keeps the old ones.',
  },
  NODE_UNSUPPORTED: {
    title: 'a version of Node that is too old',
    cause: 'The program runs on a version of Node that ConfigManageLib is not made for.',
    remedy: 'Install the version that the message names, or a later one.',
  },
} as const satisfies Record<string, CodeEntry>
