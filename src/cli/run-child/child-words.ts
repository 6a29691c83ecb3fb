import type { CommandEntry } from '../command.ts'
import { globalFlags } from '../global-flags.ts'

/**
 * The command line with `--` before the first word of the child's own: `run -p prod node app.js --port 1`. So flags of the
 * child are never taken for ours. As it was if it is no call of the command, or has a `--` already.
 */
export function separateChild(argv: readonly string[], entry: CommandEntry): readonly string[] {
  const valued = new Set([...globalFlags, ...entry.flags].filter(takesValue).flatMap(({ flags }) => spellings(flags)))
  let isCalled = false
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] as string
    if (word === '--') return argv
    if (word.startsWith('-') && word !== '-') {
      if (valued.has(word)) index++
    } else if (isCalled) return [...argv.slice(0, index), '--', ...argv.slice(index)]
    else if (word === entry.name) isCalled = true
    else return argv
  }
  return argv
}

function takesValue({ flags }: { readonly flags: string }): boolean {
  return flags.includes('<')
}

/** `-p, --profile <name>`: both. */
function spellings(flags: string): readonly string[] {
  return flags.split(/[ ,]+/).filter((word) => word.startsWith('-'))
}
