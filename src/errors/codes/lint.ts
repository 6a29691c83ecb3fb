import type { CodeEntry } from './code-entry.ts'

/** What is allowed and still likely to be a mistake. `docs/lint.md` has an example of each. */
export const lintCodes = {
  LINT_PLAINTEXT_SECRET: {
    title: 'a secret that everybody can read in a file',
    cause: 'A value looks like a token, a private key or a password, and stands in a file as plain text.',
    remedy:
      'Take it out of the file (environment, untracked .env, secret store) and replace it where it is used: it is known now.',
  },
  LINT_ENV_IN_GIT: {
    title: 'a .env file with secrets under version control',
    cause: 'git tracks a .env file that holds secrets, so every copy of the repository holds them.',
    remedy: '`git rm --cached` the file, add it to .gitignore, and replace the secrets: the history keeps them.',
  },
  LINT_SEALED_PLAINTEXT: {
    title: 'a value in plain text that should be sealed',
    cause:
      'A value was written by hand into a sealed file, or a file that a creation rule of `.sops.yaml` is for was not sealed.',
    remedy:
      'Seal the file with `configmanage encrypt --in-place`, or add the value with `configmanage edit`. What others could read has to be replaced.',
  },
  LINT_SECRET_FILE_MODE: {
    title: 'a file with secrets that other users may read',
    cause: 'The permissions of a file that holds secrets let its group or everybody read it.',
    remedy: '`chmod 600` the file.',
  },
  LINT_DUPLICATE_KEY: {
    title: 'a key that is written twice, where the format lets it pass',
    cause: 'In JSON, .env and .properties the last of two equal keys counts, and the first one does nothing.',
    remedy: 'Remove one of the two.',
  },
  LINT_CASE_TWINS: {
    title: 'two keys that differ by upper and lower case only',
    cause: 'One of the two is usually mistyped, and sets something that nobody reads.',
    remedy: 'Use one spelling in all files.',
  },
  LINT_NEAR_MISS: {
    title: 'a name that is nearly the name of something else',
    cause: 'A key or variable matches nothing, but one or two letters away there is a key that exists.',
    remedy: 'Correct the name, or add the key to the schema if it is meant.',
  },
  LINT_UNUSED_KEY: {
    title: 'a key that the schema does not describe',
    cause: 'A file sets a key of which the schema knows nothing, although it describes those around it.',
    remedy: 'Remove the key, or add it to the schema.',
  },
  LINT_UNUSED_VARIABLE: {
    title: 'a variable that sets nothing that is known',
    cause: 'An environment variable has the prefix of the application, but no layer and no schema has the key that it names.',
    remedy: 'Remove the variable, or correct its name.',
  },
  LINT_SHADOWED_TWICE: {
    title: 'a value that can never be seen',
    cause: 'Whatever the profile, a higher layer replaces the value, and more than one layer does.',
    remedy: 'Remove the value, or one of those above it.',
  },
  LINT_SAME_AS_BELOW: {
    title: 'a value that repeats what the layers below say already',
    cause: 'A layer sets a key to the value that it would have without it.',
    remedy: 'Remove the line: otherwise a change below does not reach this layer.',
  },
  LINT_EMPTY_OVERRIDE: {
    title: 'an empty value that hides one below',
    cause: 'A layer sets an empty text or null where a lower layer has a value; a key without a value is null in YAML.',
    remedy: 'Write the value, remove the line, or write `!unset` if the key should disappear.',
  },
  LINT_TYPE_DRIFT: {
    title: 'a key that is one type here and another there',
    cause: 'Two layers give the same key values of different types, so the program meets one of them in some profiles only.',
    remedy: 'Write the same type everywhere.',
  },
  LINT_NUMERIC_TEXT: {
    title: 'a number or truth value in quotes',
    cause: 'The value is a text here, and a number or boolean in another layer.',
    remedy: 'Remove the quotes.',
  },
  LINT_PORT_CLASH: {
    title: 'two servers with the same port',
    cause: 'Two keys that look like ports to listen at have the same number and may have the same address.',
    remedy: 'Give one of them another port.',
  },
  LINT_LOCALHOST_IN_PROD: {
    title: 'the own machine as the address of something in production',
    cause: 'A file gives a profile called prod or production a value with localhost, 127.0.0.1 or ::1.',
    remedy: 'Set the address in the file of that profile.',
  },
  LINT_ABSOLUTE_PATH: {
    title: 'a path that exists on one machine only',
    cause: 'A value points into the home folder of a user or to a drive.',
    remedy: 'Write a path relative to the project, or take the folder from a variable: `${env:HOME}`.',
  },
  LINT_YAML_SURPRISE: {
    title: 'a plain value that YAML readers take for something else',
    cause: '`yes`, `off`, `0123`, `12:30` and dates mean different things in YAML 1.1 and 1.2; `1.10` is the number 1.1.',
    remedy: 'Put quotes around text; write `true`, `false` or `0o123` for the others.',
  },
  LINT_TRAILING_SPACE_VALUE: {
    title: 'a value with blanks at its beginning or end',
    cause: 'The quotes of a text hold a blank or tab at one end, which nobody sees and every comparison fails on.',
    remedy: 'Remove the blank.',
  },
  LINT_CONTROL_CHARACTER: {
    title: 'a character that cannot be seen',
    cause:
      'The file holds a control character, a mark of width zero, a byte order mark inside, or one that turns the direction of text.',
    remedy: 'Remove it, or write it as an escape if it is meant.',
  },
  LINT_UNREACHABLE_FILE: {
    title: 'a file that no source reads',
    cause: 'A file stands beside the others and has their form, but its name belongs to no profile and no source.',
    remedy: 'Correct its name, remove it, or name it in the manifest.',
  },
} as const satisfies Record<string, CodeEntry>
