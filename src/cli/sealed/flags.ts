import type { FlagEntry } from '../command.ts'

/** Of every command that opens what is sealed. */
export const identityFlag: FlagEntry = {
  flags: '--identity <file>',
  meaning:
    'a file with age keys, instead of those of the manifest, besides SOPS_AGE_KEY, SOPS_AGE_KEY_FILE and the key file of sops (repeatable)',
  repeat: true,
}
