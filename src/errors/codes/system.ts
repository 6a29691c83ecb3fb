import type { CodeEntry } from './code-entry.ts'

/** The program and the machine around it. */
export const systemCodes = {
  EDITOR_FAILED: {
    title: 'an editor could not be used',
    cause: 'The program that SOPS_EDITOR, VISUAL or EDITOR names could not be started, or ended with a failure.',
    remedy: 'Name an editor that waits until the file is closed: `EDITOR="code --wait"`. The file stays as it was.',
  },
  FILE_WRITE: {
    title: 'a file could not be written',
    cause: 'The disk is full, the folder is not writable, or the system reported an error. The old content is still there.',
    remedy: 'Correct the cause named in the message and try again.',
  },
  FILE_LOCKED: {
    title: 'another process is writing this file',
    cause: 'The lock beside the file is held by a living process for longer than we wait.',
    remedy: 'Wait for the other process, or stop it.',
  },
  FILE_CHANGED: {
    title: 'the file changed since it was read',
    cause: 'Somebody else wrote the file between reading and writing.',
    remedy: 'Read it again and repeat the change.',
  },
  CACHE_CORRUPT: {
    title: 'a cached or saved file is not as it was written',
    cause:
      'The disk or another program changed the file, it was cut off, it was sealed with a key that is not given, or it holds another version of its content.',
    remedy: 'Nothing has to be done: it counts as not there and is written again. If it happens often, check the disk.',
  },
  CACHE_UNAVAILABLE: {
    title: 'a cache cannot be used',
    cause: 'The folder of the cache is full or not accessible, or the server behind it does not answer.',
    remedy: 'Correct the cause named in the message. Until then values are loaded as if they were not cached.',
  },
  OPTION_INVALID: {
    title: 'an option with a value that it cannot have',
    cause: 'A definition, a manifest or a call has an option that does not exist or does not fit.',
    remedy: 'Correct the option named in the message.',
  },
  MANIFEST_MISSING: {
    title: 'no manifest found',
    cause: 'The command needs a `configmanage.config.*` file and none is in this folder or above it.',
    remedy:
      'Create a manifest, or name it with `--config`. `validate` and `lint` take files instead; `get`, `explain` and `export` take them with `--file`.',
  },
  CONFIG_NOT_SHARED: {
    title: 'a thread or process waited for a configuration that nobody shares',
    cause: 'No other thread called `shareConfig` under this name, or the parent process did not attach this one.',
    remedy: 'Share it before it is asked for, under the same name; see the page about workers.',
  },
  SECRET_UNPROTECTED: {
    title: 'secrets would be written to a disk in the clear',
    cause: 'The last known good is to be kept in a file, a source holds what the schema calls secret, and there is no key.',
    remedy: 'Give a key of 32 bytes in `lastKnownGood.keys`, from a place other than that disk; or do without the file.',
  },
  CHANGE_REFUSED: {
    title: 'a change was refused by the program',
    cause: 'A function that the program added with `config.veto()` looked at the new configuration and said no.',
    remedy: 'The message says why. The configuration in use stays; correct the values, and the next reload asks again.',
  },
  CONFIG_CLOSED: {
    title: 'the configuration was closed',
    cause: 'A method was called after `close()`.',
    remedy: 'Keep the configuration open for as long as it is used.',
  },
  CLI_USAGE: {
    title: 'a command was called wrongly',
    cause: 'A command, flag or argument does not exist, or one is missing.',
    remedy: 'See `configmanage <command> --help`.',
  },
  INTERNAL: {
    title: 'a fault in ConfigManageLib',
    cause: 'Something happened that the code takes as impossible.',
    remedy: 'Please report it, with the text of the error.',
  },
} as const satisfies Record<string, CodeEntry>
