import type { CodeEntry } from './code-entry.ts'

/** Text that should be JSON, YAML, TOML, INI, .env or properties. */
export const formatCodes = {
  FORMAT_UNKNOWN: {
    title: 'no format for this file',
    cause: 'The extension names no known format.',
    remedy: 'Name the format: `format: yaml`, or `--from yaml` on the command line.',
  },
  FORMAT_SYNTAX: {
    title: 'the text is not well-formed',
    cause: 'The text breaks a rule of its format at the place shown.',
    remedy: 'Correct the text at the place shown. Nothing of a malformed file is used.',
  },
  FORMAT_DUPLICATE_KEY: {
    title: 'a key is written twice in one map',
    cause:
      'YAML, TOML and INI forbid it. In JSON (RFC 8259, section 4), .env and .properties the last one counts, with a warning.',
    remedy: 'Remove one of the two lines.',
  },
  FORMAT_TOO_DEEP: {
    title: 'nesting deeper than the limit',
    cause: 'Maps and lists are nested deeper than the limit (500 levels unless set otherwise).',
    remedy: 'Flatten the data, or raise `maxDepth`.',
  },
  FORMAT_TOO_LARGE: {
    title: 'more values than the limit, after aliases and variables are expanded',
    cause: 'Aliases or expansions multiply the content beyond the limit (1,000,000 values, 1 MiB of expanded text).',
    remedy: 'Remove the nested aliases, or raise the limit.',
  },
  FORMAT_UNSUPPORTED_VALUE: {
    title: 'a value that cannot be represented',
    cause: 'A tag, a map as a key, a number out of range, or a value that the target format has no words for.',
    remedy: 'Write the value in another form, or choose another format.',
  },
  FORMAT_SURPRISE: {
    title: 'a plain word that older YAML readers take for something else',
    cause:
      '`yes`, `no`, `on`, `off`, `0777`, `12:30:00` and the like are text (or another number) in YAML 1.2, but booleans or numbers in YAML 1.1.',
    remedy: 'Put quotes around it if it is text, or write `true`, `false`, `0o777`.',
  },
  FORMAT_DISAGREEMENT: {
    title: 'two readers disagree about this file',
    cause:
      'The reader that gives values and the one that keeps comments understand the text differently; or an edited text would not be read back as the edit means, so nothing was written.',
    remedy: 'Rewrite the unusual part of the file in a plainer form, or make the change by hand.',
  },
  FORMAT_LOSS: {
    title: 'something that the target format cannot hold',
    cause: 'Comments, dates, null or nested data were left out or written in another form while converting or exporting.',
    remedy: 'Check that readers of the result do not need it, or choose a format that can hold it.',
  },
  FORMAT_EDIT: {
    title: 'an edit that would not keep the rest of the file',
    cause:
      'The path leads through something that cannot be edited in place: an alias, a scalar, several documents, an index behind the end of a list.',
    remedy: 'Edit the file by hand at the place shown.',
  },
} as const satisfies Record<string, CodeEntry>
