import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** The sources say `using`, which Node knows from version 24; what is built does not. */
export const readsSources = Number(process.versions.node.split('.')[0]) >= 24

export const sourceWords: readonly string[] = ['--conditions=configmanage-source', resolve(root, 'src/cli/main.ts')]
export const builtWords: readonly string[] = [resolve(root, 'dist/cli.js')]

/** What Node is given to run the command as a process of its own: from its sources, where this Node can read them. */
export const commandWords = readsSources ? sourceWords : builtWords
