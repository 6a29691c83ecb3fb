import type { CommandEntry, FlagEntry } from './command.ts'

const dirFlag: FlagEntry = {
  flags: '--dir <folder>',
  meaning: 'the folder; default: configmanage in the folder for caches of the user',
}

/** The commands that look after the folder of a cache. */
export function cacheEntries(group: string): readonly CommandEntry[] {
  return [
    {
      name: 'cache stats',
      summary: 'show what a cache holds',
      group,
      args: [],
      flags: [dirFlag],
      examples: [['cache stats --dir .cache', 'entries, size and ages']],
      kind: 'CacheResult',
    },
    {
      name: 'cache prune',
      summary: 'remove what is old',
      group,
      args: [],
      flags: [dirFlag, { flags: '--max-size <size>', meaning: 'what all entries may take; default 256MiB' }],
      examples: [['cache prune --max-size 100MB', 'what is gone by age, and the oldest beyond 100 MB']],
      kind: 'CacheResult',
    },
    {
      name: 'cache clear',
      summary: 'remove everything',
      group,
      args: [],
      flags: [dirFlag],
      examples: [['cache clear --dir .cache', 'other files in the folder stay']],
      kind: 'CacheResult',
    },
  ]
}
