import type { FlagEntry } from './command.ts'

/** The flags of {@link GlobalFlags}, as the help shows them. */
export const globalFlags: readonly FlagEntry[] = [
  { flags: '-C, --cwd <dir>', meaning: 'work in this folder' },
  { flags: '-c, --config <manifest>', meaning: 'the manifest, instead of the nearest configmanage.config.*' },
  { flags: '-p, --profile <name>', meaning: 'the active profile, or several: prod,eu' },
  { flags: '--set <path=value>', meaning: 'a value above all layers (repeatable)', repeat: true },
  { flags: '--offline', meaning: 'ask nothing on the network' },
  { flags: '-q, --quiet', meaning: 'no warnings and hints' },
  { flags: '-v, --verbose', meaning: 'say more on standard error' },
  { flags: '--color <when>', meaning: 'colours', choices: ['auto', 'always', 'never'] },
  { flags: '--no-input', meaning: 'never ask anything' },
  { flags: '--format <name>', meaning: 'form of the answer' },
  { flags: '--json', meaning: 'short for --format json' },
]
