import type { CodeEntry } from './code-entry.ts'

/** References, profiles, keys and values. */
export const valueCodes = {
  REFERENCE_SYNTAX: {
    title: 'a reference that cannot be read',
    cause: 'A `${` without its `}`, or something inside that is neither a path nor a known resolver.',
    remedy: 'Correct it, or write `$${` for a literal `${`.',
  },
  REFERENCE_UNKNOWN: {
    title: 'a reference to something that does not exist',
    cause: 'No layer has the key, variable or file that the reference names; or it is empty, and `:?` says that it must not be.',
    remedy: 'Correct the name, or give a default: `${db.host:-localhost}`.',
  },
  REFERENCE_CYCLE: {
    title: 'references that lead in a circle',
    cause: 'Each value in the circle waits for the next one.',
    remedy: 'Break the circle at one of the places listed.',
  },
  REFERENCE_LIMIT: {
    title: 'references that grow beyond the limit',
    cause:
      'Filling in all references gives more text (1 MiB) or more values (1,000,000) than the limits allow, or a chain of references has more than 500 steps.',
    remedy: 'Refer to less, shorten the chain, or raise `limits.maxExpansion` or `limits.maxNodes`.',
  },
  PROFILE_UNKNOWN: {
    title: 'a profile that is not defined',
    cause: 'The name is neither a profile nor an alias of one.',
    remedy: 'Use one of the defined profiles, or define it.',
  },
  PROFILE_CYCLE: {
    title: 'profiles that extend each other in a circle',
    cause:
      'Following `extends` and `group` leads back to where it began, or the order of several parents, or of the profiles asked for, contradicts itself.',
    remedy: 'Remove one of the steps listed, or name the profiles in the same order everywhere.',
  },
  PROFILE_NAME: {
    title: 'a name that is not allowed',
    cause:
      'Names of profiles begin with a letter or digit and hold only letters, digits, `_`, `.` and `-`, at most 100; each means one profile; and `default` is for when no other is selected.',
    remedy: 'Rename it. The rule keeps names from leading out of the configuration folder.',
  },
  PROFILE_EXPRESSION: {
    title: 'a condition on profiles that cannot be read',
    cause:
      'A `when` is not made of names of profiles with `!`, `&`, `|` and parentheses, or it has `&` and `|` without parentheses.',
    remedy: 'Write for example `prod & !eu`, or `(prod | staging) & eu`; in YAML in quotes if it begins with `!` or `&`.',
  },
  IMPORT_CYCLE: {
    title: 'files that import each other in a circle',
    cause: 'Following `$import` leads back to a file on the way.',
    remedy: 'Remove one of the imports listed.',
  },
  IMPORT_INVALID: {
    title: 'an import that is not written as one',
    cause:
      '`$import` takes a path, a map with `path`, `optional` and `when`, or a list of these. It stands in a map, not in a list.',
    remedy: 'See the message and the page about imports.',
  },
  IMPORT_OUTSIDE: {
    title: 'an import from a folder that is not allowed',
    cause: 'The file is neither under the folder of the definition nor under that of the file that began to import.',
    remedy: 'Move the file, or allow its folder: `imports: { folders: [../shared] }`.',
  },
  IMPORT_LIMIT: {
    title: 'imports beyond the limit',
    cause: 'Imports nest deeper, or bring more files, than the limit allows (20 levels and 1,000 files unless set otherwise).',
    remedy: 'Check that a pattern does not match more than is meant, or raise `imports.maxDepth` or `imports.maxFiles`.',
  },
  SCHEMA_UNSUPPORTED: {
    title: 'a schema that can be used in part only, or not at all',
    cause:
      'The schema is in a form that is not known, or its library checks values without telling names, types and secrets, so texts of variables stay texts.',
    remedy:
      'Give a JSON Schema, a schema of the builder, or an object with Standard JSON Schema; name secrets with `secrets` in the definition.',
  },
  VALUE_TYPE: {
    title: 'a value of the wrong type',
    cause:
      'The schema, or the call, asks for another type. The text of a variable or argument stays text if it cannot be read as that type.',
    remedy: 'Write a value of the type that the message names; `docs/coercion.md` lists which texts each type accepts.',
  },
  SCHEMA_INVALID: {
    title: 'a schema that is not right itself',
    cause:
      'A keyword has a value it cannot have, a reference leads nowhere or out of the folder of the schema, a pattern cannot be read or cannot be matched in linear time, a name in `x-rules` has no validator, or a schema library threw.',
    remedy: 'Correct the schema at the place given.',
  },
  VALUE_MISSING: {
    title: 'a required value that nobody sets',
    cause: 'The schema asks for the key, and no source has it. An empty variable counts as not set.',
    remedy: 'Set it in one of the sources that the message names, or give it a default in the schema.',
  },
  VALUE_RANGE: {
    title: 'a number outside of its range',
    cause: 'The value is below the minimum, above the maximum, or not a multiple of what the schema asks for.',
    remedy: 'Choose a value in the range that the message names.',
  },
  VALUE_LENGTH: {
    title: 'a text, list or map with too few or too many parts',
    cause: 'The schema bounds the number of characters, elements or keys.',
    remedy: 'Shorten or lengthen it to the bounds that the message names.',
  },
  VALUE_PATTERN: {
    title: 'a text that does not match its pattern',
    cause: 'The schema gives a regular expression that the text has to match.',
    remedy: 'Write the value in the form that the message describes.',
  },
  VALUE_CHOICE: {
    title: 'a value that is none of the choices',
    cause: 'The schema lists the values that are allowed.',
    remedy: 'Take one of the choices; the message names the nearest.',
  },
  VALUE_FORMAT: {
    title: 'a text that is not what its format says',
    cause: 'The schema asks for a URL, an address, a date, a duration, a size or the like, and the text is none.',
    remedy: 'Write it in the notation that the message describes.',
  },
  VALUE_DUPLICATE: {
    title: 'a list with the same element twice',
    cause: 'The schema asks for elements that differ from each other.',
    remedy: 'Remove one of the two elements that the message names.',
  },
  VALUE_RULE: {
    title: 'a value that a rule refuses',
    cause:
      'A rule of the definition about several values or about a change, a validator that the schema names, or a check of a schema library does not hold.',
    remedy: 'Follow the message; `rule` names the rule. After a reload that was rejected, the values before it stay in use.',
  },
  KEY_UNKNOWN: {
    title: 'a key that the schema does not know',
    cause:
      'The name is mistyped, out of date, or stands in the wrong place. It is an error where the schema refuses other keys or `validation` says `strict`, else a warning.',
    remedy: 'Rename it to the key that the message suggests, remove it, or add it to the schema.',
  },
  KEY_DEPRECATED: {
    title: 'a key that should not be used any more',
    cause: 'A source sets a key that the schema marks as deprecated. The value is still used.',
    remedy: 'Use the key that the message names, before the version that removes the old one.',
  },
  KEY_MISSING: {
    title: 'a key that no layer has',
    cause: 'No source sets the key, or its name is mistyped.',
    remedy: 'Set it in one of the layers, or correct the name; `find` answers undefined instead.',
  },
  CONFIG_INVALID: {
    title: 'several problems at once',
    cause: 'The error carries more than one issue.',
    remedy: 'Look at `issues`: each has its own code and place.',
  },
} as const satisfies Record<string, CodeEntry>
