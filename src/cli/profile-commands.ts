import type { CommandEntry } from './command.ts'

/** What is asked about profiles, as entries of the table of commands. */
export const profileCommands: readonly CommandEntry[] = [
  {
    name: 'profiles list',
    summary: 'list the profiles of the manifest',
    group: 'Project',
    args: [],
    flags: [],
    examples: [['profiles list --json', 'for scripts']],
    kind: 'ProfileList',
    takesApplicationArgs: true,
  },
  {
    name: 'profiles show',
    summary: 'show what one is',
    group: 'Project',
    args: [['[name]', 'a profile; without one, the profile in use']],
    flags: [],
    examples: [
      ['profiles show', 'the profile in use: why, its parents, its variables and sources'],
      ['profiles show prod,eu', 'of two together'],
    ],
    kind: 'Profile',
    takesApplicationArgs: true,
  },
  {
    name: 'profiles graph',
    summary: 'draw them',
    group: 'Project',
    args: [],
    flags: [],
    examples: [['profiles graph --format mermaid', 'for a page of documentation']],
    kind: 'ProfileGraph',
    formats: ['text', 'json', 'mermaid'],
    takesApplicationArgs: true,
  },
]
