import type { CodeEntry } from './code-entry.ts'

/** Reading from where values come from. */
export const sourceCodes = {
  SOURCE_MISSING: {
    title: 'a required source is not there',
    cause: 'A file, folder or variable that the definition declares does not exist.',
    remedy: 'Create it, correct its name, or declare it with `optional: true`.',
  },
  SOURCE_UNREADABLE: {
    title: 'a source is there but cannot be read',
    cause: 'Permissions, a broken or circular link, or something that is not a regular file.',
    remedy: 'Correct the permission or the link. An unreadable source is never taken as an empty one.',
  },
  SOURCE_TOO_LARGE: {
    title: 'a source is larger than its limit',
    cause: 'The file has more bytes than the limit allows (64 MiB unless set otherwise).',
    remedy: 'Check that the path names the right file, or raise `maxBytes` for this source.',
  },
  SOURCE_ENCODING: {
    title: 'bytes that are no text in the expected encoding',
    cause: 'The file is not UTF-8 (or UTF-16 with a byte order mark), or it contains NUL.',
    remedy: 'Save the file as UTF-8, or name its encoding: `encoding: latin1`.',
  },
  SOURCE_AMBIGUOUS: {
    title: 'a variable could mean two different keys',
    cause: 'The name of an environment variable fits more than one key of the configuration.',
    remedy: 'Separate levels by two underscores (`SHOP_DB__POOL_SIZE`), or rename one of the keys.',
  },
  SOURCE_NEAR_MISS: {
    title: 'a variable that matches nothing but is close to a key',
    cause: 'The name of a variable or argument differs in a letter or two from a name that exists.',
    remedy: 'Correct the name if it was mistyped.',
  },
  SOURCE_INDEX: {
    title: 'an index behind the end of a list',
    cause: 'A variable or argument sets an element of a list and leaves a gap before it.',
    remedy: 'Use an index that exists, or the one behind the last to append.',
  },
  SOURCE_NOT_LOADED: {
    title: 'a part of the configuration is lazy and not loaded yet',
    cause:
      'Something was read of a part whose source waits until it is needed, and it cannot be loaded while the reader waits: the source, a validator or a veto has to be waited for, or what was read is a snapshot of an earlier moment.',
    remedy: 'Load the part first: `await config.load("catalog")`.',
  },
  SOURCE_OUTSIDE: {
    title: 'a lazy source sets something outside of its part',
    cause:
      'A source is `lazy` about one part of the configuration and sets a key elsewhere, which nobody would see until it is loaded.',
    remedy: 'Move the key to another source, or read this one at the start.',
  },
  SOURCE_STALE: {
    title: 'a source cannot be reached, and what it said before is in use',
    cause: 'The file cannot be read or the server does not answer. What stands in was read before, perhaps by an earlier start.',
    remedy: 'Make the source reachable again. It is asked again by itself with `watch: true`, otherwise by `reload()`.',
  },
  SOURCE_STALE_IMPORTS: {
    title: 'changes in imported modules are not seen',
    cause: 'Only Node 22.15 and later can follow what a configuration module imports.',
    remedy: 'Use a later version of Node, or restart the program when an imported module changes.',
  },
  WATCH_UNAVAILABLE: {
    title: 'the system does not tell of all changes of a folder',
    cause:
      'The folder is on a network file system, where other machines change files unseen, or the system has no watches left. Only in the log.',
    remedy:
      'Nothing is lost: the files are looked at once a second. If watches have run out, raise `fs.inotify.max_user_watches` and `fs.inotify.max_user_instances`.',
  },
  WATCH_MOUNTED_FILE: {
    title: 'a watched file is mounted on its own',
    cause:
      'A single file was mounted into a container (`subPath` in Kubernetes, `-v file:file` in Docker). It stays what it was when the file outside is replaced. Only in the log.',
    remedy: 'Mount the folder that the file is in.',
  },
  SOURCE_FAILED: {
    title: 'a source failed with an error of its own',
    cause: 'A module threw while it was loaded, or a source of your own threw something that is not a ConfigError.',
    remedy: 'Look at the `cause` of the error.',
  },
  SOURCE_ASYNC: {
    title: 'something has to be waited for where nothing can wait',
    cause:
      '`createConfigSync` was given a source whose `read` returns a promise, or a schema whose validator does; or `override` met such a validator.',
    remedy: 'Use `await createConfig(...)` and `await reload()`, or a validator that answers at once.',
  },
} as const satisfies Record<string, CodeEntry>
