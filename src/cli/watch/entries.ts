import type { CommandEntry } from '../command.ts'
import { fileFlag, fromFlag } from '../input-flags.ts'

const group = 'Values'

/** Commands that look at a configuration as a running program sees it. */
export const liveEntries: readonly CommandEntry[] = [
  {
    name: 'watch',
    summary: 'tell of every change, refused ones too, and restart a program',
    group,
    args: [],
    flags: [
      fileFlag,
      fromFlag,
      { flags: '--exec <command>', meaning: 'a program to run, started anew with every generation' },
      { flags: '--check <command>', meaning: 'may refuse a generation: gets it as JSON on standard input, secrets hidden' },
    ],
    examples: [
      ['watch', 'what changes, for people'],
      ['watch --format ndjson', 'one line of JSON a generation'],
      ['watch --exec "node server.js" --check "node check.js"', 'a program that cannot reload'],
    ],
    kind: 'WatchResult',
    formats: ['text', 'ndjson', 'json'],
    takesApplicationArgs: true,
  },
  {
    name: 'status',
    summary: 'show how each source is doing',
    group,
    args: [],
    flags: [fileFlag, fromFlag],
    examples: [
      ['status', 'each source, its size and how long it took'],
      ['status -p prod --json', 'for machines'],
    ],
    kind: 'StatusResult',
    takesApplicationArgs: true,
  },
]
