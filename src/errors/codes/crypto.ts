import type { CodeEntry } from './code-entry.ts'

/** Sealed files and the keys to them. */
export const cryptoCodes = {
  CRYPTO_NO_KEY: {
    title: 'no key opens a sealed file',
    cause:
      'None of the keys that were found belongs to a recipient of the file, or fewer key groups than it asks for could be opened.',
    remedy:
      'Set `SOPS_AGE_KEY` or `SOPS_AGE_KEY_FILE`, give `--identity <file>`, or ask somebody who can open the file to run `configmanage rotate --add`.',
  },
  CRYPTO_TAMPERED: {
    title: 'a sealed file was changed without its key',
    cause: 'An authentication code of the file does not fit its content: a value, its place or the file as a whole was altered.',
    remedy: 'Restore the file from version control. Never edit sealed values by hand: use `configmanage edit`.',
  },
  CRYPTO_MALFORMED: {
    title: 'a sealed file is not as its format says',
    cause: 'The metadata or a sealed value is damaged or incomplete, often by a merge or by an edit by hand.',
    remedy: 'Restore the file from version control, or seal the plain text again with `configmanage encrypt`.',
  },
  CRYPTO_UNSUPPORTED: {
    title: 'a kind of key or encryption that is not supported here',
    cause: 'The file, or a key that was given, uses something that this library does not do, such as PGP or SSH keys.',
    remedy: 'Add an age recipient to the file with the tool that made it, or register a key provider of your own.',
  },
  CRYPTO_KEY_INVALID: {
    title: 'something that should be a key is none',
    cause: 'A recipient, an identity or a key file is mistyped, damaged or of an unknown kind.',
    remedy: 'Compare it with what `configmanage keys show` prints.',
  },
  CRYPTO_KEY_SERVICE: {
    title: 'a key service failed or is not allowed',
    cause:
      'A key of AWS KMS, Google Cloud KMS, Azure Key Vault or Vault is not on the list of keys that may be used, the service refused or could not be reached, or its official client is not installed.',
    remedy:
      'Allow the key if you trust it (`--allow-key`, `CONFIGMANAGE_ALLOW_KEYS`, or `allow` among the `keys` of the definition), log in again, or install the client that the message names.',
  },
  CRYPTO_RULES: {
    title: 'a rule for sealing cannot be used',
    cause: '`.sops.yaml` has an unknown key, a regular expression that does not compile, or more than one selection rule.',
    remedy: 'Correct it. A rule that is not understood never means "leave it plain".',
  },
  CRYPTO_SEALED_ALREADY: {
    title: 'a file is sealed already',
    cause: 'The file holds the metadata of an earlier sealing, or keys with the reserved name `sops`.',
    remedy: 'Use `configmanage edit` or `configmanage rotate`, or rename the key.',
  },
  CRYPTO_ROTATION: {
    title: 'a rotation of keys was interrupted',
    cause: 'The command was stopped before all files had their new keys. Each file is whole, with its old keys or its new ones.',
    remedy: 'Go on with `configmanage rotate --resume <id>`.',
  },
  CRYPTO_MERGE: {
    title: 'two versions of a sealed file cannot be merged',
    cause: 'Both sides changed the same value, or the other side changed who can open the file while ours changed values.',
    remedy: 'Our side is kept, sealed. Make the wanted change with `configmanage edit`, then `git add` the file.',
  },
  CRYPTO_SEAL_BROKEN: {
    title: 'the file seal of a sealed file does not fit',
    cause:
      'The text of the file or its metadata is not what was sealed: names, structure, comments, layout, readers and rules count, too. A program that formats files does this as well.',
    remedy:
      'Restore the file from version control. If the change is wanted, look at all of it (`git diff`), then `configmanage rotate --reseal <file>`.',
  },
  CRYPTO_SEAL_MISSING: {
    title: 'a sealed file has no file seal',
    cause:
      'A file seal is required (`requireSeal`, `--require-seal`, `CONFIGMANAGE_REQUIRE_SEAL`), and the file has none: it never had, somebody took it off, or the `sops` command wrote the file, which keeps no file seals.',
    remedy: 'Look at what changed since the file had one (`git diff`), then `configmanage rotate --reseal <file>`.',
  },
  CRYPTO_NOT_SEALED: {
    title: 'a file is not sealed',
    cause: 'The command works on sealed files, and this one has no metadata of a sealing.',
    remedy: 'Seal it first: `configmanage encrypt --in-place <file>`.',
  },
  CRYPTO_UNSEALABLE: {
    title: 'something in a file cannot be sealed',
    cause:
      'The format of sealed files has no form for it: a list at the top, an alias, a key that is no text, or an integer above 64 bits.',
    remedy: 'Write it in another way, or seal the file as a whole with age.',
  },
} as const satisfies Record<string, CodeEntry>
