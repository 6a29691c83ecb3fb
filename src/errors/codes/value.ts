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
    cause: 'No layer has the key, variable or file that the reference names.',
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
      'Expanding the references of a value gives more text than the limit allows (1 MiB unless set otherwise), or nests too deep.',
    remedy: 'Shorten the chain of references.',
  },
  PROFILE_UNKNOWN: {
    title: 'a profile that is not defined',
    cause: 'The name is neither a profile nor an alias of one.',
    remedy: 'Use one of the defined profiles, or define it.',
  },
  PROFILE_CYCLE: {
    title: 'profiles that extend each other in a circle',
    cause: 'Following `extends` leads back to where it began, or the order of several parents contradicts itself.',
    remedy: 'Remove one of the `extends` listed.',
  },
  PROFILE_NAME: {
    title: 'a name that is not allowed',
    cause: 'Names of profiles begin with a letter or digit and hold only letters, digits, `_`, `.` and `-`, at most 100.',
    remedy: 'Rename it. The rule keeps names from leading out of the configuration folder.',
  },
  SCHEMA_UNSUPPORTED: {
    title: 'a schema that this version cannot use',
    cause: 'The schema is in a form that is not read, or asks for something that this version does not do.',
    remedy: 'See the message for what is used and what is not.',
  },
  VALUE_TYPE: {
    title: 'a value of the wrong type',
    cause: 'The value cannot be read as the type that was asked for.',
    remedy: 'Correct the value, or ask for another type.',
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
