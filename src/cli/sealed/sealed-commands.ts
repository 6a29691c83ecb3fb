import type { CommandEntry, FlagEntry } from '../command.ts'
import { identityFlag, requireSealFlag, sealFlag } from './flags.ts'

const group = 'Secrets'
const inPlaceFlag: FlagEntry = { flags: '-i, --in-place', meaning: 'write the result over the file' }
const outFlag: FlagEntry = { flags: '-o, --out <file>', meaning: 'write it into this file instead of standard output' }
const fromFlag: FlagEntry = {
  flags: '--from <format>',
  meaning: 'format of the file, if its name does not tell',
  choices: ['yaml', 'json', 'dotenv', 'ini', 'binary'],
}

const allowFlag: FlagEntry = {
  flags: '--allow-key <key>',
  meaning: 'a key in a key service that may be used, besides CONFIGMANAGE_ALLOW_KEYS; * stands for any ending (repeatable)',
  repeat: true,
}

const sealingFlags: readonly FlagEntry[] = [
  {
    flags: '--age <recipient>',
    meaning: 'who can open it, instead of what .sops.yaml says (repeatable)',
    repeat: true,
  },
  {
    flags: '--key <key>',
    meaning: 'the same with a key in a key service: an ARN, a name in GCP KMS, an address in Key Vault or Vault (repeatable)',
    repeat: true,
  },
  allowFlag,
  { flags: '--rule <name=pattern>', meaning: 'what is sealed: encrypted_regex=^(password|token)$, unencrypted_suffix=_plain …' },
  { flags: '--mac-only-encrypted', meaning: 'let plain values change without a key' },
]

/** Commands on sealed files and keys. */
export const sealedCommands: readonly CommandEntry[] = [
  {
    name: 'keys generate',
    summary: 'make an age key',
    group,
    args: [],
    flags: [
      { flags: '-o, --out <file>', meaning: 'a new file for it, which only you can read; its public half is printed' },
      { flags: '--post-quantum', meaning: 'a key that future computers cannot break either; its recipients are long' },
    ],
    examples: [['keys generate --out key.txt', 'prints the recipient that others seal for']],
    kind: 'KeyResult',
  },
  {
    name: 'keys show',
    summary: 'print the recipients of your keys',
    group,
    args: [],
    flags: [identityFlag],
    examples: [
      ['keys show', 'of those in the environment and its key file'],
      ['keys show --identity key.txt', 'of this file only'],
    ],
    kind: 'KeyList',
  },
  {
    name: 'encrypt',
    summary: 'seal the values of a file (SOPS), or all of it (age)',
    group,
    args: [['<file>', 'a file, or - for standard input']],
    flags: [
      inPlaceFlag,
      outFlag,
      ...sealingFlags,
      sealFlag,
      { flags: '--whole', meaning: 'seal the whole file with age; also when the result is called .age' },
      { flags: '--passphrase', meaning: 'seal the whole file with the passphrase in AGE_PASSPHRASE' },
      fromFlag,
    ],
    examples: [
      ['encrypt -i secrets.yaml', 'by the creation rules of .sops.yaml'],
      ['encrypt -i app.yaml --rule encrypted_regex=^token$', 'only these keys'],
      ['encrypt tls.key -o tls.key.age --age age1...', 'the whole file'],
    ],
    kind: 'EncryptResult',
    hidesContents: true,
  },
  {
    name: 'decrypt',
    summary: 'open a sealed file, after all of it was verified',
    group,
    args: [['<file>', 'a file, or - for standard input']],
    flags: [
      inPlaceFlag,
      outFlag,
      { flags: '--to <format>', meaning: 'write the values in another format' },
      identityFlag,
      allowFlag,
      requireSealFlag,
      fromFlag,
    ],
    examples: [
      ['decrypt secrets.yaml', 'to standard output'],
      ['decrypt secrets.yaml --to dotenv --out .env', 'in another format'],
    ],
    kind: 'DecryptResult',
    hidesContents: true,
  },
  {
    name: 'edit',
    summary: 'change a sealed file in your editor',
    group,
    args: [['<file>', 'a sealed file']],
    flags: [
      identityFlag,
      allowFlag,
      { flags: '--age <recipient>', meaning: 'all readers of a file of age (repeatable)', repeat: true },
      sealFlag,
      requireSealFlag,
      fromFlag,
    ],
    examples: [['edit secrets.yaml', 'in $VISUAL or $EDITOR']],
    kind: 'EditResult',
    hidesContents: true,
  },
  {
    name: 'rotate',
    summary: 'give sealed files new data keys, and add or remove readers',
    group,
    args: [['[files...]', 'files, folders or patterns; files that are not sealed are passed over']],
    flags: [
      { flags: '--add <key>', meaning: 'a recipient, or the name of a key in a key service (repeatable)', repeat: true },
      { flags: '--remove <key>', meaning: 'who shall not open them any more (repeatable)', repeat: true },
      { flags: '--resume <id>', meaning: 'go on with a rotation that was interrupted' },
      { flags: '--dry-run', meaning: 'only say what would be done' },
      sealFlag,
      { flags: '--reseal', meaning: 'the same where it is missing or does not fit; look at the files first' },
      requireSealFlag,
      identityFlag,
      allowFlag,
    ],
    examples: [
      ["rotate 'config/**/*.yaml' --remove age1...", 'when somebody leaves'],
      ['rotate secrets.yaml --add age1...', 'when somebody joins'],
      ['rotate secrets.yaml --reseal', 'after an edit by sops'],
    ],
    kind: 'RotateResult',
    hidesContents: true,
  },
  {
    name: 'git-setup',
    summary: 'let git diff and merge sealed files',
    group,
    args: [['[patterns...]', 'files, as .gitattributes names them']],
    flags: [{ flags: '--write', meaning: 'do it in this repository, instead of showing what to do' }],
    examples: [["git-setup 'config/secrets.*' --write", 'in .gitattributes and the configuration of git']],
    kind: 'GitSetup',
  },
  {
    name: 'git-merge',
    summary: 'merge driver of git for sealed files',
    group,
    args: [
      ['<base>', 'the version that both sides come from (%O)'],
      ['<ours>', 'our version, which the merge is written into (%A)'],
      ['<theirs>', 'the other version (%B)'],
      ['[name]', 'the name of the file in the repository (%P)'],
    ],
    flags: [identityFlag],
    examples: [['git-merge %O %A %B %P', 'as git calls it']],
    kind: 'GitMerge',
    hidden: true,
    hidesContents: true,
  },
  {
    name: 'git-textconv',
    summary: 'show a version of a sealed file to git diff',
    group,
    args: [['<file>', 'a version of a sealed file']],
    flags: [identityFlag],
    examples: [['git-textconv secrets.yaml', 'as git calls it']],
    kind: 'GitTextconv',
    hidden: true,
    hidesContents: true,
  },
]
