import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What a file loads at once: not types, and nothing behind `import()`. */
function importsOf(file: string): readonly string[] {
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?!type\s)(?:[^'"]*?\sfrom\s)?'([^']+)'/gm)
  return [...statements].map((match) => match[1] as string)
}

function closureOf(start: string): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const files = new Set<string>([start])
  const packages = new Set<string>()
  for (const file of files) {
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) files.add(resolve(dirname(file), name))
      else packages.add(name)
    }
  }
  return { files: [...files].map((file) => basename(file)).sort(), packages: [...packages] }
}

describe('starting the command', () => {
  it('loads the parser and the table of commands, and nothing else', () => {
    const { files, packages } = closureOf(resolve(import.meta.dirname, 'main.ts'))
    expect(packages).toEqual(['commander'])
    expect(files).toEqual([
      'cache-entries.ts',
      'command-table.ts',
      'context.ts',
      'entries.ts',
      'flags.ts',
      'generated-flags.ts',
      'global-flags.ts',
      'input-flags.ts',
      'load-command.ts',
      'main.ts',
      'profile-commands.ts',
      'program.ts',
      'report-flags.ts',
      'run-entry.ts',
      'run.ts',
      'schema-commands.ts',
      'sealed-commands.ts',
      'secrets-commands.ts',
    ])
  })
})
