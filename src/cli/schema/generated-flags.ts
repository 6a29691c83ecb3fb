import type { FlagEntry } from '../command.ts'

/** The flags of commands that write what is made from the schema. */
export const generatedFlags: readonly FlagEntry[] = [
  { flags: '-o, --out <file>', meaning: 'write to this file instead of standard output' },
  { flags: '--check', meaning: 'write nothing, and fail if the file is not what would be written' },
]
