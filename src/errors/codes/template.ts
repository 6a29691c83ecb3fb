import type { CodeEntry } from './code-entry.ts'

/** Templates of files. */
export const templateCodes = {
  TEMPLATE_SYNTAX: {
    title: 'a template that cannot be read',
    cause: 'A tag is misspelt, not closed, or not ended; or a filter, test or tag does not exist.',
    remedy: 'Correct it at the place named. docs/templates.md lists tags, filters and tests.',
  },
  TEMPLATE_UNDEFINED: {
    title: 'a template uses a name that has no value',
    cause:
      'The name is misspelt, or the data that should have it was not given: a template sees the variables of the profile, ' +
      '`profile`, and what the option `template` (or `render --data`) adds. It does not see the environment by itself.',
    remedy: 'Correct the name, give the data, or say what to use instead: `{{ region | default("eu") }}`.',
  },
  TEMPLATE_FAILED: {
    title: 'an expression of a template that cannot be computed',
    cause: 'A filter or operator got a kind of value it has no answer for, such as the sum of a text and a map.',
    remedy: 'Look at the expression named; convert the value first (`| int`, `| string`) or test for it (`is string`).',
  },
  TEMPLATE_INCLUDE_MISSING: {
    title: 'a template includes a file that is not there',
    cause: 'The name in `include`, `import`, `from` or `extends` is misspelt, or is relative to another folder.',
    remedy:
      'Names are relative to the file that includes, then to the folder of the definition. `ignore missing` allows an absent one.',
  },
  TEMPLATE_INCLUDE_OUTSIDE: {
    title: 'a template includes a file outside of its folder',
    cause: 'The name leads out of the folder of the definition, by `..`, as an absolute path, or through a link.',
    remedy: 'Move the file into the folder, or name a higher folder by the option `template: { folder }`.',
  },
  TEMPLATE_INCLUDE_CYCLE: {
    title: 'templates include each other without end',
    cause: 'A file includes, imports or extends itself, directly or through others.',
    remedy: 'Break the circle at one of the steps listed.',
  },
  TEMPLATE_LIMIT: {
    title: 'a template needs more than it may',
    cause: 'A loop or macro does not end in time, or the result, the memory or the depth of includes passes its limit.',
    remedy: 'Correct the loop. For a template that needs more, raise the limit named in the hint.',
  },
} as const satisfies Record<string, CodeEntry>
