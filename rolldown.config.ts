import { dirname, relative, resolve } from 'node:path'
import type { InputOptions, OutputOptions } from 'rolldown'
import { chunkOf } from './scripts/lines/join-entries.ts'
import { entriesOf, readPackageJson } from './scripts/package-json.ts'
import { readSourceFacts } from './scripts/source-facts.ts'

const entries = entriesOf(readPackageJson())

/** Entries that many programs load while they start. What one of them needs, those behind it share. */
export const joinedEntries: readonly string[] = [
  'index',
  'engine/load',
  'engine/checking',
  'sources/reading',
  'formats/yaml',
  'formats/yaml-full',
  'sources/watching',
  'sources/file-watching',
]

/** Beside what is found below: small files that reloads share with others. */
const alsoShared = ['src/merge/diff-paths.ts', 'src/values/set.ts', 'src/config/live/unavailable.ts']

/**
 * What reloads have in common with checks: one file, where a file for each set of entries that share something would be
 * ten. The first load of settings without a schema or references needs none of it.
 */
const sharedFiles: ReadonlySet<string> = (() => {
  const ofChecks = closureOf(sourceOf('engine/validating'))
  const ofReloads = [...closureOf(sourceOf('engine/again'))]
  const isEngine = (file: string): boolean => /^src\/(?:config|merge|references|schema\/fields|values\/walk)/.test(file)
  return new Set([...ofReloads.filter((file) => isEngine(file) && ofChecks.has(file)), ...alsoShared])
})()

/** Packages and `#names` stay outside: they are found at run time. The helpers of lowered syntax (`using`) come inside. */
export const input: InputOptions = {
  input: Object.fromEntries(entries.map((entry) => [entry.name, entry.source])),
  platform: 'node',
  external: (id) => !/^(?:\.|\/|src\/|@oxc-project\/runtime)/.test(id),
  preserveEntrySignatures: 'strict',
  // Our own files do nothing when they are imported, except those that are started, whatever package.json says to others.
  treeshake: { moduleSideEffects: (id) => /\/cli\/(?:main|validate\/helper)\.ts$/.test(id) },
  transform: { target: 'node22' },
}

/**
 * One file per entry. Everything that an entry of the start needs lies in one chunk, which the other entries share and
 * which the build makes the entry itself: importing the library reads one file, and no class exists twice.
 */
export const output: OutputOptions = {
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
  sourcemap: true,
  sourcemapExcludeSources: true,
  // Classes keep their names, because people see them printed. Functions do not: their names would be a tenth of the
  // root entry, and the source maps have them for stack traces.
  minify: {
    compress: { keepNames: { function: false, class: true } },
    mangle: { keepNames: { function: false, class: true } },
    codegen: true,
  },
  codeSplitting: {
    groups: [
      ...joinedEntries.map((entry, index) => {
        const files = closureOf(sourceOf(entry))
        return {
          name: chunkOf(entry),
          test: (id: string) => files.has(relative(process.cwd(), id)),
          priority: joinedEntries.length - index,
        }
      }),
      { name: 'engine-shared', test: (id: string) => sharedFiles.has(relative(process.cwd(), id)), priority: 0 },
    ],
  },
}

export default { ...input, output }

function sourceOf(name: string): string {
  const entry = entries.find((each) => each.name === name)
  if (entry === undefined) throw new Error(`package.json names no entry ${name}`)
  return entry.source
}

/** The files that importing `entry` loads, without those loaded later by `import()`. */
function closureOf(entry: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = entries.some(({ source }) => source === entry) ? [entry] : []
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { specifier, kind } of readSourceFacts(file).imports) {
      if (kind === 'value' && specifier.startsWith('.')) waiting.push(relative(process.cwd(), resolve(dirname(file), specifier)))
    }
  }
  return seen
}
