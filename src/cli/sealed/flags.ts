import type { FlagEntry } from '../command.ts'

/** Of commands that write sealed files. One that is there is always renewed. */
export const sealFlag: FlagEntry = {
  flags: '--seal',
  meaning: 'add a file seal: a code over names, structure and metadata, too',
}

/** Of commands that open sealed files by name. */
export const requireSealFlag: FlagEntry = {
  flags: '--require-seal',
  meaning: 'refuse files without a file seal; the same as CONFIGMANAGE_REQUIRE_SEAL=1',
}

/** Of every command that opens what is sealed. */
export const identityFlag: FlagEntry = {
  flags: '--identity <file>',
  meaning:
    'a file with age keys, instead of those of the manifest, besides SOPS_AGE_KEY, SOPS_AGE_KEY_FILE and the key file of sops (repeatable)',
  repeat: true,
}
