import type { CodeEntry } from './code-entry.ts'

/** Values that must not be told, the stores they are in, and the log of who read them. */
export const secretCodes = {
  SECRET_REFERENCE: {
    title: 'a reference that names no secret',
    cause:
      'What stands behind `secret:` is not a name with an optional `#field` and `@version`, or names a store that is not defined.',
    remedy: 'Write it as in the message. `configmanage secrets list` shows stores and names.',
  },
  SECRET_MISSING: {
    title: 'a secret does not exist',
    cause: 'The store answered that it has no secret, field or version of this name.',
    remedy: 'Correct the name, or set the secret with `configmanage secrets set`.',
  },
  SECRET_DENIED: {
    title: 'a store refused to tell a secret',
    cause: 'The identity of this process may not read it. That is never taken for "not there".',
    remedy: 'Give the identity the right to read the secret named in the message.',
  },
  SECRET_MALFORMED: {
    title: 'a secret that is not what was asked for',
    cause: 'A field was asked of a secret that is a text, or the store answered in a form that it should not.',
    remedy: 'Look at the secret in its store, or leave out the field.',
  },
  SECRET_EXPIRED: {
    title: 'a secret is past its time',
    cause: 'Its lease ended, and the store could not be asked for a new one, or answered with a lease that is over.',
    remedy: 'Make the store reachable again. The last error is told with this one.',
  },
  SECRET_CHANGED: {
    title: 'somebody else changed a secret',
    cause: 'It has another version than the one that the change began with. What they wrote stays.',
    remedy: 'Look at what is there now, and do it again if it is still wanted.',
  },
  SECRET_ROTATION: {
    title: 'a rotation was not finished',
    cause: 'The function that checks the new value, or the one that is told of it, failed. The message says which.',
    remedy: 'After a failed check nothing was stored: try again. Else tell whoever was not told.',
  },
  SECRET_STORE_UNAVAILABLE: {
    title: 'a store of secrets does not answer',
    cause: 'It could not be reached, or failed by itself. Every store that was named to stand in was asked too.',
    remedy: 'Look at the cause in the message, and try again.',
  },
  SECRET_STORE_MALFORMED: {
    title: 'a file that is no store of secrets',
    cause: 'The file could be opened with the key, and holds something else.',
    remedy: 'Name another file. The file was not changed.',
  },
  AUDIT_BROKEN: {
    title: 'the audit log was tampered with',
    cause: 'A record was changed, added, taken out or put elsewhere, or the file ends with something that is no record.',
    remedy: 'Keep the file for who examines it, and begin a new one. Find out who can write it.',
  },
} as const satisfies Record<string, CodeEntry>
