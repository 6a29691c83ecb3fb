import type { FlagEntry } from './command.ts'

/** Flags of commands that look at a configuration: files in the place of the manifest's sources. */
export const fileFlag: FlagEntry = {
  flags: '--file <file>',
  meaning: 'a file instead of the manifest’s sources (repeatable, later wins; - is standard input)',
  repeat: true,
}

export const fromFlag: FlagEntry = {
  flags: '--from <format>',
  meaning: 'format of standard input, or of files whose name does not tell',
}

export const revealFlag: FlagEntry = { flags: '--reveal', meaning: 'show secrets; that is written to the audit log first' }
