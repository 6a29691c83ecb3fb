import type { CommandEntry, FlagEntry } from '../command.ts'
import { reportFlags } from '../report-flags.ts'
import { identityFlag } from '../sealed/flags.ts'

const group = 'Secrets'
const storeFlags: readonly FlagEntry[] = [
  {
    flags: '--store <store>',
    meaning: "the name of one of the manifest's, or a file; default: the manifest's, CONFIGMANAGE_SECRET_STORE, yours",
  },
  identityFlag,
]
const stdinFlag: FlagEntry = { flags: '--stdin', meaning: 'read the value from standard input' }
const overlapFlag: FlagEntry = { flags: '--overlap <duration>', meaning: 'for how long the version before stays good: 1h' }
const name: CommandEntry['args'][number] = ['<name>', 'db/password; db#password for a field, @3 for a version']

/** Commands on stores of secrets. */
export const secretsCommands: readonly CommandEntry[] = [
  {
    name: 'secrets list',
    summary: 'list the secrets of a store',
    group,
    args: [['[prefix]', 'only names that begin so']],
    flags: storeFlags,
    examples: [['secrets list db/', 'those of the database']],
    kind: 'SecretList',
  },
  {
    name: 'secrets get',
    summary: 'show a secret, or its fingerprint',
    group,
    args: [name],
    flags: [...storeFlags, { flags: '--reveal', meaning: 'show the secret; that is written to the audit log first' }],
    examples: [
      ['secrets get db/password', 'a fingerprint: equal for equal secrets'],
      ['secrets get db/password --reveal', 'the secret'],
    ],
    kind: 'SecretResult',
  },
  {
    name: 'secrets set',
    summary: 'store a secret',
    group,
    args: [name, ['[value]', 'refused: others see arguments; the value is asked for']],
    flags: [
      ...storeFlags,
      stdinFlag,
      { flags: '--expires <duration>', meaning: 'the secret ends after this time: 30d' },
      overlapFlag,
    ],
    examples: [
      ['secrets set db/password', 'asks for it, and shows nothing'],
      ['secrets set tls/key --stdin < key.pem', 'several lines'],
    ],
    kind: 'SecretSet',
  },
  {
    name: 'secrets rm',
    summary: 'remove a secret',
    group,
    args: [['<name>', 'db/password; with @3 only this version']],
    flags: storeFlags,
    examples: [['secrets rm db/password', 'with all its versions']],
    kind: 'SecretRemoved',
  },
  {
    name: 'secrets rotate',
    summary: 'give a secret a new value',
    group,
    args: [name],
    flags: [
      ...storeFlags,
      { flags: '--generate <how>', meaning: 'a length (default 32 letters and digits), hex, hex:32 or uuid' },
      stdinFlag,
      overlapFlag,
    ],
    examples: [
      ['secrets rotate api/token --overlap 1h', 'both are good for an hour'],
      ['secrets rotate cookie/key --generate hex', '64 digits'],
    ],
    kind: 'SecretRotated',
  },
  {
    name: 'secrets scan',
    summary: 'find secrets in plain text',
    group,
    args: [['[files...]', 'files, folders or patterns; without any, all that git tracks below this folder']],
    flags: reportFlags.filter(({ flags }) => flags !== '--fix' && flags !== '--dry-run'),
    examples: [
      ['secrets scan', 'exit code 1 if there are any'],
      ['secrets scan --format sarif > report.sarif', 'for code scanning'],
    ],
    kind: 'SecretScan',
    formats: 'own',
  },
  {
    name: 'secrets audit',
    summary: 'show who did what with which secret',
    group,
    args: [],
    flags: [
      { flags: '--verify', meaning: 'fail if anybody changed the log' },
      { flags: '--program', meaning: 'the log of the program, secretAudit in the manifest, instead of that of this command' },
      { flags: '--expect <hash>', meaning: 'fail also if this record is gone: a hash that was kept elsewhere' },
    ],
    examples: [
      ['secrets audit', 'oldest first'],
      ['secrets audit --verify', 'prints the hash of the last record, to be kept elsewhere'],
    ],
    kind: 'AuditLog',
  },
]
