import type { CommandEntry, FlagEntry } from '../command.ts'

/** What `run` takes: of the configuration, what every command that reads it takes. */
export const runEntry = (fileFlag: FlagEntry, fromFlag: FlagEntry): CommandEntry => ({
  name: 'run',
  summary: 'run a program with the configuration in its environment',
  group: 'Values',
  args: [['<command...>', 'the program and its arguments']],
  flags: [
    fileFlag,
    fromFlag,
    { flags: '--prefix <text>', meaning: 'what variables begin with, if not as in the manifest' },
    { flags: '--clean', meaning: 'hand on nothing of the environment but the configuration' },
    { flags: '--redact', meaning: 'take secrets out of what goes to a terminal too; the program then sees a pipe' },
  ],
  examples: [
    ['run -p prod -- node server.js', 'its exit code is the answer'],
    ['run --redact npm test', 'no secret is shown'],
  ],
  kind: 'RunResult',
  takesCommandLine: true,
})
